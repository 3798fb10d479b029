/*
 * Arrows between the life lines of a ladder, with the states that they bring.
 */
#ifndef TCPGLOSS_SRC_VIEWS_LADDER_LADDER_ARROW_H
#define TCPGLOSS_SRC_VIEWS_LADDER_LADDER_ARROW_H

#include "views/ladder/ladder_pen.h"

/* The name of the state that an end enters in line `line` of a row, or "". */
const char *ladder_state_at(const struct diagram_row *row, enum endpoint end, size_t line);

/* The life line of an end beside line `line` of a row: `usual`, or that of TIME-WAIT. */
const char *ladder_life_at(const struct ladder_pen *pen, const struct diagram_row *row,
                           enum endpoint end, size_t line, const char *usual);

/* How many lines the states of a row need. */
size_t ladder_state_lines(const struct diagram_row *row);

/* An arrow with a label above and on it, or with `label` (no NUL in it) on it. */
void ladder_draw_arrow(const struct ladder_pen *pen, const struct diagram_row *row);
void ladder_put_arrow(const struct ladder_pen *pen, const struct diagram_row *row,
                      const char *label, size_t length);

/* Two arrows that cross; `second` left after `first`. */
void ladder_draw_crossing(const struct ladder_pen *pen, const struct diagram_row *first,
                          const struct diagram_row *second);

#endif
