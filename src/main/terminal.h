/*
 * What the terminal can show, if there is one.
 */
#ifndef TCPGLOSS_SRC_MAIN_TERMINAL_H
#define TCPGLOSS_SRC_MAIN_TERMINAL_H

#include <stdbool.h>

#include "tcpgloss/cli/settings.h"

/* Whether to write colour to a descriptor: as --color says, else as NO_COLOR (no-color.org) and the
 * terminal do. */
bool terminal_wants_color(enum when color, int descriptor);

/* Whether the terminal's encoding is UTF-8, by the environment read as text. Without a word on it,
 * a file or pipe is taken to be. */
bool terminal_is_unicode(void);

/* Of standard output; 0: unknown. */
unsigned terminal_columns(void);
unsigned terminal_rows(void);

#endif
