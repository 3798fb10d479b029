/*
 * What diagrams are drawn with: life lines, states, arrows and labels, wherever they stand.
 */
#ifndef TCPGLOSS_SRC_VIEWS_SVG_SVG_SKETCH_H
#define TCPGLOSS_SRC_VIEWS_SVG_SVG_SKETCH_H

#include <stdbool.h>

#include "tcpgloss/base/language.h"
#include "tcpgloss/base/text.h"

#include "views/diagram/diagram.h"
#include "views/svg/svg_element.h"

enum { SVG_LINE = 17 }; /* pixels, of text */

/* Where things stand, in pixels. */
struct svg_layout {
    unsigned width;
    unsigned time_x;             /* the right end of times */
    unsigned client_x, server_x; /* the life lines */
    unsigned band_x;             /* the left end of sentences */
};

extern const struct svg_layout svg_layout_page, svg_layout_column;

/* One diagram on its way. */
struct sketch {
    enum language language;
    const struct svg_layout *layout;
    const struct diagram *diagram;
    struct text *under; /* what lies below all rows: life lines */
    struct text *text;  /* rows */
    unsigned y;
    unsigned wait_from[2]; /* by enum endpoint: where TIME-WAIT begins; 0: the end is not in it */
};

static inline unsigned sketch_life(const struct sketch *sketch, enum endpoint endpoint) {
    return endpoint == ENDPOINT_CLIENT ? sketch->layout->client_x : sketch->layout->server_x;
}

static inline unsigned sketch_middle(const struct sketch *sketch) {
    return (sketch->layout->client_x + sketch->layout->server_x) / 2;
}

static inline unsigned sketch_area(const struct sketch *sketch) {
    return sketch->layout->server_x - sketch->layout->client_x;
}

static inline unsigned sketch_larger(unsigned a, unsigned b) {
    return a > b ? a : b;
}

void sketch_put_life(const struct sketch *sketch, const char *style, unsigned from, unsigned to);

/* The row's time, in seconds since the flow began. */
void sketch_put_time(const struct sketch *sketch, const struct diagram_row *row, unsigned y);

/* TIME-WAIT is a bar on the life line, which ends at `y`. */
void sketch_end_wait(struct sketch *sketch, enum endpoint end, unsigned y);

void sketch_put_state(struct sketch *sketch, enum endpoint end, enum tcp_state state, unsigned y);

/* The states that one end enters, from `y` on downwards. Returns where the last one stands. */
unsigned sketch_put_changes(struct sketch *sketch, const struct diagram_row *row, enum endpoint end,
                            unsigned y);

/* From life line to life line, `down` pixels lower there; or three quarters of the way for what was
 * lost. With the states at both ends; returns how far down these reach. */
unsigned sketch_put_arrow(struct sketch *sketch, const struct diagram_row *row, unsigned y,
                          unsigned down);

/* The lines of `fields`, the first with its base line at `y`, as a label with its flags or as what
 * steps back; returns where the last one stands. */
unsigned sketch_put_fields(struct text *text, bool label, const char *fields, unsigned width,
                           enum svg_anchor anchor, unsigned x, unsigned y);

#endif
