#include "generate/completion_fish.h"

#include <stdio.h>
#include <string.h>

#include "tcpgloss/cli/settings.h"

#include "generate/completion.h"

static const char head[] = "# fish completion of tcpgloss\n"
                           "\n"
                           "function __tcpgloss_interfaces\n"
                           "    tcpgloss -D 2>/dev/null | " COMPLETION_SED_NAMES "\n"
                           "end\n"
                           "\n"
                           "function __tcpgloss_captures\n"
                           "    __fish_complete_path (commandline -ct) | string match -r "
                           "'.*(?:/|[.](?:pcap|pcapng|cap)(?:[.]gz|[.]zst)?)(?:\\t.*)?$'\n"
                           "end\n"
                           "\n"
                           "complete -c tcpgloss -f\n"
                           "set -l language $LC_ALL $LC_MESSAGES $LANG\n"
                           "if string match -q 'zh*' -- $language[1]\n";

/* Inside single quotes. */
static void put_words(const char *words) {
    for (; *words != '\0'; words++) {
        (void)printf("%s%c", strchr("'\\", *words) != NULL ? "\\" : "", *words);
    }
}

static void put_argument(const struct option_row *row) {
    switch (completion_of(row)) {
    case COMPLETE_NOTHING:
        (void)fputs(" -x", stdout);
        break;
    case COMPLETE_FILES:
        (void)fputs(" -r -F", stdout);
        break;
    case COMPLETE_CAPTURES:
        (void)fputs(" -x -a '(__tcpgloss_captures)'", stdout);
        break;
    case COMPLETE_INTERFACES:
        (void)fputs(" -x -a '(__tcpgloss_interfaces)'", stdout);
        break;
    case COMPLETE_USERS:
        (void)fputs(" -x -a '(__fish_complete_users)'", stdout);
        break;
    case COMPLETE_NOTES:
        (void)fputs(" -x -a '(__fish_append , ", stdout);
        completion_put_notes();
        (void)fputs(")'", stdout);
        break;
    case COMPLETE_WORDS:
        (void)fputs(row->kind == OPTION_MODE ? " -a '" : " -x -a '", stdout);
        completion_put_words(row);
        (void)putchar('\'');
        break;
    }
}

static void put_option(const struct option_row *row, enum language language) {
    (void)fputs("    complete -c tcpgloss", stdout);
    if (row->letter != 0) {
        (void)printf(" -s '%c'", row->letter);
    }
    if (row->name != NULL) {
        (void)printf(" -l %s", row->name);
    }
    if (row->argument != NULL) {
        put_argument(row);
    }
    (void)fputs(" -d '", stdout);
    put_words(IN_LANGUAGE(language, row->zh, row->en));
    (void)fputs("'\n", stdout);
}

void completion_put_fish(void) {
    (void)fputs(head, stdout);
    completion_each(put_option, LANGUAGE_ZH);
    (void)fputs("else\n", stdout);
    completion_each(put_option, LANGUAGE_EN);
    (void)fputs("end\n", stdout);
}
