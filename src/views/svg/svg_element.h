/*
 * Single elements of a picture. Classes are those of the style sheet in svg_page.c.
 */
#ifndef TCPGLOSS_SRC_VIEWS_SVG_SVG_ELEMENT_H
#define TCPGLOSS_SRC_VIEWS_SVG_SVG_ELEMENT_H

#include <stdbool.h>

#include "tcpgloss/base/text.h"

enum { SVG_WIDTH = 920 };

/* Character data: markup is escaped, what XML cannot hold becomes U+FFFD. */
void svg_put_escaped(struct text *text, const char *data, size_t length);

/* `y` is the base line. */
void svg_put_text(struct text *text, const char *style, unsigned x, unsigned y, const char *data,
                  size_t length);
/* The same, with its first field (up to two spaces) in bold. */
void svg_put_label(struct text *text, unsigned x, unsigned y, const char *data, size_t length);

void svg_put_line(struct text *text, const char *style, unsigned x1, unsigned y1, unsigned x2,
                  unsigned y2);
void svg_put_box(struct text *text, const char *style, unsigned x, unsigned y, unsigned width,
                 unsigned height, unsigned radius);
void svg_put_dot(struct text *text, unsigned x, unsigned y);

/* The head of an arrow whose point is at x, y, flying to the right or to the left. */
void svg_put_head_of_arrow(struct text *text, const char *style, unsigned x, unsigned y,
                           bool right);
void svg_put_cross(struct text *text, unsigned x, unsigned y);

#endif
