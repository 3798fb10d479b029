/*
 * A diagram to scale: its vertical axis is time, and an arrow arrives half a round trip after it
 * left, as far as the handshake tells how long that is.
 */
#ifndef TCPGLOSS_SRC_VIEWS_SVG_SVG_SCALE_H
#define TCPGLOSS_SRC_VIEWS_SVG_SVG_SCALE_H

#include "views/svg/svg_sketch.h"

/* Draws the rows from `first` up to `end`; labels that have no room are left out, and so are
 * sentences. */
void svg_scale_rows(struct sketch *sketch, size_t first, size_t end);

#endif
