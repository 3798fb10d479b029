#include "tcpgloss/gloss/glossary.h"

#include <string.h>

#include "tcpgloss/base/wrap.h"

/* Narrow enough for every terminal. */
enum { DESCRIPTION_COLUMNS = 78 };

/* No spelling is longer. */
enum { SPELLING_LENGTH_MAX = 64 };

static const struct term terms[] = {
#define TERM(group, name, spellings, notes, zh, en, source)                                        \
    {TERM_##group, name, spellings, notes, zh, en, source},
#include "tcpgloss/gloss/glossary.def"
};

enum { TERM_COUNT = sizeof terms / sizeof *terms };

size_t glossary_length(void) {
    return TERM_COUNT;
}

const struct term *glossary_term(size_t place) {
    return &terms[place];
}

/* What makes no difference between two spellings is left out. */
static size_t fold(const char *word, size_t length, char folded[SPELLING_LENGTH_MAX]) {
    size_t kept = 0;
    size_t i = 0;

    if (length > 4 && (strncmp(word, "TCP_", 4) == 0 || strncmp(word, "tcp_", 4) == 0)) {
        i = 4;
    }
    for (; i < length && kept < SPELLING_LENGTH_MAX; i++) {
        const char c = word[i];

        if (c >= 'A' && c <= 'Z') {
            folded[kept++] = (char)(c - 'A' + 'a');
        } else if (strchr(" -_[]()", c) == NULL) {
            folded[kept++] = c;
        }
    }
    return kept;
}

/* Takes the next item off the front of a list; its length is 0 at the end. */
static size_t take_item(const char **list, const char **item) {
    const char *end = strstr(*list, ", ");

    *item = *list;
    if (end == NULL) {
        *list += strlen(*list);
        return (size_t)(*list - *item);
    }
    *list = end + 2;
    return (size_t)(end - *item);
}

struct spelling {
    char folded[SPELLING_LENGTH_MAX];
    size_t length;
};

static bool is_spelled(const struct spelling *wanted, const char *word, size_t length) {
    struct spelling spelling;

    spelling.length = fold(word, length, spelling.folded);
    return spelling.length == wanted->length &&
           memcmp(spelling.folded, wanted->folded, wanted->length) == 0;
}

const struct term *glossary_find(const char *word) {
    struct spelling wanted;

    wanted.length = fold(word, strlen(word), wanted.folded);
    for (size_t i = 0; wanted.length > 0 && i < TERM_COUNT; i++) {
        const char *list = terms[i].spellings;
        const char *item;

        if (is_spelled(&wanted, terms[i].name, strlen(terms[i].name))) {
            return &terms[i];
        }
        for (size_t length; (length = take_item(&list, &item)) > 0;) {
            if (is_spelled(&wanted, item, length)) {
                return &terms[i];
            }
        }
    }
    return NULL;
}

void glossary_suggest(struct nearest *nearest) {
    for (size_t i = 0; i < TERM_COUNT; i++) {
        const char *list = terms[i].spellings;
        const char *item;

        nearest_offer(nearest, terms[i].name, strlen(terms[i].name), terms[i].name);
        for (size_t length; (length = take_item(&list, &item)) > 0;) {
            nearest_offer(nearest, item, length, terms[i].name);
        }
    }
}

const char *glossary_group_name(enum term_group group, enum language language) {
    static const char *const names[TERM_GROUP_COUNT][3] = {
        [TERM_STATE] = {"状态", "state", "状态 / state"},
        [TERM_FLAG] = {"标志位", "flag", "标志位 / flag"},
        [TERM_FIELD] = {"包行的字段", "field of the line", "包行的字段 / field of the line"},
        [TERM_OPTION] = {"TCP 选项", "TCP option", "TCP 选项 / TCP option"},
        [TERM_IDEA] = {"概念", "idea", "概念 / idea"},
        [TERM_WIRESHARK] = {"Wireshark 的名称", "Wireshark's name",
                            "Wireshark 的名称 / Wireshark's name"},
    };

    return names[group][language];
}

static void put_paragraph(const char *words, struct text *text) {
    text_put_char(text, '\n');
    wrap_put(words, DESCRIPTION_COLUMNS, text);
}

static void put_list(const char *const titles[3], enum language language, const char *list,
                     struct text *text) {
    if (*list != '\0') {
        struct text line;

        text_init(&line);
        text_put_string(&line, titles[language]);
        text_put_string(&line, list);
        wrap_put(text_string(&line), DESCRIPTION_COLUMNS, text);
        text_free_part(&line, text);
    }
}

void glossary_describe(const struct term *term, enum language language, struct text *text) {
    static const char *const spelled[] = {"也写作：", "also: ", "也写作 / also: "};
    static const char *const shown[] = {"注解：", "notes: ", "注解 / notes: "};

    text_put_string(text, term->name);
    text_put_string(text, " — ");
    text_put_string(text, glossary_group_name(term->group, language));
    text_put_string(text, " — ");
    text_put_string(text, term->source);
    text_put_char(text, '\n');
    put_list(spelled, language, term->spellings, text);
    if (language != LANGUAGE_EN) {
        put_paragraph(term->explain_zh, text);
    }
    if (language != LANGUAGE_ZH) {
        put_paragraph(term->explain_en, text);
    }
    if (*term->notes != '\0') {
        text_put_char(text, '\n');
        put_list(shown, language, term->notes, text);
    }
}
