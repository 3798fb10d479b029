/*
 * Colours in the lines of annotated text: each line begins and ends its own, as `less -R` needs.
 */
#ifndef TCPGLOSS_SRC_VIEWS_TEXT_LINE_COLOR_H
#define TCPGLOSS_SRC_VIEWS_TEXT_LINE_COLOR_H

#include <stddef.h>

#include "tcpgloss/base/text.h"

#include "views/palette.h"

/* Colours a note, the line that is in `text` from `start` on (no newline yet). In a step the names
 * of states have their own colour. */
void line_color_note(enum color color, size_t start, struct text *text);

/* Appends lines, each with its newline, in a colour. */
void line_color_put(enum color color, const char *lines, size_t length, struct text *text);

#endif
