
#include "tcpgloss/cli/command_line.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tcpgloss/cli/option_table.h"

/* Long options without a letter are known to getopt_long() by their row, counted from here. */
enum { ROW_BASE = 256 };

static void defaults(struct settings *settings) {
    *settings = (struct settings){
        .snapshot_length = 262144,
        .buffer_kib = 32768,
        .language = LANGUAGE_BOTH,
        .message_language = LANGUAGE_EN,
        .note_level = NOTE_CHOICE_STEP,
        .msl_seconds = 30,
        .max_flows = 1048576,
    };
}

/* The language of help and errors, from the environment read as text: "zh_CN.UTF-8" and the like,
 * whether or not such a locale is installed. */
static enum language locale_language(void) {
    static const char *const names[] = {"LC_ALL", "LC_MESSAGES", "LANG"};

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        const char *value = getenv(names[i]);

        if (value != NULL && *value != '\0') {
            return strncmp(value, "zh", 2) == 0 ? LANGUAGE_ZH : LANGUAGE_EN;
        }
    }
    return LANGUAGE_EN;
}

/* Which of the words in "a|b|c" `word` is; -1 if none. */
static int choice_find(const char *choices, const char *word) {
    size_t length = strlen(word);

    for (int i = 0; *choices != '\0'; i++) {
        size_t width = strcspn(choices, "|");

        if (width == length && memcmp(choices, word, width) == 0) {
            return i;
        }
        choices += width;
        choices += *choices == '|';
    }
    return -1;
}

static bool number_read(const char *word, uint64_t minimum, uint64_t maximum, uint64_t *number) {
    char *end;

    if (*word < '0' || *word > '9') {
        return false;
    }
    *number = strtoull(word, &end, 10);
    return *end == '\0' && *number >= minimum && *number <= maximum;
}

/* "-r" or "--read" as the user knows it. */
static const char *row_spelling(const struct option_row *row, char buffer[64]) {
    if (row->letter != 0) {
        (void)snprintf(buffer, 64, "-%c", row->letter);
    } else {
        (void)snprintf(buffer, 64, "--%s", row->name);
    }
    return buffer;
}

/* A language chosen for the notes is that of help and errors too; both cannot be. */
static void language_settle(struct settings *settings) {
    if (settings->language != LANGUAGE_BOTH) {
        settings->message_language = settings->language;
    }
}

static bool row_apply(const struct option_row *row, const char *argument, struct settings *settings,
                      struct error *error) {
    char *place = (char *)settings + row->offset;
    enum language language = (enum language)settings->message_language;
    char spelling[64];
    int choice;

    switch (row->kind) {
    case OPTION_FLAG:
        *(bool *)(void *)place = true;
        return true;
    case OPTION_COUNT:
        if (*(unsigned *)(void *)place < row->maximum) {
            ++*(unsigned *)(void *)place;
        }
        return true;
    case OPTION_STRING:
        *(const char **)(void *)place = argument;
        return true;
    case OPTION_NUMBER:
        if (!number_read(argument, row->minimum, row->maximum, (uint64_t *)(void *)place)) {
            return error_set(error, STATUS_USAGE,
                             IN_LANGUAGE(language, "%s %s：应为 %llu 到 %llu 的整数",
                                         "%s %s: a number from %llu to %llu is wanted"),
                             row_spelling(row, spelling), argument,
                             (unsigned long long)row->minimum, (unsigned long long)row->maximum);
        }
        return true;
    case OPTION_CHOICE:
        choice = choice_find(row->argument, argument);
        if (choice < 0) {
            return error_set(
                error, STATUS_USAGE,
                IN_LANGUAGE(language, "%s %s：应为 %s 之一", "%s %s: one of %s is wanted"),
                row_spelling(row, spelling), argument, row->argument);
        }
        *(unsigned *)(void *)place = (unsigned)choice;
        language_settle(settings);
        return true;
    case OPTION_VALUE:
        *(unsigned *)(void *)place = (unsigned)row->minimum;
        return true;
    case OPTION_ACCEPTED:
        return true;
    case OPTION_REFUSED:
        return error_set(error, STATUS_USAGE,
                         IN_LANGUAGE(language, "不支持 %s：%s", "%s is not supported: %s"),
                         row_spelling(row, spelling), IN_LANGUAGE(language, row->zh, row->en));
    }
    return true;
}

static const struct option_row *row_find(int key) {
    if (key >= ROW_BASE) {
        return &option_table[key - ROW_BASE];
    }
    for (size_t i = 0; i < option_table_length; i++) {
        if (option_table[i].letter == key) {
            return &option_table[i];
        }
    }
    return NULL;
}

/* What getopt_long() wants, built from the table. */
struct spelled {
    char letters[2 * OPTION_ROWS_MAX + 2];
    struct option longs[OPTION_ROWS_MAX + 1];
};

static void spell(struct spelled *spelled) {
    char *letter = spelled->letters;
    struct option *option = spelled->longs;

    *letter++ = ':'; /* a missing argument is ':', an unknown option '?' */
    for (size_t i = 0; i < option_table_length; i++) {
        const struct option_row *row = &option_table[i];

        if (row->letter != 0) {
            *letter++ = (char)row->letter;
            if (row->argument != NULL) {
                *letter++ = ':';
            }
        }
        if (row->name != NULL) {
            *option++ = (struct option){
                .name = row->name,
                .has_arg = row->argument != NULL ? required_argument : no_argument,
                .val = ROW_BASE + (int)i,
            };
        }
    }
    *letter = '\0';
    *option = (struct option){0};
}

static bool report_unknown(const char *word, enum language language, struct error *error) {
    const char *nearest;

    if (word[0] != '-' || word[1] != '-') {
        return error_set(error, STATUS_USAGE,
                         IN_LANGUAGE(language, "没有选项 -%c；全部选项见 tcpgloss --help",
                                     "no option -%c; tcpgloss --help lists them"),
                         optopt);
    }
    nearest = option_nearest(word + 2);
    if (nearest == NULL) {
        return error_set(error, STATUS_USAGE,
                         IN_LANGUAGE(language, "没有选项 %s；全部选项见 tcpgloss --help",
                                     "no option %s; tcpgloss --help lists them"),
                         word);
    }
    return error_set(
        error, STATUS_USAGE,
        IN_LANGUAGE(language, "没有选项 %s；是否想用 --%s？", "no option %s; did you mean --%s?"),
        word, nearest);
}

static bool options_read(int argc, char **argv, struct settings *settings, struct error *error) {
    enum language language = (enum language)settings->message_language;
    struct spelled spelled;
    int key;

    spell(&spelled);
    opterr = 0;
    optind = 0; /* start afresh */
    for (;;) {
        int word = optind > 0 ? optind : 1;

        key = getopt_long(argc, argv, spelled.letters, spelled.longs, NULL);
        if (key == -1) {
            return true;
        }
        if (key == '?') {
            return report_unknown(argv[optopt == 0 ? optind - 1 : word], language, error);
        }
        if (key == ':') {
            const struct option_row *row = row_find(optopt);
            char spelling[64];

            return error_set(error, STATUS_USAGE,
                             IN_LANGUAGE(language, "%s 需要参数 %s", "%s wants an argument: %s"),
                             row_spelling(row, spelling), row->argument);
        }
        if (!row_apply(row_find(key), optarg, settings, error)) {
            return false;
        }
    }
}

static char *words_join(char **words) {
    size_t length = 1;
    char *joined;
    char *end;

    for (char **word = words; *word != NULL; word++) {
        length += strlen(*word) + 1;
    }
    joined = malloc(length);
    if (joined == NULL) {
        return NULL;
    }
    end = joined;
    for (char **word = words; *word != NULL; word++) {
        size_t width = strlen(*word);

        memcpy(end, *word, width);
        end[width] = ' ';
        end += width + 1;
    }
    end[-1] = '\0';
    return joined;
}

/* TCPGLOSS_LANG sets the language of everything; unset or empty, nothing. */
static bool environment_read(struct settings *settings, struct error *error) {
    const char *word = getenv("TCPGLOSS_LANG");
    int choice;

    settings->message_language = locale_language();
    if (word == NULL || *word == '\0') {
        return true;
    }
    choice = choice_find("zh|en|both", word);
    if (choice < 0) {
        return error_set(error, STATUS_USAGE, "TCPGLOSS_LANG=%s: one of zh|en|both is wanted",
                         word);
    }
    settings->language = (unsigned)choice;
    language_settle(settings);
    return true;
}

bool settings_parse(int argc, char **argv, struct settings *settings, struct error *error) {
    defaults(settings);
    if (!environment_read(settings, error) || !options_read(argc, argv, settings, error)) {
        return false;
    }
    if (argv[optind] != NULL) {
        settings->expression = words_join(argv + optind);
        if (settings->expression == NULL) {
            return error_set(error, STATUS_RUNTIME, "no memory");
        }
    }
    return true;
}

void settings_free(struct settings *settings) {
    free(settings->expression);
}
