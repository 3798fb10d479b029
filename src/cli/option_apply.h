/*
 * What one option does to the settings, by its row of the table.
 */
#ifndef TCPGLOSS_SRC_CLI_OPTION_APPLY_H
#define TCPGLOSS_SRC_CLI_OPTION_APPLY_H

#include <stdbool.h>

#include "tcpgloss/base/error.h"
#include "tcpgloss/cli/option_table.h"
#include "tcpgloss/cli/settings.h"

/* Which of the words in "a|b|c" `word` is; -1 if none. */
int option_choice_find(const char *choices, const char *word);

/* "-r" or "--read" as the user knows it. */
enum { OPTION_SPELLING_MAX = 64 };
const char *option_spelling(const struct option_row *row, char buffer[OPTION_SPELLING_MAX]);

/* `argument` is null if the row takes none; a string is kept, not copied. False, with `error`
 * filled, if it cannot be. */
bool option_apply(const struct option_row *row, const char *argument, struct settings *settings,
                  struct error *error);

/* A language chosen for the notes is that of help and errors too; both cannot be. */
void option_apply_language(struct settings *settings);

#endif
