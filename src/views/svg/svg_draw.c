#include "views/svg/svg_draw.h"

#include <string.h>

#include "views/diagram/labels.h"
#include "views/display.h"
#include "views/human_numbers.h"
#include "views/svg/svg_element.h"

/* In pixels. Widths of text can only be estimated: the viewer has the fonts. */
enum {
    STATE_GAP = 12,
    LINE = 17,   /* of text */
    SLANT = 8,   /* an arrow arrives a little later than it leaves */
    CROSS = 52,  /* and much later if another one crosses it */
    BEHIND = 16, /* of two that cross, how far the second leaves behind the first */
    ROW_GAP = 13,
    SENTENCE_TENTHS = 75, /* of a pixel, that a column of a sentence takes */
    ADDRESS_BOX_MIN = 130,
    HEAD = 46,
};

const struct svg_layout svg_layout_page = {
    .width = 920, .time_x = 84, .client_x = 214, .server_x = 714, .band_x = 100};
const struct svg_layout svg_layout_column = {
    .width = 600, .time_x = 72, .client_x = 182, .server_x = 490, .band_x = 80};

/* One diagram on its way. */
struct sketch {
    struct drawing *drawing;
    const struct svg_layout *layout;
    const struct diagram *diagram;
    struct text *under; /* what lies below all rows: life lines */
    struct text *text;  /* rows */
    unsigned y;
    unsigned wait_from[2]; /* by enum endpoint: where TIME-WAIT begins; 0: the end is not in it */
};

static unsigned life_of(const struct sketch *sketch, enum endpoint endpoint) {
    return endpoint == ENDPOINT_CLIENT ? sketch->layout->client_x : sketch->layout->server_x;
}

static unsigned middle_of(const struct sketch *sketch) {
    return (sketch->layout->client_x + sketch->layout->server_x) / 2;
}

static unsigned area_of(const struct sketch *sketch) {
    return sketch->layout->server_x - sketch->layout->client_x;
}

static void put_life(const struct sketch *sketch, const char *style, unsigned from, unsigned to) {
    for (enum endpoint end = ENDPOINT_CLIENT; end <= ENDPOINT_SERVER; end++) {
        svg_put_line(sketch->under, style, life_of(sketch, end), from, life_of(sketch, end), to);
    }
}

static void put_time(const struct sketch *sketch, const struct diagram_row *row, unsigned y) {
    struct text text;

    text_init(&text);
    human_put_seconds(&text, row->time - sketch->diagram->start);
    svg_put_text(sketch->text, "time", ANCHOR_END, sketch->layout->time_x, y + 4, text.data,
                 text.length);
    text_free_part(&text, sketch->text);
}

/* TIME-WAIT is a bar on the life line. */
static void end_wait(struct sketch *sketch, enum endpoint end, unsigned y) {
    if (sketch->wait_from[end] != 0) {
        svg_put_box(sketch->under, "wait", life_of(sketch, end) - 3, sketch->wait_from[end], 6,
                    y - sketch->wait_from[end], 2);
        sketch->wait_from[end] = 0;
    }
}

static void put_state(struct sketch *sketch, enum endpoint end, enum tcp_state state, unsigned y) {
    const char *name = tcp_state_name(state);
    const unsigned x = life_of(sketch, end);

    if (state != STATE_TIME_WAIT) {
        end_wait(sketch, end, y);
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

/* The states that one end enters, from `y` on downwards. Returns where the last one stands. */
static unsigned put_changes(struct sketch *sketch, const struct diagram_row *row, enum endpoint end,
                            unsigned y) {
    const struct row_changes *changes = &row->changes[end];

    for (unsigned n = 0; n < changes->count; n++) {
        put_state(sketch, end, changes->states[n], y + n * LINE);
    }
    return changes->count > 0 ? y + (changes->count - 1) * LINE : y;
}

static unsigned larger(unsigned a, unsigned b) {
    return a > b ? a : b;
}

/* From life line to life line, `down` pixels lower there; or three quarters of the way for what was
 * lost. With the states at both ends; returns how far down these reach. */
static unsigned put_arrow(struct sketch *sketch, const struct diagram_row *row, unsigned y,
                          unsigned down) {
    const bool right = row->from == ENDPOINT_CLIENT;
    const enum endpoint to = endpoint_peer(row->from);
    const char *style = row->kind == ROW_MISSING ? "dash"
                        : row->repeated          ? "again"
                                                 : svg_line_class(sketch->diagram->flow, row->from);
    const char *head = row->kind == ROW_MISSING || row->repeated
                           ? "warn-head"
                           : svg_fill_class(sketch->diagram->flow, row->from);
    const unsigned start = life_of(sketch, row->from);
    const unsigned way = area_of(sketch) * 3 / 4;
    unsigned end = right ? life_of(sketch, to) - 3 : life_of(sketch, to) + 3;
    unsigned bottom = put_changes(sketch, row, row->from, y);

    if (row->lost) {
        end = right ? start + way : start - way;
        svg_put_line(sketch->text, style, start, y, end, y + down * 3 / 4);
        svg_put_cross(sketch->text, end, y + down * 3 / 4);
    } else {
        svg_put_line(sketch->text, style, start, y, right ? end - 6 : end + 6, y + down);
        svg_put_arrow_head(sketch->text, head, start, y, end, y + down);
    }
    return larger(bottom, put_changes(sketch, row, to, y + down));
}

/* The lines of `fields`, the first with its base line at `y`, as a label with its flags or as what
 * steps back; returns where the last one stands. */
static unsigned put_fields(struct text *text, bool label, const char *fields, unsigned width,
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
        y += LINE;
    }
    text_free_part(&line, text);
    return y;
}

static void draw_arrow(struct sketch *sketch, const struct diagram_row *row) {
    struct text words;
    unsigned y;

    text_init(&words);
    label_put_row(&words, row, sketch->drawing->language);
    y = put_fields(sketch->text, row->kind != ROW_MISSING, text_string(&words),
                   area_of(sketch) - 24, ANCHOR_MIDDLE, middle_of(sketch), sketch->y + LINE) +
        6;
    put_time(sketch, row, y);
    sketch->y = larger(put_arrow(sketch, row, y, SLANT), y + SLANT) + ROW_GAP;
    text_free_part(&words, sketch->text);
}

/* The label of an arrow that is crossed stands at the end that it leaves. */
static unsigned put_half_label(const struct sketch *sketch, const struct diagram_row *row,
                               unsigned y) {
    const bool right = row->from == ENDPOINT_CLIENT;
    const unsigned life = life_of(sketch, row->from);
    struct text words;

    text_init(&words);
    label_put_row(&words, row, sketch->drawing->language);
    y = put_fields(sketch->text, true, text_string(&words), area_of(sketch) / 2 - 24,
                   right ? ANCHOR_START : ANCHOR_END, right ? life + 12 : life - 12, y);
    text_free_part(&words, sketch->text);
    return y;
}

static void draw_crossing(struct sketch *sketch, const struct diagram_row *first,
                          const struct diagram_row *second) {
    const unsigned above = larger(put_half_label(sketch, first, sketch->y + LINE),
                                  put_half_label(sketch, second, sketch->y + LINE));
    const unsigned y = above + 8;
    unsigned bottom;

    put_time(sketch, first, y);
    put_time(sketch, second, y + BEHIND);
    bottom =
        larger(put_arrow(sketch, first, y, CROSS), put_arrow(sketch, second, y + BEHIND, CROSS));
    sketch->y = larger(bottom, y + BEHIND + CROSS) + ROW_GAP;
}

static void draw_fold(struct sketch *sketch, const struct diagram_row *row) {
    const unsigned top = sketch->y + 4;
    struct text words;
    struct text lines;
    unsigned bottom;

    text_init(&words);
    text_init(&lines);
    if (row->segments > 0) {
        text_put_string(&words, row->from == ENDPOINT_CLIENT ? "⋯ →\n" : "← ⋯\n");
    }
    label_put_row(&words, row, sketch->drawing->language);
    bottom = put_fields(&lines, false, text_string(&words), area_of(sketch) - 72, ANCHOR_MIDDLE,
                        middle_of(sketch), top + LINE) +
             8;
    put_time(sketch, row, top + LINE - 4);
    svg_put_box(sketch->text, "band", sketch->layout->client_x + 24, top, area_of(sketch) - 48,
                bottom - top, 12);
    text_put(sketch->text, lines.data, lines.length);
    sketch->y = bottom + 4;
    text_free_part(&lines, sketch->text);
    text_free_part(&words, sketch->text);
}

static void draw_pause(struct sketch *sketch, const struct diagram_row *row) {
    struct text words;

    text_init(&words);
    label_put_row(&words, row, sketch->drawing->language);
    svg_put_text(sketch->text, "faint", ANCHOR_MIDDLE, middle_of(sketch), sketch->y + 26,
                 words.data, words.length);
    sketch->y += 42;
    text_free_part(&words, sketch->text);
}

/* A sentence on a band, in as many lines as it needs. */
static void draw_sentence(struct sketch *sketch, const struct diagram_row *row) {
    const bool warning = row->kind == ROW_WARNING;
    const unsigned x = sketch->layout->band_x;
    const unsigned width = sketch->layout->width - x - 16;
    const unsigned top = sketch->y + 8;
    struct text words;
    struct text lines;
    unsigned y = top + 4;
    size_t done = 0;

    text_init(&words);
    text_init(&lines);
    label_put_row(&words, row, sketch->drawing->language);
    while (done < words.length) {
        size_t taken = display_break(words.data + done, words.length - done,
                                     (width - 24) * 10 / SENTENCE_TENTHS);

        y += LINE;
        svg_put_text(&lines, warning ? "warning" : "phase", ANCHOR_START, x + 12, y - 4,
                     words.data + done, taken);
        done += taken;
    }
    svg_put_box(sketch->text, warning ? "warn-band" : "band", x, top, width, y + 4 - top, 6);
    text_put(sketch->text, lines.data, lines.length);
    sketch->y = y + 8;
    text_free_part(&lines, sketch->text);
    text_free_part(&words, sketch->text);
}

/* Where a timer ends TIME-WAIT, how long that was. */
static void draw_timer(struct sketch *sketch, const struct diagram_row *row) {
    const bool client = row->from == ENDPOINT_CLIENT;
    const unsigned y = sketch->y + 16;
    const unsigned life = life_of(sketch, row->from);
    struct text words;

    text_init(&words);
    label_put_row(&words, row, sketch->drawing->language);
    svg_put_text(sketch->text, "faint", client ? ANCHOR_START : ANCHOR_END,
                 client ? life + STATE_GAP : life - STATE_GAP, y + 4, words.data, words.length);
    put_time(sketch, row, y);
    sketch->y = larger(put_changes(sketch, row, ENDPOINT_CLIENT, y),
                       put_changes(sketch, row, ENDPOINT_SERVER, y)) +
                ROW_GAP;
    text_free_part(&words, sketch->text);
}

static void put_end(const struct sketch *sketch, enum endpoint endpoint) {
    const unsigned x = life_of(sketch, endpoint);
    struct text role;
    struct text address;
    unsigned width;

    text_init(&role);
    text_init(&address);
    words_put(&role, endpoint_words[endpoint], sketch->drawing->language);
    diagram_put_end(&address, sketch->diagram, endpoint);
    width = larger(svg_mono_width(address.data, address.length) + 24, ADDRESS_BOX_MIN);
    svg_put_box(sketch->text, "box", x - width / 2, sketch->y, width, HEAD, 8);
    svg_put_text(sketch->text, "role", ANCHOR_MIDDLE, x, sketch->y + 19, role.data, role.length);
    svg_put_text(sketch->text, "address", ANCHOR_MIDDLE, x, sketch->y + 36, address.data,
                 address.length);
    text_free_part(&address, sketch->text);
    text_free_part(&role, sketch->text);
}

static void draw_head(struct sketch *sketch) {
    struct text number;

    text_init(&number);
    text_printf(&number, "[%u]", sketch->diagram->flow);
    svg_put_text(sketch->text, "phase", ANCHOR_START, 16, sketch->y + 28, number.data,
                 number.length);
    put_end(sketch, ENDPOINT_CLIENT);
    put_end(sketch, ENDPOINT_SERVER);
    sketch->y += HEAD;
    text_free_part(&number, sketch->text);
}

/* Where the ends stand above the first row that is drawn. */
static void put_first_states(struct sketch *sketch, size_t first_row) {
    for (enum endpoint end = ENDPOINT_CLIENT; end <= ENDPOINT_SERVER; end++) {
        enum tcp_state state = sketch->diagram->before[end];

        for (size_t i = 0; i < first_row; i++) {
            const struct row_changes *changes = &sketch->diagram->rows[i].changes[end];

            state = changes->count > 0 ? changes->states[changes->count - 1] : state;
        }
        if (state != STATE_UNKNOWN) {
            put_state(sketch, end, state, sketch->y + LINE);
        }
    }
    sketch->y += LINE + ROW_GAP;
}

static void draw_row(struct sketch *sketch, const struct diagram_row *row) {
    switch (row->kind) {
    case ROW_PHASE:
    case ROW_WARNING:
        draw_sentence(sketch, row);
        break;
    case ROW_SEGMENT:
    case ROW_MISSING:
        draw_arrow(sketch, row);
        break;
    case ROW_FOLD:
        if (diagram_row_is_segment(row)) {
            draw_arrow(sketch, row);
        } else {
            draw_fold(sketch, row);
        }
        break;
    case ROW_TIMER:
        draw_timer(sketch, row);
        break;
    case ROW_PAUSE:
    case ROW_OMITTED:
        draw_pause(sketch, row);
        break;
    }
}

static void draw_rows(struct sketch *sketch, size_t first, size_t end) {
    unsigned from = sketch->y;

    put_first_states(sketch, first);
    for (size_t i = first; i < end; i++) {
        const struct diagram_row *row = &sketch->diagram->rows[i];
        const unsigned top = sketch->y;

        if (row->crosses && i + 1 < end) {
            draw_crossing(sketch, row, row + 1);
            i++;
            continue;
        }
        draw_row(sketch, row);
        if (row->kind == ROW_PAUSE || row->kind == ROW_OMITTED) {
            put_life(sketch, "life", from, top);
            put_life(sketch, "pause", top, sketch->y);
            from = sketch->y;
        }
    }
    put_life(sketch, "life", from, sketch->y);
    end_wait(sketch, ENDPOINT_CLIENT, sketch->y);
    end_wait(sketch, ENDPOINT_SERVER, sketch->y);
}

void svg_draw_diagram(struct drawing *drawing, const struct diagram *diagram) {
    const size_t end = diagram->count < drawing->last_row ? diagram->count : drawing->last_row;
    const size_t first = drawing->first_row - 1 < end ? drawing->first_row - 1 : end;
    struct text rows;
    struct sketch sketch = {.drawing = drawing,
                            .layout = drawing->layout,
                            .diagram = diagram,
                            .under = drawing->text,
                            .text = &rows,
                            .y = drawing->y};

    text_init(&rows);
    draw_head(&sketch);
    draw_rows(&sketch, first, end);
    text_put(drawing->text, rows.data, rows.length);
    drawing->y = sketch.y;
    text_free_part(&rows, drawing->text);
}

void svg_draw_remark(struct drawing *drawing, const char *data, size_t length) {
    svg_put_text(drawing->text, "faint", ANCHOR_START, drawing->layout->band_x, drawing->y + LINE,
                 data, length);
    drawing->y += LINE + ROW_GAP;
}
