/*
 * A graph as elements of a picture.
 */
#ifndef TCPGLOSS_SRC_VIEWS_GRAPH_GRAPH_DRAW_H
#define TCPGLOSS_SRC_VIEWS_GRAPH_GRAPH_DRAW_H

#include "tcpgloss/base/language.h"
#include "tcpgloss/base/text.h"

#include "views/graph/graph.h"

/* Returns how high it is, in pixels. */
unsigned graph_draw(const struct graph *graph, enum language language, struct text *text);

#endif
