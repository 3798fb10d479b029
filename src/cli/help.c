#include "tcpgloss/cli/help.h"

#include <stdbool.h>
#include <string.h>

#include "tcpgloss/base/unicode.h"
#include "tcpgloss/base/wrap.h"
#include "tcpgloss/cli/option_table.h"
#include "tcpgloss/cli/settings.h"

static const char examples_zh[] =
    "用法：tcpgloss [选项] [过滤表达式]\n"
    "\n"
    "例：\n"
    "  tcpgloss -nn -r x.pcap               读取抓包，解释其中的 TCP\n"
    "  sudo tcpgloss -i any tcp port 80     实时抓包\n"
    "  tcpgloss -nn -r x.pcap | grep '^#!'  只看异常\n"
    "  tcpgloss --ladder --flow 1 -r x.pcap 把一个流画成时序图\n"
    "  tcpgloss --describe time-wait        什么是 TIME-WAIT\n";

static const char examples_en[] =
    "Usage: tcpgloss [options] [expression]\n"
    "\n"
    "Examples:\n"
    "  tcpgloss -nn -r x.pcap               read a capture, its TCP explained\n"
    "  sudo tcpgloss -i any tcp port 80     capture live\n"
    "  tcpgloss -nn -r x.pcap | grep '^#!'  the trouble only\n"
    "  tcpgloss --ladder --flow 1 -r x.pcap one flow as a sequence diagram\n"
    "  tcpgloss --describe time-wait        what TIME-WAIT is\n";

enum { COLUMNS = 80, WORDS_COLUMN = 30 };

static const char environment_zh[] =
    "\n环境变量\n"
    "  TCPGLOSS_LANG=zh|en|both    语言，如同 --lang；都没有时，注解用两种语言，\n"
    "                              其他用 LANG 的语言\n";

static const char environment_en[] =
    "\nEnvironment\n"
    "  TCPGLOSS_LANG=zh|en|both    language, as --lang; without either, notes are in\n"
    "                              both, the rest in that of LANG\n";

/* How many columns the text takes from `start` on. */
static size_t columns_since(const struct text *text, size_t start) {
    size_t columns = 0;
    size_t at = start;

    while (at < text->length) {
        uint32_t character;
        const size_t length = unicode_decode(text->data + at, text->length - at, &character);

        columns += length > 0 ? unicode_columns(character) : 1;
        at += length > 0 ? length : 1;
    }
    return columns;
}

/* The words of an option, folded, from their column on. */
static void put_words(const char *words, struct text *text) {
    struct text lines;
    bool first = true;

    text_init(&lines);
    wrap_put(words, COLUMNS - WORDS_COLUMN, &lines);
    for (size_t at = 0; !lines.failed && at < lines.length;) {
        const char *end = memchr(lines.data + at, '\n', lines.length - at);
        const size_t length = (size_t)(end - lines.data) + 1 - at;

        text_put_spaces(text, first ? 0 : WORDS_COLUMN);
        text_put(text, lines.data + at, length);
        first = false;
        at += length;
    }
    text_free_part(&lines, text);
}

static void row_write(const struct option_row *row, enum language language, struct text *text) {
    size_t start = text->length;

    if (row->letter != 0) {
        text_printf(text, "  -%c", row->letter);
        text_put_string(text, row->name != NULL ? ", " : "");
    } else {
        text_put_string(text, "      ");
    }
    if (row->name != NULL) {
        text_printf(text, "--%s", row->name);
    }
    if (row->argument != NULL) {
        text_printf(text, row->kind == OPTION_MODE ? "[=%s]" : " %s", row->argument);
    }
    if (columns_since(text, start) >= WORDS_COLUMN) {
        text_put_char(text, '\n');
        start = text->length;
    }
    text_put_spaces(text, WORDS_COLUMN - columns_since(text, start));
    put_words(IN_LANGUAGE(language, row->zh, row->en), text);
}

void help_write(enum language language, struct text *text) {
    text_put_string(text, IN_LANGUAGE(language, examples_zh, examples_en));
    for (unsigned group = 0; group < GROUP_COUNT; group++) {
        text_printf(text, "\n%s\n",
                    IN_LANGUAGE(language, option_headings[group].zh, option_headings[group].en));
        for (size_t i = 0; i < option_table_length; i++) {
            if (option_table[i].group == group && option_is_shown(&option_table[i])) {
                row_write(&option_table[i], language, text);
            }
        }
    }
    text_put_string(text, IN_LANGUAGE(language, environment_zh, environment_en));
}
