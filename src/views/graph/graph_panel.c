#include "views/graph/graph_panel.h"

#include <string.h>

#include "views/human_numbers.h"
#include "views/svg/svg_element.h"

enum {
    LEFT = 104,
    RIGHT = 24,
    STEPS_ACROSS = 8,
    STEP_DOWN = 40, /* pixels between two lines of the grid, at least */
    DOT = 18,       /* half its width, in tenths of a pixel */
};

struct panel panel_make(struct text *text, int64_t start, int64_t span, unsigned top,
                        unsigned height, int64_t low, int64_t high) {
    return (struct panel){
        .text = text,
        .start = start,
        .x = {.low = 0,
              .high = span > 0 ? span : 1,
              .origin = INT64_C(10) * LEFT,
              .length = (int64_t)10 * (GRAPH_WIDTH - LEFT - RIGHT)},
        .y = {.low = low,
              .high = high > low ? high : low + 1,
              .origin = (int64_t)10 * (top + height),
              .length = (int64_t)10 * height,
              .upwards = true},
    };
}

static void put_place(struct text *text, char letter, int64_t tenths) {
    text_put_char(text, letter);
    text_put_u64(text, (uint64_t)tenths / 10);
    text_put_char(text, '.');
    text_put_u64(text, (uint64_t)tenths % 10);
}

static void put_point(struct text *text, char letter, int64_t x, int64_t y) {
    put_place(text, letter, x);
    put_place(text, ' ', y);
}

static int64_t x_of(const struct panel *panel, const struct stroke *stroke) {
    return axis_place(&panel->x, stroke->time - panel->start);
}

static unsigned pixel(int64_t tenths) {
    return (unsigned)((tenths + 5) / 10);
}

static int64_t first_tick(const struct axis *axis, int64_t step) {
    return (axis->low + step - 1) / step * step;
}

/* As many digits as there is room for at the left. */
static void put_bytes(struct text *text, int64_t value, int64_t highest) {
    if (highest < INT64_C(10000000000)) {
        human_put_grouped(text, (uint64_t)value);
    } else {
        human_put_short_count(text, (uint64_t)value);
    }
}

void panel_put_grid(const struct panel *panel, bool durations) {
    const unsigned left = LEFT;
    const unsigned right = GRAPH_WIDTH - RIGHT;
    const unsigned bottom = pixel(panel->y.origin);
    const unsigned top = bottom - pixel(panel->y.length);
    const int64_t step = axis_step(&panel->y, panel->y.length / 10 / STEP_DOWN + 1);
    const int64_t across = axis_step(&panel->x, STEPS_ACROSS);
    struct text label;

    text_init(&label);
    for (int64_t value = 0; value <= panel->x.high; value += across) {
        const unsigned x = pixel(axis_place(&panel->x, value));

        svg_put_line(panel->text, "grid", x, top, x, bottom);
    }
    for (int64_t value = first_tick(&panel->y, step); value <= panel->y.high; value += step) {
        const unsigned y = pixel(axis_place(&panel->y, value));

        text_clear(&label);
        if (durations) {
            axis_put_time(&label, value, step);
        } else {
            put_bytes(&label, value, panel->y.high);
        }
        svg_put_line(panel->text, "grid", left, y, right, y);
        svg_put_text(panel->text, "time", ANCHOR_END, left - 8, y + 4, label.data, label.length);
    }
    text_free_part(&label, panel->text);
}

void panel_put_times(const struct panel *panel) {
    const int64_t step = axis_step(&panel->x, STEPS_ACROSS);
    const unsigned y = pixel(panel->y.origin) + 16;
    struct text label;

    text_init(&label);
    for (int64_t value = 0; value <= panel->x.high; value += step) {
        text_clear(&label);
        axis_put_time(&label, value, step);
        svg_put_text(panel->text, "time", ANCHOR_MIDDLE, pixel(axis_place(&panel->x, value)), y,
                     label.data, label.length);
    }
    text_free_part(&label, panel->text);
}

static bool begin_path(const struct panel *panel, const struct series *series, const char *style) {
    if (series->count == 0) {
        return false;
    }
    text_put_string(panel->text, "<path class=\"");
    text_put_string(panel->text, style);
    text_put_string(panel->text, "\" d=\"");
    return true;
}

static void end_path(const struct panel *panel) {
    text_put_string(panel->text, "\"/>\n");
}

/* Where the line lies above the panel it is not drawn. */
void panel_put_line(const struct panel *panel, const struct series *series, const char *style) {
    bool drawn = false;
    int64_t last = 0;

    if (!begin_path(panel, series, style)) {
        return;
    }
    for (size_t i = 0; i < series->count; i++) {
        const struct stroke *stroke = &series->strokes[i];
        const int64_t x = x_of(panel, stroke);

        if (drawn && last <= panel->y.high) {
            put_place(panel->text, 'H', x);
        } else {
            put_point(panel->text, 'M', x, axis_place(&panel->y, drawn ? last : stroke->low));
        }
        if (stroke->low != stroke->high) {
            put_place(panel->text, 'V', axis_place(&panel->y, stroke->low));
            put_place(panel->text, 'V', axis_place(&panel->y, stroke->high));
        }
        put_place(panel->text, 'V', axis_place(&panel->y, stroke->last));
        last = stroke->last;
        drawn = true;
    }
    if (last <= panel->y.high) {
        put_place(panel->text, 'H', panel->x.origin + panel->x.length);
    }
    end_path(panel);
}

void panel_put_bars(const struct panel *panel, const struct series *series, const char *style,
                    int64_t least) {
    if (!begin_path(panel, series, style)) {
        return;
    }
    for (size_t i = 0; i < series->count; i++) {
        const struct stroke *stroke = &series->strokes[i];
        int64_t from = axis_place(&panel->y, stroke->low);
        int64_t to = axis_place(&panel->y, stroke->high);

        if (from - to < least) {
            from = (from + to + least) / 2;
            to = from > least ? from - least : 0;
        }
        put_point(panel->text, 'M', x_of(panel, stroke), from);
        put_place(panel->text, 'V', to);
    }
    end_path(panel);
}

void panel_put_dots(const struct panel *panel, const struct series *series, const char *style) {
    if (!begin_path(panel, series, style)) {
        return;
    }
    for (size_t i = 0; i < series->count; i++) {
        const struct stroke *stroke = &series->strokes[i];
        const int64_t x = x_of(panel, stroke);
        const int64_t from = axis_place(&panel->y, stroke->low) + DOT;
        const int64_t to = axis_place(&panel->y, stroke->high) - DOT;

        put_point(panel->text, 'M', x - DOT, from);
        put_place(panel->text, 'H', x + DOT);
        put_place(panel->text, 'V', to);
        put_place(panel->text, 'H', x - DOT);
        text_put_char(panel->text, 'z');
    }
    end_path(panel);
}

void panel_put_word(const struct panel *panel, const struct series *series, const char *style,
                    const char *word) {
    const struct stroke *stroke = series->strokes;
    unsigned x;

    if (series->count == 0) {
        return;
    }
    x = pixel(x_of(panel, stroke));
    svg_put_text(panel->text, style, x > GRAPH_WIDTH / 2 ? ANCHOR_END : ANCHOR_START,
                 x > GRAPH_WIDTH / 2 ? x - 7 : x + 7, pixel(axis_place(&panel->y, stroke->low)) - 6,
                 word, strlen(word));
}
