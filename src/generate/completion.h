/*
 * What a shell may offer behind each option, from the table of options.
 */
#ifndef TCPGLOSS_SRC_GENERATE_COMPLETION_H
#define TCPGLOSS_SRC_GENERATE_COMPLETION_H

#include <stdbool.h>

#include "tcpgloss/base/language.h"
#include "tcpgloss/cli/option_table.h"

enum completion {
    COMPLETE_NOTHING, /* a number, say */
    COMPLETE_FILES,
    COMPLETE_CAPTURES, /* files to be read */
    COMPLETE_INTERFACES,
    COMPLETE_USERS,
    COMPLETE_NOTES, /* ids, separated by commas */
    COMPLETE_WORDS, /* completion_put_words() */
};

/* Of the option's argument, which there is. */
enum completion completion_of(const struct option_row *row);

/* Prints the words of COMPLETE_WORDS, and the ids of COMPLETE_NOTES, with spaces between them. */
void completion_put_words(const struct option_row *row);
void completion_put_notes(void);

/* Calls `put` for every option that help shows. */
void completion_each(void (*put)(const struct option_row *row, enum language language),
                     enum language language);

/* A line of sed that makes names of interfaces from the list of -D. */
#define COMPLETION_SED_NAMES "sed -n 's/^[0-9]*\\.\\([^ ]*\\).*/\\1/p'"

#endif
