/*
 * Axes: round steps, their labels, and where a value stands.
 */
#ifndef TCPGLOSS_SRC_VIEWS_GRAPH_AXIS_H
#define TCPGLOSS_SRC_VIEWS_GRAPH_AXIS_H

#include <stdbool.h>
#include <stdint.h>

#include "tcpgloss/base/text.h"

/* From `low` to `high` over `length` tenths of a pixel, beginning at `origin`. */
struct axis {
    int64_t low, high; /* low < high */
    int64_t origin, length;
    bool upwards; /* larger values have smaller places, as on a screen's vertical axis */
};

/* In tenths of a pixel; values beyond the ends stand at the ends. */
int64_t axis_place(const struct axis *axis, int64_t value);

/* The smallest of 1, 2, 5, 10, 20, … that divides the range into at most `most` steps. */
int64_t axis_step(const struct axis *axis, int64_t most);

/* "0.5 s", "20 ms", "3 µs": the unit is chosen by `step`. Nanoseconds. */
void axis_put_time(struct text *text, int64_t value, int64_t step);

#endif
