#include "generate/completion_bash.h"

#include <stdio.h>

#include "generate/completion.h"

static const char head[] =
    "# bash completion of tcpgloss\n"
    "\n"
    "_tcpgloss()\n"
    "{\n"
    "    local cur prev words cword split\n"
    "    _init_completion -s || return\n"
    "\n"
    "    # The last of several letters is the one that takes an argument: -nnr FILE\n"
    "    [[ $prev == -[!-]?* ]] && prev=-${prev: -1}\n"
    "    case $prev in\n";

static const char tail[] = "    esac\n"
                           "    $split && return\n"
                           "    [[ $cur == -* ]] || return\n"
                           "    COMPREPLY=($(compgen -W '";

static const char end[] = "' -- \"$cur\"))\n"
                          "} &&\n"
                          "    complete -F _tcpgloss tcpgloss\n";

static void put_names(const struct option_row *row, const char *between) {
    if (row->letter != 0) {
        (void)printf("-%c%s", row->letter, row->name != NULL ? between : "");
    }
    if (row->name != NULL) {
        (void)printf("--%s", row->name);
    }
}

static void put_argument(const struct option_row *row, enum language language) {
    (void)language;
    if (row->argument == NULL) {
        return;
    }
    (void)fputs("        ", stdout);
    put_names(row, " | ");
    (void)fputs(")\n            ", stdout);
    if (row->kind == OPTION_MODE) { /* its word is typed behind "=" */
        (void)fputs("$split &&\n            ", stdout);
    }
    switch (completion_of(row)) {
    case COMPLETE_NOTHING:
        break;
    case COMPLETE_FILES:
        (void)fputs("_filedir\n            ", stdout);
        break;
    case COMPLETE_CAPTURES:
        (void)fputs("_filedir '@(pcap|pcapng|cap)?(.gz|.zst)'\n            ", stdout);
        break;
    case COMPLETE_INTERFACES:
        (void)fputs("COMPREPLY=($(compgen -W \"$(\"$1\" -D 2>/dev/null | " COMPLETION_SED_NAMES
                    ")\" -- \"$cur\"))\n            ",
                    stdout);
        break;
    case COMPLETE_USERS:
        (void)fputs("COMPREPLY=($(compgen -u -- \"$cur\"))\n            ", stdout);
        break;
    case COMPLETE_NOTES:
        (void)fputs("local before=\n"
                    "            [[ $cur == *,* ]] && before=${cur%,*},\n"
                    "            COMPREPLY=($(compgen -P \"$before\" -W '",
                    stdout);
        completion_put_notes();
        (void)fputs("' -- \"${cur##*,}\"))\n            ", stdout);
        break;
    case COMPLETE_WORDS:
        (void)fputs("COMPREPLY=($(compgen -W '", stdout);
        completion_put_words(row);
        (void)fputs("' -- \"$cur\"))\n            ", stdout);
        break;
    }
    (void)fputs(row->kind == OPTION_MODE ? "$split && return\n            ;;\n"
                                         : "return\n            ;;\n",
                stdout);
}

static void put_option(const struct option_row *row, enum language language) {
    (void)language;
    put_names(row, " ");
    (void)putchar(' ');
}

void completion_put_bash(void) {
    (void)fputs(head, stdout);
    completion_each(put_argument, LANGUAGE_EN);
    (void)fputs(tail, stdout);
    completion_each(put_option, LANGUAGE_EN);
    (void)fputs(end, stdout);
}
