#include "views/svg/svg_scale.h"

#include "views/diagram/distance.h"
#include "views/diagram/labels.h"
#include "views/graph/axis.h"

/* In pixels. */
enum {
    HEIGHT_A_ROW = 46,
    HEIGHT_MIN = 240,
    HEIGHT_MAX = 4000,
    TICKS_APART = 60,
    BELOW = 24,
    LABEL_START = 12, /* from the life line */
    LABEL_BELOW = 13, /* from the arrow to the base line of a label below it */
};

struct scale {
    struct sketch *sketch;
    struct axis axis;            /* nanoseconds since the flow began, tenths of a pixel */
    int64_t distance[2];         /* nanoseconds, from where the capture was made to each end */
    unsigned label[2], state[2]; /* by enum endpoint: the base line of the last one; 0: none */
    unsigned arrived[2];         /* where the last arrow ended; 0: none */
    struct text labels;          /* drawn over all arrows */
};

static unsigned place(const struct scale *scale, int64_t time) {
    return (unsigned)(axis_place(&scale->axis, time - scale->sketch->diagram->start) / 10);
}

/* The base line of a label: above the arrow's tail, or, where another arrow has just arrived, below
 * as much of this one as the label is wide. */
static unsigned label_place(const struct scale *scale, enum endpoint from, unsigned width,
                            unsigned tail, unsigned head) {
    const unsigned arrived = scale->arrived[from];

    if (arrived == 0 || tail > arrived + SVG_LINE) {
        return tail - 5;
    }
    return tail + (head - tail) * (width + LABEL_START) / sketch_area(scale->sketch) + LABEL_BELOW;
}

/* The first line of the label, at the end that the arrow leaves, if there is room. */
static void put_label(struct scale *scale, const struct diagram_row *row, unsigned tail,
                      unsigned head) {
    const struct sketch *sketch = scale->sketch;
    const bool right = row->from == ENDPOINT_CLIENT;
    const unsigned life = sketch_life(sketch, row->from);
    const char *words = row->words != NULL ? row->words : "";
    struct text line;
    unsigned width;
    unsigned y;

    text_init(&line);
    (void)label_join_fields(words, (sketch_area(sketch) / 2 - 24) * 10 / SVG_MONO_TENTHS, &line);
    width = svg_mono_width(line.data, line.length);
    y = label_place(scale, row->from, width, tail, head);
    if (scale->label[row->from] == 0 || y >= scale->label[row->from] + SVG_LINE) {
        /* Arrows that cross it are not drawn through it. */
        svg_put_box(&scale->labels, "paper", right ? life + 10 : life - 14 - width, y - 11,
                    width + 4, 14, 2);
        svg_put_label(&scale->labels, right ? ANCHOR_START : ANCHOR_END,
                      right ? life + LABEL_START : life - LABEL_START, y, line.data, line.length);
        scale->label[row->from] = y;
    }
    text_free_part(&line, sketch->text);
}

/* States that would lie on one another stand lower than they should. */
static void put_changes(struct scale *scale, const struct diagram_row *row, enum endpoint end,
                        unsigned y) {
    if (row->changes[end].count > 0) {
        if (scale->state[end] != 0) {
            y = sketch_larger(y, scale->state[end] + SVG_LINE);
        }
        scale->state[end] = sketch_put_changes(scale->sketch, row, end, y);
    }
}

static unsigned tail_of(const struct scale *scale, const struct diagram_row *row) {
    return place(scale, row->time - scale->distance[row->from]);
}

static unsigned head_of(const struct scale *scale, const struct diagram_row *row) {
    return place(scale, row->time + scale->distance[endpoint_peer(row->from)]);
}

/* The arrow, and the states that its sender enters. */
static void send(struct scale *scale, const struct diagram_row *row) {
    const unsigned y = tail_of(scale, row);
    const unsigned head = head_of(scale, row);
    struct diagram_row bare = *row;

    bare.changes[ENDPOINT_CLIENT].count = 0;
    bare.changes[ENDPOINT_SERVER].count = 0;
    (void)sketch_put_arrow(scale->sketch, &bare, y, head - y);
    put_label(scale, row, y, head);
    put_changes(scale, row, row->from, y);
}

static void receive(struct scale *scale, const struct diagram_row *row) {
    const enum endpoint to = endpoint_peer(row->from);
    const unsigned y = head_of(scale, row);

    scale->arrived[to] = sketch_larger(scale->arrived[to], y);
    put_changes(scale, row, to, y);
}

static void draw_row(struct scale *scale, const struct diagram_row *row) {
    const struct sketch *sketch = scale->sketch;
    const unsigned y = place(scale, row->time);

    if (diagram_row_is_segment(row)) {
        send(scale, row);
        receive(scale, row);
    } else if (row->kind == ROW_FOLD) {
        svg_put_box(sketch->under, "band", sketch->layout->client_x + 24, y,
                    sketch_area(sketch) - 48,
                    sketch_larger(place(scale, row->time + row->duration) - y, 2), 2);
    } else if (row->kind == ROW_TIMER) {
        put_changes(scale, row, ENDPOINT_CLIENT, y);
        put_changes(scale, row, ENDPOINT_SERVER, y);
    }
}

static void put_times(const struct scale *scale) {
    const struct sketch *sketch = scale->sketch;
    const int64_t step = axis_step(&scale->axis, scale->axis.length / 10 / TICKS_APART + 1);
    const int64_t first = scale->axis.low > 0 ? (scale->axis.low + step - 1) / step * step : 0;
    struct text label;

    text_init(&label);
    for (int64_t time = first; time <= scale->axis.high; time += step) {
        const unsigned y = (unsigned)(axis_place(&scale->axis, time) / 10);

        text_clear(&label);
        axis_put_time(&label, time, step);
        svg_put_text(sketch->text, "time", ANCHOR_END, sketch->layout->time_x, y + 4, label.data,
                     label.length);
    }
    text_free_part(&label, sketch->text);
}

/* Where the axis of time begins and ends, and how long it is. False: there is nothing to draw. */
static bool lay_out(struct scale *scale, size_t first, size_t end) {
    const struct diagram *diagram = scale->sketch->diagram;
    int64_t height = HEIGHT_MIN;
    bool any = false;

    for (size_t i = first; i < end; i++) {
        const struct diagram_row *row = &diagram->rows[i];
        const int64_t time = row->time - diagram->start;
        const bool arrow = diagram_row_is_segment(row);
        const int64_t last = time + (arrow ? scale->distance[endpoint_peer(row->from)]
                                     : row->kind == ROW_FOLD ? row->duration
                                                             : 0);

        if (!arrow && row->kind != ROW_FOLD && row->kind != ROW_TIMER) {
            continue;
        }
        if (!any) {
            scale->axis.low = time - (arrow ? scale->distance[row->from] : 0);
        }
        scale->axis.high = any && scale->axis.high > last ? scale->axis.high : last;
        any = true;
        height += HEIGHT_A_ROW;
    }
    height = height < HEIGHT_MAX ? height : HEIGHT_MAX;
    scale->axis.high +=
        scale->axis.high <= scale->axis.low ? scale->axis.low - scale->axis.high + 1 : 0;
    scale->axis.origin = (int64_t)10 * scale->sketch->y;
    scale->axis.length = 10 * height;
    return any;
}

void svg_scale_rows(struct sketch *sketch, size_t first, size_t end) {
    const unsigned top = sketch->y;
    struct scale scale = {.sketch = sketch};

    sketch->y += SVG_LINE;
    text_init(&scale.labels);
    diagram_measure(sketch->diagram, scale.distance);
    if (!lay_out(&scale, first, end)) {
        return;
    }
    put_times(&scale);
    for (size_t i = first; i < end; i++) {
        const struct diagram_row *row = &sketch->diagram->rows[i];

        if (row->crosses && i + 1 < end) {
            send(&scale, row);
            send(&scale, row + 1);
            receive(&scale, row);
            receive(&scale, row + 1);
            i++;
        } else {
            draw_row(&scale, row);
        }
    }
    text_put(sketch->text, scale.labels.data, scale.labels.length);
    text_free_part(&scale.labels, sketch->text);
    sketch->y = sketch_larger(sketch->y + (unsigned)(scale.axis.length / 10),
                              sketch_larger(scale.state[0], scale.state[1])) +
                BELOW;
    sketch_put_life(sketch, "life", top - 2 * SVG_LINE, sketch->y);
    sketch_end_wait(sketch, ENDPOINT_CLIENT, sketch->y);
    sketch_end_wait(sketch, ENDPOINT_SERVER, sketch->y);
}
