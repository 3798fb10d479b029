#include "generate/completion_zsh.h"

#include <stdio.h>
#include <string.h>

#include "tcpgloss/cli/settings.h"

#include "generate/completion.h"

static const char head[] =
    "#compdef tcpgloss\n"
    "# zsh completion of tcpgloss\n"
    "\n"
    "(( $+functions[_tcpgloss_interfaces] )) ||\n"
    "_tcpgloss_interfaces() {\n"
    "  local -a names\n"
    "  names=(${(f)\"$(_call_program interfaces $words[1] -D 2>/dev/null | " COMPLETION_SED_NAMES
    ")\"})\n"
    "  _wanted interfaces expl interface compadd -a names\n"
    "}\n"
    "\n"
    "(( $+functions[_tcpgloss_notes] )) ||\n"
    "_tcpgloss_notes() {\n"
    "  _sequence compadd - ";

/* Inside brackets inside single quotes. */
static void put_words(const char *words) {
    for (; *words != '\0'; words++) {
        if (*words == '\'') {
            (void)fputs("'\\''", stdout);
        } else {
            (void)printf("%s%c", strchr("[]\\", *words) != NULL ? "\\" : "", *words);
        }
    }
}

static void put_argument(const struct option_row *row) {
    (void)printf(row->kind == OPTION_MODE ? "::%s:" : ":%s:", row->argument);
    switch (completion_of(row)) {
    case COMPLETE_NOTHING:
        (void)putchar(' ');
        break;
    case COMPLETE_FILES:
        (void)fputs("_files", stdout);
        break;
    case COMPLETE_CAPTURES:
        (void)fputs("_files -g \"*.(pcap|pcapng|cap)(|.gz|.zst)(-.)\"", stdout);
        break;
    case COMPLETE_INTERFACES:
        (void)fputs("_tcpgloss_interfaces", stdout);
        break;
    case COMPLETE_USERS:
        (void)fputs("_users", stdout);
        break;
    case COMPLETE_NOTES:
        (void)fputs("_tcpgloss_notes", stdout);
        break;
    case COMPLETE_WORDS:
        (void)putchar('(');
        completion_put_words(row);
        (void)putchar(')');
        break;
    }
}

/* A specification of _arguments: '(-r --read)'{-r+,--read=}'[words]:FILE:_files' */
static void put_option(const struct option_row *row, enum language language) {
    const char *behind_letter = row->argument != NULL ? "+" : "";
    const char *behind_name = row->argument == NULL ? "" : row->kind == OPTION_MODE ? "=-" : "=";

    (void)fputs("      ", stdout);
    if (row->kind == OPTION_COUNT) { /* may come again */
        (void)fputs("'*'", stdout);
    } else if (row->letter != 0 && row->name != NULL) {
        (void)printf("'(-%c --%s)'", row->letter, row->name);
    }
    if (row->letter != 0 && row->name != NULL) {
        (void)printf("{'-%c%s',--%s%s}", row->letter, behind_letter, row->name, behind_name);
    } else if (row->letter != 0) {
        (void)printf("'-%c%s'", row->letter, behind_letter);
    } else {
        (void)printf("--%s%s", row->name, behind_name);
    }
    (void)fputs("'[", stdout);
    put_words(IN_LANGUAGE(language, row->zh, row->en));
    (void)putchar(']');
    if (row->argument != NULL) {
        put_argument(row);
    }
    (void)fputs("'\n", stdout);
}

void completion_put_zsh(void) {
    (void)fputs(head, stdout);
    completion_put_notes();
    (void)fputs("\n}\n\n_tcpgloss() {\n  local -a options\n"
                "  case ${LC_ALL:-${LC_MESSAGES:-$LANG}} in\n    zh*)\n      options=(\n",
                stdout);
    completion_each(put_option, LANGUAGE_ZH);
    (void)fputs("      )\n      ;;\n    *)\n      options=(\n", stdout);
    completion_each(put_option, LANGUAGE_EN);
    (void)fputs("      )\n      ;;\n  esac\n  _arguments -s -S $options '*:expression: '\n}\n\n"
                "_tcpgloss \"$@\"\n",
                stdout);
}
