/*
 * Diagrams as SVG elements, one below the other.
 */
#ifndef TCPGLOSS_SRC_VIEWS_SVG_SVG_DRAW_H
#define TCPGLOSS_SRC_VIEWS_SVG_SVG_DRAW_H

#include "tcpgloss/base/language.h"
#include "tcpgloss/base/text.h"

#include "views/diagram/diagram.h"
#include "views/svg/svg_sketch.h"

/* Elements so far, and how far down they reach, in pixels. */
struct drawing {
    enum language language;
    const struct svg_layout *layout;
    size_t first_row, last_row; /* of each diagram, from 1; those before and after are left out */
    bool to_scale;              /* the vertical axis is time */
    struct text *text;          /* borrowed */
    unsigned y;
};

void svg_draw_diagram(struct drawing *drawing, const struct diagram *diagram);

/* A line of its own. */
void svg_draw_remark(struct drawing *drawing, const char *data, size_t length);

#endif
