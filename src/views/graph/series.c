#include "views/graph/series.h"

#include <stdlib.h>

enum {
    ROWS = 512, /* into which the height is divided when marks become one */
    FIRST = 8,  /* strokes for which there is room at first */
};

static size_t most_of(const struct series *series) {
    return series->most != 0 ? series->most : SERIES_MAX;
}

void series_free(struct series *series) {
    free(series->strokes);
    *series = (struct series){.most = series->most, .apart = series->apart};
}

static void join(struct stroke *stroke, const struct stroke *later) {
    stroke->low = later->low < stroke->low ? later->low : stroke->low;
    stroke->high = later->high > stroke->high ? later->high : stroke->high;
    stroke->last = later->last;
}

static bool are_near(const struct series *series, const struct stroke *a, const struct stroke *b) {
    return !series->apart || (a->low <= b->high + series->gap && b->low <= a->high + series->gap);
}

/* Joins the stroke with one of its cell, or appends it, for which there is room. */
static void put(struct series *series, const struct stroke *stroke) {
    for (size_t i = series->count; series->cell > 0 && i > 0; i--) {
        struct stroke *earlier = &series->strokes[i - 1];

        if (earlier->time / series->cell != stroke->time / series->cell) {
            break;
        }
        if (are_near(series, earlier, stroke)) {
            join(earlier, stroke);
            return;
        }
    }
    series->strokes[series->count++] = *stroke;
}

void series_range(const struct series *series, int64_t *low, int64_t *high) {
    for (size_t i = 0; i < series->count; i++) {
        *low = series->strokes[i].low < *low ? series->strokes[i].low : *low;
        *high = series->strokes[i].high > *high ? series->strokes[i].high : *high;
    }
}

/* Doubles the cells until no more than half are left. */
static void thin(struct series *series) {
    const int64_t span = series->strokes[series->count - 1].time - series->strokes[0].time;
    int64_t low = series->strokes[0].low;
    int64_t high = series->strokes[0].high;
    const size_t most = most_of(series);
    int64_t rows = ROWS;

    series_range(series, &low, &high);
    if (series->cell < span / (int64_t)most) {
        series->cell = span / (int64_t)most;
    }
    do {
        const size_t count = series->count;

        series->cell = 2 * series->cell + 1;
        series->gap = (high - low) / rows;
        rows = rows > 1 ? rows / 2 : 1;
        series->count = 0;
        for (size_t i = 0; i < count; i++) {
            const struct stroke stroke = series->strokes[i];

            put(series, &stroke);
        }
    } while (series->count > most / 2);
}

static bool make_room(struct series *series) {
    const size_t most = most_of(series);
    size_t capacity = series->capacity != 0 ? 2 * series->capacity : FIRST;
    struct stroke *strokes;

    if (series->count < series->capacity) {
        return true;
    }
    if (series->capacity == most) {
        thin(series);
        return true;
    }
    capacity = capacity < most ? capacity : most;
    strokes = realloc(series->strokes, capacity * sizeof *strokes);
    if (strokes == NULL) {
        return false;
    }
    series->strokes = strokes;
    series->capacity = capacity;
    return true;
}

void series_add(struct series *series, int64_t time, int64_t low, int64_t high) {
    struct stroke stroke = {.time = time, .low = low, .high = high, .last = high};

    if (!make_room(series)) {
        series->failed = true;
        return;
    }
    /* Time that runs backwards stands still here. */
    if (series->count > 0 && series->strokes[series->count - 1].time > time) {
        stroke.time = series->strokes[series->count - 1].time;
    }
    put(series, &stroke);
}
