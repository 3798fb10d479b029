#include "views/svg/svg_draw.h"

#include <string.h>

#include "views/diagram/labels.h"
#include "views/display.h"
#include "views/kernel_line.h"
#include "views/svg/svg_element.h"
#include "views/svg/svg_scale.h"

/* In pixels. Widths of text can only be estimated: the viewer has the fonts. */
enum {
    STATE_GAP = 12,
    SLANT = 8,   /* an arrow arrives a little later than it leaves */
    CROSS = 52,  /* and much later if another one crosses it */
    BEHIND = 16, /* of two that cross, how far the second leaves behind the first */
    ROW_GAP = 13,
    SENTENCE_TENTHS = 75, /* of a pixel, that a column of a sentence takes */
    ADDRESS_BOX_MIN = 130,
    HEAD = 46,
    OWNER = 17, /* one more line of the head */
};

static void draw_arrow(struct sketch *sketch, const struct diagram_row *row) {
    struct text words;
    unsigned y;

    text_init(&words);
    label_put_row(&words, row, sketch->language);
    y = sketch_put_fields(sketch->text, row->kind != ROW_MISSING, text_string(&words),
                          sketch_area(sketch) - 24, ANCHOR_MIDDLE, sketch_middle(sketch),
                          sketch->y + SVG_LINE) +
        6;
    sketch_put_time(sketch, row, y);
    sketch->y = sketch_larger(sketch_put_arrow(sketch, row, y, SLANT), y + SLANT) + ROW_GAP;
    text_free_part(&words, sketch->text);
}

/* The label of an arrow that is crossed stands at the end that it leaves. */
static unsigned put_half_label(const struct sketch *sketch, const struct diagram_row *row,
                               unsigned y) {
    const bool right = row->from == ENDPOINT_CLIENT;
    const unsigned life = sketch_life(sketch, row->from);
    struct text words;

    text_init(&words);
    label_put_row(&words, row, sketch->language);
    y = sketch_put_fields(sketch->text, true, text_string(&words), sketch_area(sketch) / 2 - 24,
                          right ? ANCHOR_START : ANCHOR_END, right ? life + 12 : life - 12, y);
    text_free_part(&words, sketch->text);
    return y;
}

static void draw_crossing(struct sketch *sketch, const struct diagram_row *first,
                          const struct diagram_row *second) {
    const unsigned above = sketch_larger(put_half_label(sketch, first, sketch->y + SVG_LINE),
                                         put_half_label(sketch, second, sketch->y + SVG_LINE));
    const unsigned y = above + 8;
    unsigned bottom;

    sketch_put_time(sketch, first, y);
    sketch_put_time(sketch, second, y + BEHIND);
    bottom = sketch_larger(sketch_put_arrow(sketch, first, y, CROSS),
                           sketch_put_arrow(sketch, second, y + BEHIND, CROSS));
    sketch->y = sketch_larger(bottom, y + BEHIND + CROSS) + ROW_GAP;
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
    label_put_row(&words, row, sketch->language);
    bottom = sketch_put_fields(&lines, false, text_string(&words), sketch_area(sketch) - 72,
                               ANCHOR_MIDDLE, sketch_middle(sketch), top + SVG_LINE) +
             8;
    sketch_put_time(sketch, row, top + SVG_LINE - 4);
    svg_put_box(sketch->text, "band", sketch->layout->client_x + 24, top, sketch_area(sketch) - 48,
                bottom - top, 12);
    text_put(sketch->text, lines.data, lines.length);
    sketch->y = bottom + 4;
    text_free_part(&lines, sketch->text);
    text_free_part(&words, sketch->text);
}

static void draw_pause(struct sketch *sketch, const struct diagram_row *row) {
    struct text words;

    text_init(&words);
    label_put_row(&words, row, sketch->language);
    svg_put_text(sketch->text, "faint", ANCHOR_MIDDLE, sketch_middle(sketch), sketch->y + 26,
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
    label_put_row(&words, row, sketch->language);
    while (done < words.length) {
        size_t taken = display_break(words.data + done, words.length - done,
                                     (width - 24) * 10 / SENTENCE_TENTHS);

        y += SVG_LINE;
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
    const unsigned life = sketch_life(sketch, row->from);
    struct text words;

    text_init(&words);
    label_put_row(&words, row, sketch->language);
    svg_put_text(sketch->text, "faint", client ? ANCHOR_START : ANCHOR_END,
                 client ? life + STATE_GAP : life - STATE_GAP, y + 4, words.data, words.length);
    sketch_put_time(sketch, row, y);
    sketch->y = sketch_larger(sketch_put_changes(sketch, row, ENDPOINT_CLIENT, y),
                              sketch_put_changes(sketch, row, ENDPOINT_SERVER, y)) +
                ROW_GAP;
    text_free_part(&words, sketch->text);
}

static void put_end(const struct sketch *sketch, enum endpoint endpoint, unsigned height) {
    const unsigned x = sketch_life(sketch, endpoint);
    const struct kernel_owner *owner = &sketch->diagram->owners[endpoint];
    struct text role;
    struct text address;
    struct text process;
    unsigned width;

    text_init(&role);
    text_init(&address);
    text_init(&process);
    words_put(&role, endpoint_words[endpoint], sketch->language);
    diagram_put_end(&address, sketch->diagram, endpoint);
    if (owner->known) {
        kernel_put_owner(owner, sketch->language, &process);
    }
    width = sketch_larger(svg_mono_width(address.data, address.length),
                          svg_mono_width(process.data, process.length)) +
            24;
    width = sketch_larger(width, ADDRESS_BOX_MIN);
    svg_put_box(sketch->text, "box", x - width / 2, sketch->y, width, height, 8);
    svg_put_text(sketch->text, "role", ANCHOR_MIDDLE, x, sketch->y + 19, role.data, role.length);
    svg_put_text(sketch->text, "address", ANCHOR_MIDDLE, x, sketch->y + 36, address.data,
                 address.length);
    if (owner->known) {
        svg_put_text(sketch->text, "note", ANCHOR_MIDDLE, x, sketch->y + 36 + OWNER, process.data,
                     process.length);
    }
    text_free_part(&process, sketch->text);
    text_free_part(&address, sketch->text);
    text_free_part(&role, sketch->text);
}

static void draw_head(struct sketch *sketch) {
    const struct kernel_owner *owners = sketch->diagram->owners;
    const bool owned = owners[ENDPOINT_CLIENT].known || owners[ENDPOINT_SERVER].known;
    const unsigned height = owned ? HEAD + OWNER : HEAD;
    struct text number;

    text_init(&number);
    text_printf(&number, "[%u]", sketch->diagram->flow);
    svg_put_text(sketch->text, "phase", ANCHOR_START, 16, sketch->y + 28, number.data,
                 number.length);
    put_end(sketch, ENDPOINT_CLIENT, height);
    put_end(sketch, ENDPOINT_SERVER, height);
    sketch->y += height;
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
            sketch_put_state(sketch, end, state, sketch->y + SVG_LINE);
        }
    }
    sketch->y += SVG_LINE + ROW_GAP;
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
            sketch_put_life(sketch, "life", from, top);
            sketch_put_life(sketch, "pause", top, sketch->y);
            from = sketch->y;
        }
    }
    sketch_put_life(sketch, "life", from, sketch->y);
    sketch_end_wait(sketch, ENDPOINT_CLIENT, sketch->y);
    sketch_end_wait(sketch, ENDPOINT_SERVER, sketch->y);
}

void svg_draw_diagram(struct drawing *drawing, const struct diagram *diagram) {
    const size_t end = diagram->count < drawing->last_row ? diagram->count : drawing->last_row;
    const size_t first = drawing->first_row - 1 < end ? drawing->first_row - 1 : end;
    struct text rows;
    struct sketch sketch = {.language = drawing->language,
                            .layout = drawing->layout,
                            .diagram = diagram,
                            .under = drawing->text,
                            .text = &rows,
                            .y = drawing->y};

    text_init(&rows);
    draw_head(&sketch);
    if (drawing->to_scale) {
        put_first_states(&sketch, first);
        svg_scale_rows(&sketch, first, end);
    } else {
        draw_rows(&sketch, first, end);
    }
    text_put(drawing->text, rows.data, rows.length);
    drawing->y = sketch.y;
    text_free_part(&rows, drawing->text);
}

void svg_draw_remark(struct drawing *drawing, const char *data, size_t length) {
    svg_put_text(drawing->text, "faint", ANCHOR_START, drawing->layout->band_x,
                 drawing->y + SVG_LINE, data, length);
    drawing->y += SVG_LINE + ROW_GAP;
}
