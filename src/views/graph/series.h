/*
 * What a graph shows of one quantity over time, in bounded memory: strokes, each a time with a
 * range of values. When there are too many, strokes that would fall on one another in a picture
 * become one, so that nothing is lost but what could not be told apart.
 */
#ifndef TCPGLOSS_SRC_VIEWS_GRAPH_SERIES_H
#define TCPGLOSS_SRC_VIEWS_GRAPH_SERIES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SERIES_MAX 2048 /* strokes of a picture: twice as many as it has columns */

struct stroke {
    int64_t time; /* nanoseconds */
    int64_t low, high;
    int64_t last; /* the value with which it ends */
};

struct series {
    size_t most; /* strokes that it may hold; 0: SERIES_MAX */
    bool apart;  /* strokes of one time stay apart where their ranges are: marks, not a line */
    struct stroke *strokes; /* owned; their times never fall */
    size_t count, capacity;
    int64_t cell; /* nanoseconds within which strokes become one; 0: none do */
    int64_t gap;  /* how far apart their ranges may be, of those that stay apart */
    bool failed;  /* strokes are missing: no memory */
};

/* Starts empty when all is zero. */
void series_free(struct series *series);

void series_add(struct series *series, int64_t time, int64_t low, int64_t high);

/* A line goes on with another value. */
static inline void series_go(struct series *series, int64_t time, int64_t value) {
    series_add(series, time, value, value);
}

/* The largest and the smallest value; both unchanged if there is none. */
void series_range(const struct series *series, int64_t *low, int64_t *high);

#endif
