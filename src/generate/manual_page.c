/*
 * manual_page en|zh TEMPLATE: prints the manual page, whose line "@OPTIONS@" becomes the list of
 * the table of options in mdoc.
 */
#include <stdio.h>
#include <string.h>

#include "tcpgloss/base/language.h"
#include "tcpgloss/cli/option_table.h"
#include "tcpgloss/cli/settings.h"

enum { LINE_WIDTH = 79 };

/* A word: a hyphen that begins it stands for itself, not for a dash; backslashes likewise. */
static void put_word(const char *word, size_t length) {
    for (size_t i = 0; i < length; i++) {
        bool escaped = word[i] == '\\' || (word[i] == '-' && (i == 0 || word[i - 1] == '('));

        (void)printf("%s%c", escaped ? "\\" : "", word[i]);
    }
}

/* A sentence, broken into lines that are easy to read. */
static void put_words(const char *words) {
    size_t column = 0;

    while (*words != '\0') {
        size_t length = strcspn(words, " ");

        if (column != 0) {
            bool fits = column + 1 + length < LINE_WIDTH;

            (void)putchar(fits ? ' ' : '\n');
            column = fits ? column + 1 : 0;
        }
        if (column == 0 && (*words == '.' || *words == '\'')) {
            (void)fputs("\\&", stdout);
        }
        put_word(words, length);
        column += length;
        words += length;
        words += *words == ' ';
    }
    (void)putchar('\n');
}

static void put_row(const struct option_row *row, enum language language) {
    (void)printf(".It");
    if (row->letter != 0) {
        (void)printf(" Fl %c", row->letter);
    }
    if (row->name != NULL) {
        (void)printf("%s Fl -%s", row->letter != 0 ? " ," : "", row->name);
    }
    if (row->argument != NULL) {
        (void)printf(row->kind == OPTION_MODE ? " Ns Op Ns = Ns Ar %s" : " Ar %s", row->argument);
    }
    (void)putchar('\n');
    put_words(IN_LANGUAGE(language, row->zh, row->en));
}

static void put_options(enum language language) {
    for (unsigned group = 0; group < GROUP_COUNT; group++) {
        const struct option_heading *heading = &option_headings[group];

        /* \& ends what mandoc would else take for a delimiter at the end of a heading. */
        (void)printf(".Ss %s\\&\n.Bl -tag -width Ds\n",
                     IN_LANGUAGE(language, heading->zh, heading->en));
        for (size_t i = 0; i < option_table_length; i++) {
            if (option_table[i].group == group && option_table[i].kind != OPTION_REFUSED) {
                put_row(&option_table[i], language);
            }
        }
        (void)puts(".El");
    }
}

static int fill(FILE *template, enum language language) {
    char line[4096];

    while (fgets(line, sizeof line, template) != NULL) {
        if (strcmp(line, "@OPTIONS@\n") == 0) {
            put_options(language);
        } else {
            (void)fputs(line, stdout);
        }
    }
    return ferror(template) != 0 || fflush(stdout) != 0;
}

int main(int argc, char **argv) {
    FILE *template = argc == 3 ? fopen(argv[2], "r") : NULL;
    int failed;

    if (template == NULL) {
        (void)fprintf(stderr, "usage: manual_page en|zh TEMPLATE\n");
        return 2;
    }
    failed = fill(template, strcmp(argv[1], "zh") == 0 ? LANGUAGE_ZH : LANGUAGE_EN);
    (void)fclose(template);
    return failed;
}
