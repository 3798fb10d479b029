#include "views/svg/svg_sketch.h"

#include <string.h>

#include "views/diagram/labels.h"
#include "views/human_numbers.h"

enum { STATE_GAP = 12 };

const struct svg_layout svg_layout_page = {
    .width = 920, .time_x = 84, .client_x = 214, .server_x = 714, .band_x = 100};
const struct svg_layout svg_layout_column = {
    .width = 600, .time_x = 72, .client_x = 182, .server_x = 490, .band_x = 80};

void sketch_put_life(const struct sketch *sketch, const char *style, unsigned from, unsigned to) {
    for (enum endpoint end = ENDPOINT_CLIENT; end <= ENDPOINT_SERVER; end++) {
        svg_put_line(sketch->under, style, sketch_life(sketch, end), from, sketch_life(sketch, end),
                     to);
    }
}

void sketch_put_time(const struct sketch *sketch, const struct diagram_row *row, unsigned y) {
    struct text text;

    text_init(&text);
    human_put_seconds(&text, row->time - sketch->diagram->start);
    svg_put_text(sketch->text, "time", ANCHOR_END, sketch->layout->time_x, y + 4, text.data,
                 text.length);
    text_free_part(&text, sketch->text);
}

void sketch_end_wait(struct sketch *sketch, enum endpoint end, unsigned y) {
    if (sketch->wait_from[end] != 0) {
        svg_put_box(sketch->under, "wait", sketch_life(sketch, end) - 3, sketch->wait_from[end], 6,
                    y - sketch->wait_from[end], 2);
        sketch->wait_from[end] = 0;
    }
}

void sketch_put_state(struct sketch *sketch, enum endpoint end, enum tcp_state state, unsigned y) {
    const char *name = tcp_state_name(state);
    const unsigned x = sketch_life(sketch, end);

    if (state != STATE_TIME_WAIT) {
        sketch_end_wait(sketch, end, y);
    } else if (sketch->wait_from[end] == 0) {
        sketch->wait_from[end] = y;
    }
    svg_put_dot(sketch->text, "state", x, y);
    if (end == ENDPOINT_CLIENT) {
        svg_put_text(sketch->text, "state", ANCHOR_END, x - STATE_GAP, y + 4, name, strlen(name));
    } else {
        svg_put_text(sketch->text, "state", ANCHOR_START, x + STATE_GAP, y + 4, name, strlen(name));
    }
}

unsigned sketch_put_changes(struct sketch *sketch, const struct diagram_row *row, enum endpoint end,
                            unsigned y) {
    const struct row_changes *changes = &row->changes[end];

    for (unsigned n = 0; n < changes->count; n++) {
        sketch_put_state(sketch, end, changes->states[n], y + n * SVG_LINE);
    }
    return changes->count > 0 ? y + (changes->count - 1) * SVG_LINE : y;
}

unsigned sketch_put_arrow(struct sketch *sketch, const struct diagram_row *row, unsigned y,
                          unsigned down) {
    const bool right = row->from == ENDPOINT_CLIENT;
    const enum endpoint to = endpoint_peer(row->from);
    const char *style = row->kind == ROW_MISSING ? "dash"
                        : row->repeated          ? "again"
                                                 : svg_line_class(sketch->diagram->flow, row->from);
    const char *head = row->kind == ROW_MISSING || row->repeated
                           ? "warn-head"
                           : svg_fill_class(sketch->diagram->flow, row->from);
    const unsigned start = sketch_life(sketch, row->from);
    const unsigned way = sketch_area(sketch) * 3 / 4;
    unsigned end = right ? sketch_life(sketch, to) - 3 : sketch_life(sketch, to) + 3;
    unsigned bottom = sketch_put_changes(sketch, row, row->from, y);

    if (row->lost) {
        end = right ? start + way : start - way;
        svg_put_line(sketch->text, style, start, y, end, y + down * 3 / 4);
        svg_put_cross(sketch->text, end, y + down * 3 / 4);
    } else {
        svg_put_line(sketch->text, style, start, y, right ? end - 6 : end + 6, y + down);
        svg_put_arrow_head(sketch->text, head, start, y, end, y + down);
    }
    return sketch_larger(bottom, sketch_put_changes(sketch, row, to, y + down));
}

unsigned sketch_put_fields(struct text *text, bool label, const char *fields, unsigned width,
                           enum svg_anchor anchor, unsigned x, unsigned y) {
    struct text line;
    bool first = true;

    text_init(&line);
    for (;;) {
        fields += label_join_fields(fields, width * 10 / SVG_MONO_TENTHS, &line);
        if (label && first) {
            svg_put_label(text, anchor, x, y, line.data, line.length);
        } else {
            svg_put_text(text, label ? "label" : "faint", anchor, x, y, line.data, line.length);
        }
        first = false;
        if (*fields == '\0') {
            break;
        }
        y += SVG_LINE;
    }
    text_free_part(&line, text);
    return y;
}
