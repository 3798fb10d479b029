#include "views/svg/svg_draw.h"

#include <string.h>

#include "views/diagram/labels.h"
#include "views/display.h"
#include "views/human_numbers.h"
#include "views/svg/svg_element.h"

/* Where things stand, in pixels. Widths of text can only be estimated: the viewer has the fonts. */
enum {
    TIME_X = 84,
    CLIENT_X = 214,
    SERVER_X = 714,
    MIDDLE_X = (CLIENT_X + SERVER_X) / 2,
    STATE_GAP = 12,
    BAND_X = 100,
    BAND_WIDTH = SVG_WIDTH - BAND_X - 16,
    LINE = 17, /* of text */
    SLANT = 8, /* an arrow arrives a little later than it leaves */
    ROW_GAP = 13,
    MONO_COLUMN_TENTHS = 73,
    LABEL_COLUMNS = (SERVER_X - CLIENT_X - 24) * 10 / MONO_COLUMN_TENTHS,
    SENTENCE_COLUMNS = (BAND_WIDTH - 24) / 7,
    ADDRESS_BOX_MIN = 170,
};

static unsigned life_of(enum endpoint endpoint) {
    return endpoint == ENDPOINT_CLIENT ? CLIENT_X : SERVER_X;
}

static void put_life(struct text *text, const char *style, unsigned from, unsigned to) {
    svg_put_line(text, style, CLIENT_X, from, CLIENT_X, to);
    svg_put_line(text, style, SERVER_X, from, SERVER_X, to);
}

static void put_time(struct drawing *drawing, const struct diagram *diagram,
                     const struct diagram_row *row, unsigned y) {
    struct text text;

    text_init(&text);
    human_put_seconds(&text, row->time - diagram->start);
    svg_put_text(drawing->text, "time", TIME_X, y + 4, text.data, text.length);
    text_free(&text);
}

static void put_state(struct drawing *drawing, enum endpoint endpoint, enum tcp_state state,
                      unsigned y) {
    const char *name = tcp_state_name(state);
    bool client = endpoint == ENDPOINT_CLIENT;

    svg_put_dot(drawing->text, life_of(endpoint), y);
    svg_put_text(drawing->text, client ? "state client" : "state",
                 client ? CLIENT_X - STATE_GAP : SERVER_X + STATE_GAP, y + 4, name, strlen(name));
}

/* The states that each end enters, from `y` on downwards: the sender's a little higher. Returns
 * where they end. */
static unsigned put_changes(struct drawing *drawing, const struct diagram_row *row, unsigned y) {
    unsigned bottom = y;

    for (int i = 0; i < 2; i++) {
        enum endpoint endpoint = i == 0 ? ENDPOINT_CLIENT : ENDPOINT_SERVER;
        const struct row_changes *changes = &row->changes[endpoint];
        unsigned at = y + (row->kind != ROW_TIMER && endpoint != row->from ? SLANT : 0);

        for (unsigned n = 0; n < changes->count; n++) {
            put_state(drawing, endpoint, changes->states[n], at + n * LINE);
            bottom = at + n * LINE > bottom ? at + n * LINE : bottom;
        }
    }
    return bottom;
}

/* From life line to life line, or three quarters of the way for what was lost. */
static void put_arrow(struct drawing *drawing, const struct diagram_row *row, unsigned y) {
    bool right = row->from == ENDPOINT_CLIENT;
    bool missing = row->kind == ROW_MISSING;
    const char *style = missing ? "dash" : row->repeated ? "again" : "arrow";
    unsigned start = right ? CLIENT_X : SERVER_X;
    unsigned end = right ? SERVER_X - 3 : CLIENT_X + 3;
    unsigned way = (SERVER_X - CLIENT_X) * 3 / 4;

    if (row->lost) {
        end = right ? CLIENT_X + way : SERVER_X - way;
        svg_put_line(drawing->text, style, start, y, end, y + SLANT * 3 / 4);
        svg_put_cross(drawing->text, end, y + SLANT * 3 / 4);
        return;
    }
    svg_put_line(drawing->text, style, start, y, right ? end - 6 : end + 6, y + SLANT);
    svg_put_head_of_arrow(drawing->text, missing || row->repeated ? "warn-head" : "head", end,
                          y + SLANT, right);
}

/* The lines of `fields`, the first with its base line at `y`, as a label with its flags or as what
 * steps back; returns where the last one stands. */
static unsigned put_fields(struct text *text, bool label, const char *fields, unsigned y) {
    struct text line;
    bool first = true;

    text_init(&line);
    for (;;) {
        fields += label_join_fields(fields, LABEL_COLUMNS, &line);
        if (label && first) {
            svg_put_label(text, MIDDLE_X, y, line.data, line.length);
        } else {
            svg_put_text(text, label ? "label" : "middle", MIDDLE_X, y, line.data, line.length);
        }
        first = false;
        if (*fields == '\0') {
            break;
        }
        y += LINE;
    }
    text_free(&line);
    return y;
}

static void draw_arrow(struct drawing *drawing, const struct diagram *diagram,
                       const struct diagram_row *row) {
    struct text words;
    unsigned y;
    unsigned bottom;

    text_init(&words);
    label_put_row(&words, row, drawing->language);
    text_put_char(&words, '\0');
    y = put_fields(drawing->text, row->kind != ROW_MISSING, words.data, drawing->y + LINE) + 6;
    put_time(drawing, diagram, row, y);
    put_arrow(drawing, row, y);
    bottom = put_changes(drawing, row, y);
    drawing->y = (bottom > y + SLANT ? bottom : y + SLANT) + ROW_GAP;
    text_free(&words);
}

static void draw_fold(struct drawing *drawing, const struct diagram *diagram,
                      const struct diagram_row *row) {
    struct text words;
    struct text lines;
    unsigned top = drawing->y + 4;
    unsigned bottom;

    text_init(&words);
    text_init(&lines);
    if (row->segments > 0) {
        text_put_string(&words, row->from == ENDPOINT_CLIENT ? "⋯ →\n" : "← ⋯\n");
    }
    label_put_row(&words, row, drawing->language);
    text_put_char(&words, '\0');
    bottom = put_fields(&lines, false, words.data, top + LINE) + 8;
    put_time(drawing, diagram, row, top + LINE - 4);
    svg_put_box(drawing->text, "band", CLIENT_X + 24, top, SERVER_X - CLIENT_X - 48, bottom - top,
                12);
    text_put(drawing->text, lines.data, lines.length);
    drawing->y = bottom + 4;
    text_free(&lines);
    text_free(&words);
}

static void draw_pause(struct drawing *drawing, const struct diagram_row *row) {
    struct text words;

    text_init(&words);
    label_put_row(&words, row, drawing->language);
    svg_put_text(drawing->text, "middle", MIDDLE_X, drawing->y + 26, words.data, words.length);
    drawing->y += 42;
    text_free(&words);
}

/* A sentence on a band, in as many lines as it needs. */
static void draw_sentence(struct drawing *drawing, const struct diagram_row *row) {
    bool warning = row->kind == ROW_WARNING;
    struct text words;
    struct text lines;
    unsigned top = drawing->y + 8;
    unsigned y = top + 4;
    size_t done = 0;

    text_init(&words);
    text_init(&lines);
    label_put_row(&words, row, drawing->language);
    while (done < words.length) {
        size_t taken = display_break(words.data + done, words.length - done, SENTENCE_COLUMNS);

        y += LINE;
        svg_put_text(&lines, warning ? "warning" : "phase", BAND_X + 12, y - 4, words.data + done,
                     taken);
        done += taken;
    }
    svg_put_box(drawing->text, warning ? "warn-band" : "band", BAND_X, top, BAND_WIDTH, y + 4 - top,
                6);
    text_put(drawing->text, lines.data, lines.length);
    drawing->y = y + 8;
    text_free(&lines);
    text_free(&words);
}

static void draw_timer(struct drawing *drawing, const struct diagram *diagram,
                       const struct diagram_row *row) {
    unsigned y = drawing->y + 16;

    put_time(drawing, diagram, row, y);
    drawing->y = put_changes(drawing, row, y) + ROW_GAP;
}

static void put_end(struct drawing *drawing, const struct diagram *diagram,
                    enum endpoint endpoint) {
    struct text role;
    struct text address;
    unsigned x = life_of(endpoint);
    unsigned width;

    text_init(&role);
    words_put(&role, endpoint_words[endpoint], drawing->language);
    text_init(&address);
    diagram_put_end(&address, diagram, endpoint);
    width = (unsigned)address.length * MONO_COLUMN_TENTHS / 10 + 24;
    if (width < ADDRESS_BOX_MIN) {
        width = ADDRESS_BOX_MIN;
    }
    svg_put_box(drawing->text, "box", x - width / 2, drawing->y, width, 46, 8);
    svg_put_text(drawing->text, "role", x, drawing->y + 19, role.data, role.length);
    svg_put_text(drawing->text, "address", x, drawing->y + 36, address.data, address.length);
    text_free(&address);
    text_free(&role);
}

static void draw_head(struct drawing *drawing, const struct diagram *diagram) {
    struct text number;

    text_init(&number);
    text_printf(&number, "[%u]", diagram->flow);
    svg_put_text(drawing->text, "phase", 16, drawing->y + 28, number.data, number.length);
    put_end(drawing, diagram, ENDPOINT_CLIENT);
    put_end(drawing, diagram, ENDPOINT_SERVER);
    drawing->y += 46;
    text_free(&number);
}

static void put_first_states(struct drawing *drawing, const struct diagram *diagram) {
    for (int i = 0; i < 2; i++) {
        if (diagram->before[i] != STATE_UNKNOWN) {
            put_state(drawing, i == 0 ? ENDPOINT_CLIENT : ENDPOINT_SERVER, diagram->before[i],
                      drawing->y + LINE);
        }
    }
    drawing->y += LINE + ROW_GAP;
}

static void draw_row(struct drawing *drawing, const struct diagram *diagram,
                     const struct diagram_row *row) {
    switch (row->kind) {
    case ROW_PHASE:
    case ROW_WARNING:
        draw_sentence(drawing, row);
        break;
    case ROW_SEGMENT:
    case ROW_MISSING:
        draw_arrow(drawing, diagram, row);
        break;
    case ROW_FOLD:
        if (diagram_row_is_segment(row)) {
            draw_arrow(drawing, diagram, row);
        } else {
            draw_fold(drawing, diagram, row);
        }
        break;
    case ROW_TIMER:
        draw_timer(drawing, diagram, row);
        break;
    case ROW_PAUSE:
    case ROW_OMITTED:
        draw_pause(drawing, row);
        break;
    }
}

/* Life lines are drawn before the rows, so that these lie over them. */
void svg_draw_diagram(struct drawing *drawing, const struct diagram *diagram) {
    struct text *text = drawing->text;
    struct text rows;
    unsigned from;

    draw_head(drawing, diagram);
    text_init(&rows);
    drawing->text = &rows;
    from = drawing->y;
    put_first_states(drawing, diagram);
    for (size_t i = 0; i < diagram->count; i++) {
        const struct diagram_row *row = &diagram->rows[i];
        unsigned top = drawing->y;

        draw_row(drawing, diagram, row);
        if (row->kind == ROW_PAUSE || row->kind == ROW_OMITTED) {
            put_life(text, "life", from, top);
            put_life(text, "life pause", top, drawing->y);
            from = drawing->y;
        }
    }
    put_life(text, "life", from, drawing->y);
    drawing->text = text;
    text_put(text, rows.data, rows.length);
    text_free(&rows);
}

void svg_draw_remark(struct drawing *drawing, const char *data, size_t length) {
    svg_put_text(drawing->text, "remark", BAND_X, drawing->y + LINE, data, length);
    drawing->y += LINE + ROW_GAP;
}
