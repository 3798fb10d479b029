/*
 * Who gets standard output: the packets' lines, or what an option gives "-" as its file.
 *
 * A capture, picture or page is no text to stand between lines: it takes standard output for
 * itself, and no lines are printed. Notes do (--notes-to -).
 */
#ifndef TCPGLOSS_SRC_MAIN_STANDARD_OUTPUT_H
#define TCPGLOSS_SRC_MAIN_STANDARD_OUTPUT_H

#include <stdbool.h>

#include "tcpgloss/base/error.h"
#include "tcpgloss/cli/settings.h"

/* Whether a capture, picture or page has it. */
bool standard_output_is_taken(const struct settings *settings);

/* False, with `error` filled, if it has and something else is to go there too. */
bool standard_output_is_undivided(const struct settings *settings, struct error *error);

#endif
