/*
 * Diagrams as SVG elements, one below the other.
 */
#ifndef TCPGLOSS_SRC_VIEWS_SVG_SVG_DRAW_H
#define TCPGLOSS_SRC_VIEWS_SVG_SVG_DRAW_H

#include "tcpgloss/base/text.h"
#include "tcpgloss/views/svg_sink.h"

#include "views/diagram/diagram.h"

/* Elements so far, and how far down they reach, in pixels. */
struct drawing {
    enum language language;
    struct text *text; /* borrowed */
    unsigned y;
};

void svg_draw_diagram(struct drawing *drawing, const struct diagram *diagram);

/* A line of its own. */
void svg_draw_remark(struct drawing *drawing, const char *data, size_t length);

/* What stands around the elements; `title` is NUL-terminated and any bytes. */
void svg_put_head(struct text *text, const char *title, enum language language, unsigned height);
void svg_put_foot(struct text *text);

#endif
