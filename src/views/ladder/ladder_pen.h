/*
 * What the lines of a ladder are drawn with.
 *
 *      time         state │        area          │ state
 */
#ifndef TCPGLOSS_SRC_VIEWS_LADDER_LADDER_PEN_H
#define TCPGLOSS_SRC_VIEWS_LADDER_LADDER_PEN_H

#include <stdbool.h>
#include <stddef.h>

#include "tcpgloss/base/language.h"
#include "tcpgloss/base/text.h"

#include "views/diagram/diagram.h"
#include "views/palette.h"

#define LADDER_STATE_COLUMNS 12 /* SYN-RECEIVED */

struct ladder_style {
    enum language language; /* English without `unicode` */
    unsigned columns;       /* LADDER_COLUMNS_MIN at least */
    bool unicode;           /* otherwise ASCII */
    bool color;
};

/* UTF-8, one column each; only etc and arrow may have two. */
struct ladder_glyphs {
    const char *life, *pause, *wait, *line, *again, *dash, *left, *right, *lost, *etc, *arrow;
    const char *down, *cross, *up; /* of arrows that cross */
};

struct ladder_pen {
    const struct ladder_style *style;
    const struct diagram *diagram;
    const struct ladder_glyphs *glyphs;
    struct text *text;          /* borrowed */
    size_t columns, time, area; /* widths: of all, of the time, between the life lines */
};

/* The pen borrows all three. */
struct ladder_pen ladder_pen(const struct ladder_style *style, const struct diagram *diagram,
                             struct text *text);

/* Between the two text has a colour, if colours are wanted. */
void ladder_begin_color(const struct ladder_pen *pen, enum color color);
void ladder_end_color(const struct ladder_pen *pen);

void ladder_put_repeated(const struct ladder_pen *pen, const char *glyph, size_t count);

/* In `columns` columns, with the spaces on the right, on the left, or on both sides. */
void ladder_put_left(const struct ladder_pen *pen, const char *data, size_t length, size_t columns);
void ladder_put_right(const struct ladder_pen *pen, const char *data, size_t length,
                      size_t columns);
void ladder_put_centered(const struct ladder_pen *pen, const char *data, size_t length,
                         size_t columns);

/* A line up to the space between the life lines, and from there on. `row` gives the time (null:
 * none), the states are "" where there are none. */
void ladder_begin_line(const struct ladder_pen *pen, const struct diagram_row *row,
                       const char *state, const char *life);
void ladder_end_line(const struct ladder_pen *pen, const char *state, const char *life);

/* The row's words as the style wants them. */
void ladder_write_words(const struct ladder_pen *pen, const struct diagram_row *row,
                        struct text *words);

#endif
