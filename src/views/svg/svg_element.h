/*
 * Single elements of a picture. Each has one class, those of the style sheet in svg_page.c: not
 * every renderer knows more than that.
 */
#ifndef TCPGLOSS_SRC_VIEWS_SVG_SVG_ELEMENT_H
#define TCPGLOSS_SRC_VIEWS_SVG_SVG_ELEMENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "tcpgloss/base/text.h"
#include "tcpgloss/track/state.h"

/* Where a text stands to its x. */
enum svg_anchor { ANCHOR_START, ANCHOR_MIDDLE, ANCHOR_END };

/* Tenths of a pixel that a column of monospaced text takes: fonts differ a little, and this is a
 * wide one's. */
enum { SVG_MONO_TENTHS = 73 };

/* The width of a monospaced text, in pixels, rounded up. */
unsigned svg_mono_width(const char *data, size_t length);

/* The class of what an end of a flow sends: of its lines, or of what is filled. */
const char *svg_line_class(uint32_t flow, enum endpoint from);
const char *svg_fill_class(uint32_t flow, enum endpoint from);

/* Character data: markup is escaped, what XML cannot hold becomes U+FFFD. */
void svg_put_escaped(struct text *text, const char *data, size_t length);

/* `y` is the base line. */
void svg_put_text(struct text *text, const char *style, enum svg_anchor anchor, unsigned x,
                  unsigned y, const char *data, size_t length);

/* A label, its first field (up to two spaces) in bold: each part a text with a place of its own,
 * since renderers disagree on where a second part of one text stands. */
void svg_put_label(struct text *text, enum svg_anchor anchor, unsigned x, unsigned y,
                   const char *data, size_t length);

void svg_put_line(struct text *text, const char *style, unsigned x1, unsigned y1, unsigned x2,
                  unsigned y2);
void svg_put_box(struct text *text, const char *style, unsigned x, unsigned y, unsigned width,
                 unsigned height, unsigned radius);
void svg_put_dot(struct text *text, const char *style, unsigned x, unsigned y);

/* The head of an arrow that flies from x1, y1 and whose point is at x2, y2. */
void svg_put_arrow_head(struct text *text, const char *style, unsigned x1, unsigned y1, unsigned x2,
                        unsigned y2);
void svg_put_cross(struct text *text, unsigned x, unsigned y);

#endif
