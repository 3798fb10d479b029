
#include "tcpgloss/cli/command_line.h"

#include <getopt.h>
#include <stdlib.h>
#include <string.h>

#include "tcpgloss/base/frame.h"
#include "tcpgloss/base/system_message.h"
#include "tcpgloss/base/words.h"
#include "tcpgloss/cli/option_table.h"

#include "cli/config_file.h"
#include "cli/option_apply.h"

/* Long options without a letter are known to getopt_long() by their row, counted from here. */
enum { ROW_BASE = 256 };

static void defaults(struct settings *settings) {
    *settings = (struct settings){
        .snapshot_length = FRAME_LENGTH_MAX,
        .buffer_kib = 32768,
        .language = LANGUAGE_BOTH,
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

static int argument_wanted(const struct option_row *row) {
    if (row->argument == NULL) {
        return no_argument;
    }
    return row->kind == OPTION_MODE ? optional_argument : required_argument;
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
                .has_arg = argument_wanted(row),
                .val = ROW_BASE + (int)i,
            };
        }
    }
    *letter = '\0';
    *option = (struct option){0};
}

static bool report_unknown(const char *word, struct error *error) {
    const char *nearest;

    if (word[0] != '-' || word[1] != '-') {
        return error_set(error, STATUS_USAGE,
                         MESSAGE("没有选项 -%c；全部选项见 tcpgloss --help",
                                 "no option -%c; tcpgloss --help lists them"),
                         optopt);
    }
    nearest = option_nearest(word + 2);
    if (nearest == NULL) {
        return error_set(error, STATUS_USAGE,
                         MESSAGE("没有选项 %s；全部选项见 tcpgloss --help",
                                 "no option %s; tcpgloss --help lists them"),
                         word);
    }
    return error_set(error, STATUS_USAGE,
                     MESSAGE("没有选项 %s；是否想用 --%s？", "no option %s; did you mean --%s?"),
                     word, nearest);
}

static bool options_read(int argc, char **argv, struct settings *settings, struct error *error) {
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
            return report_unknown(argv[optopt == 0 ? optind - 1 : word], error);
        }
        if (key == ':') {
            const struct option_row *row = row_find(optopt);
            char spelling[OPTION_SPELLING_MAX];

            return error_set(error, STATUS_USAGE,
                             MESSAGE("%s 需要参数 %s", "%s wants an argument: %s"),
                             option_spelling(row, spelling), row->argument);
        }
        if (!option_apply(row_find(key), optarg, settings, error)) {
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

    message_language_set(locale_language());
    settings->figure_language = message_language();
    if (word == NULL || *word == '\0') {
        return true;
    }
    choice = option_choice_find("zh|en|both", word);
    if (choice < 0) {
        return error_set(error, STATUS_USAGE,
                         MESSAGE("TCPGLOSS_LANG=%s：应为 zh|en|both 之一",
                                 "TCPGLOSS_LANG=%s: one of zh|en|both is wanted"),
                         word);
    }
    settings->language = (unsigned)choice;
    option_apply_language(settings);
    return true;
}

/* A line of the configuration: an option, and nothing else. */
static bool config_line_read(int argc, char **argv, struct settings *settings,
                             struct error *error) {
    if (!options_read(argc, argv, settings, error)) {
        return false;
    }
    return optind == argc ||
           error_set(error, STATUS_USAGE,
                     MESSAGE("%s：每行应为一个选项", "%s: one option a line is wanted"),
                     argv[optind]);
}

/* What is configured comes before the command line, which overrides it; but the command line is
 * looked at first, for what it says of the configuration. */
static bool config_read(int argc, char **argv, struct settings *settings, struct error *error) {
    struct settings asked = *settings;

    if (!options_read(argc, argv, &asked, error)) {
        return false;
    }
    return asked.no_config || config_file_read(settings, config_line_read, error);
}

/* What cannot be wanted at once. */
static bool combination_check(const struct settings *settings, struct error *error) {
    if (settings->sort != NULL && !settings->summary) {
        return error_set(error, STATUS_USAGE, "%s",
                         MESSAGE("--sort 排序的是 --summary 的表格，而没有 --summary",
                                 "--sort is for the table of --summary, which is not asked for"));
    }
    if (settings->columns != NULL && !settings->summary) {
        return error_set(
            error, STATUS_USAGE, "%s",
            MESSAGE("--columns 是 --summary 的表格的列，而没有 --summary",
                    "--columns is for the table of --summary, which is not asked for"));
    }
    if (settings->json != JSON_NOT && settings->ladder) {
        return error_set(error, STATUS_USAGE, "%s",
                         MESSAGE("--json 和 --ladder 都写到标准输出，只能用一个",
                                 "--json and --ladder are two texts for one standard output"));
    }
    if (settings->foreign_numeric && settings->read_file != NULL) {
        return error_set(error, STATUS_USAGE, "%s",
                         MESSAGE("-f 需要网卡的网络，不能与 -r 一起用",
                                 "-f is about the network of a device; there is none with -r"));
    }
    return true;
}

bool settings_parse(int argc, char **argv, struct settings *settings, struct error *error) {
    defaults(settings);
    if (!environment_read(settings, error) || !config_read(argc, argv, settings, error) ||
        !options_read(argc, argv, settings, error) || !combination_check(settings, error)) {
        return false;
    }
    if (argv[optind] != NULL) {
        settings->words = argv + optind;
        settings->expression = words_join(settings->words);
        if (settings->expression == NULL) {
            return error_set_no_memory(error);
        }
    }
    return true;
}

void settings_free(struct settings *settings) {
    free(settings->expression);
    free(settings->config);
}
