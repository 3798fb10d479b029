/*
 * One panel of a graph: axes with a grid, and what is drawn on them.
 */
#ifndef TCPGLOSS_SRC_VIEWS_GRAPH_GRAPH_PANEL_H
#define TCPGLOSS_SRC_VIEWS_GRAPH_GRAPH_PANEL_H

#include "tcpgloss/base/text.h"

#include "views/graph/axis.h"
#include "views/graph/series.h"

enum { GRAPH_WIDTH = 960 }; /* pixels, of the picture */

struct panel {
    struct text *text; /* borrowed */
    struct axis x, y;  /* x: nanoseconds since `start` */
    int64_t start;     /* nanoseconds since the epoch */
};

/* `top` and `height` in pixels; what the panel shows lies between `low` and `high`. */
struct panel panel_make(struct text *text, int64_t start, int64_t span, unsigned top,
                        unsigned height, int64_t low, int64_t high);

/* The grid, with numbers at its left: bytes, or durations. */
void panel_put_grid(const struct panel *panel, bool durations);

/* The times below the panel. */
void panel_put_times(const struct panel *panel);

/* A series as a line of steps, as bars from low to high, or as dots. A bar is at least `least`
 * tenths of a pixel high. */
void panel_put_line(const struct panel *panel, const struct series *series, const char *style);
void panel_put_bars(const struct panel *panel, const struct series *series, const char *style,
                    int64_t least);
void panel_put_dots(const struct panel *panel, const struct series *series, const char *style);

/* A word beside the first stroke of a series. */
void panel_put_word(const struct panel *panel, const struct series *series, const char *style,
                    const char *word);

#endif
