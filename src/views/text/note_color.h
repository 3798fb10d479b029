/*
 * The colours of notes: one for each kind, readable on dark and on light.
 */
#ifndef TCPGLOSS_SRC_VIEWS_TEXT_NOTE_COLOR_H
#define TCPGLOSS_SRC_VIEWS_TEXT_NOTE_COLOR_H

#include <stddef.h>

#include "tcpgloss/base/text.h"

enum note_color { COLOR_PHASE, COLOR_WARNING, COLOR_STEP, COLOR_EXPLANATION, COLOR_FACT };

/* Colours the line that is in `text` from `start` on (no newline yet): begins and resets within it,
 * as `less -R` needs. In a step or a fact the names of states stand out. */
void note_color_line(enum note_color color, size_t start, struct text *text);

#endif
