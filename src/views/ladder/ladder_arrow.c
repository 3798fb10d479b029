#include "views/ladder/ladder_arrow.h"

#include <string.h>

#include "views/diagram/labels.h"
#include "views/display.h"

enum { HEAD_COLUMNS = 7 /* of an arrow besides its label */ };

const char *ladder_state_at(const struct diagram_row *row, enum endpoint end, size_t line) {
    const struct row_changes *changes = &row->changes[end];

    return line < changes->count ? tcp_state_name(changes->states[line]) : "";
}

const char *ladder_life_at(const struct ladder_pen *pen, const struct diagram_row *row,
                           enum endpoint end, size_t line, const char *usual) {
    const struct row_changes *changes = &row->changes[end];
    const bool waits =
        changes->count == 0
            ? row->waits[end]
            : line + 1 >= changes->count && changes->states[changes->count - 1] == STATE_TIME_WAIT;

    return waits ? pen->glyphs->wait : usual;
}

size_t ladder_state_lines(const struct diagram_row *row) {
    const size_t client = row->changes[ENDPOINT_CLIENT].count;
    const size_t server = row->changes[ENDPOINT_SERVER].count;

    return client > server ? client : server;
}

static enum color color_of(const struct ladder_pen *pen, const struct diagram_row *row) {
    return row->repeated || row->kind == ROW_MISSING
               ? COLOR_WARNING
               : palette_direction(pen->diagram->flow, row->from);
}

static const char *line_of(const struct ladder_pen *pen, const struct diagram_row *row) {
    return row->kind == ROW_MISSING ? pen->glyphs->dash
           : row->repeated          ? pen->glyphs->again
                                    : pen->glyphs->line;
}

void ladder_put_arrow(const struct ladder_pen *pen, const struct diagram_row *row,
                      const char *label, size_t length) {
    const char *line = line_of(pen, row);
    const char *head = row->lost                      ? pen->glyphs->lost
                       : row->from == ENDPOINT_CLIENT ? pen->glyphs->right
                                                      : pen->glyphs->left;
    const size_t width = display_width(label, length) + 3; /* a space on each side, and the head */
    const size_t shaft = width < pen->area ? pen->area - width : 0;
    const size_t short_of = row->lost ? shaft / 4 : 0;
    const size_t before = (shaft - short_of) / 2;

    ladder_begin_color(pen, color_of(pen, row));
    if (row->from == ENDPOINT_SERVER) {
        text_put_spaces(pen->text, short_of);
        text_put_string(pen->text, head);
    }
    ladder_put_repeated(pen, line, before);
    text_put_char(pen->text, ' ');
    text_put(pen->text, label, length);
    text_put_char(pen->text, ' ');
    ladder_put_repeated(pen, line, shaft - short_of - before);
    if (row->from == ENDPOINT_CLIENT) {
        text_put_string(pen->text, head);
        text_put_spaces(pen->text, short_of);
    }
    ladder_end_color(pen);
}

static void begin_line(const struct ladder_pen *pen, const struct diagram_row *row, size_t line) {
    ladder_begin_line(pen, line == 0 ? row : NULL, ladder_state_at(row, ENDPOINT_CLIENT, line),
                      ladder_life_at(pen, row, ENDPOINT_CLIENT, line, pen->glyphs->life));
}

static void end_line(const struct ladder_pen *pen, const struct diagram_row *row, size_t line) {
    ladder_end_line(pen, ladder_state_at(row, ENDPOINT_SERVER, line),
                    ladder_life_at(pen, row, ENDPOINT_SERVER, line, pen->glyphs->life));
}

void ladder_draw_arrow(const struct ladder_pen *pen, const struct diagram_row *row) {
    const char *fields = row->words != NULL ? row->words : "";
    struct text line;
    size_t n = 0;

    text_init(&line);
    do {
        fields += label_join_fields(fields, pen->area - (n == 0 ? HEAD_COLUMNS : 0), &line);
        begin_line(pen, row, n);
        if (n == 0) {
            ladder_put_arrow(pen, row, line.data, line.length);
        } else {
            ladder_put_centered(pen, line.data, line.length, pen->area);
        }
        end_line(pen, row, n);
        n++;
    } while (*fields != '\0' || n < ladder_state_lines(row));
    text_free_part(&line, pen->text);
}

/* The lines of two arrows that cross: both tails, the crossing, both heads; more if labels or
 * states need them. */
enum { CROSS_TAILS, CROSS_MIDDLE, CROSS_HEADS, CROSS_LINES };

/* One side of a crossing: what its end sends (the tail) and what arrives there (the head). */
struct half {
    enum endpoint end;
    const struct diagram_row *tail, *head;
    const char *fields; /* of the tail's label, what is still to be written */
    size_t tail_line;   /* where the end's own states begin */
    size_t columns;
};

static const char *half_state(const struct half *half, size_t line) {
    const char *state = line < half->tail_line
                            ? ""
                            : ladder_state_at(half->tail, half->end, line - half->tail_line);

    return *state != '\0' || line < CROSS_HEADS
               ? state
               : ladder_state_at(half->head, half->end, line - CROSS_HEADS);
}

static void put_half(const struct ladder_pen *pen, struct half *half, size_t line) {
    const bool left = half->end == ENDPOINT_CLIENT;
    struct text label;
    size_t width;

    text_init(&label);
    if (line == CROSS_HEADS) {
        const char *arrow = line_of(pen, half->head);

        ladder_begin_color(pen, color_of(pen, half->head));
        text_put_string(pen->text, left ? pen->glyphs->left : "");
        ladder_put_repeated(pen, arrow, half->columns - 1);
        text_put_string(pen->text, left ? "" : pen->glyphs->right);
        ladder_end_color(pen);
        text_free_part(&label, pen->text);
        return;
    }
    half->fields += label_join_fields(half->fields, half->columns - 2, &label);
    width = display_width(label.data, label.length);
    ladder_begin_color(pen, color_of(pen, half->tail));
    if (line == CROSS_TAILS) {
        const size_t shaft = half->columns - 1 - (width < half->columns - 1 ? width : 0);

        if (!left) {
            ladder_put_repeated(pen, line_of(pen, half->tail), shaft);
            text_put_char(pen->text, ' ');
        }
        text_put(pen->text, label.data, label.length);
        if (left) {
            text_put_char(pen->text, ' ');
            ladder_put_repeated(pen, line_of(pen, half->tail), shaft);
        }
    } else if (left) {
        ladder_put_left(pen, label.data, label.length, half->columns);
    } else {
        ladder_put_right(pen, label.data, label.length, half->columns);
    }
    ladder_end_color(pen);
    text_free_part(&label, pen->text);
}

static void put_middle(const struct ladder_pen *pen, size_t line) {
    const struct ladder_glyphs *glyphs = pen->glyphs;
    const char *left = line == CROSS_TAILS ? glyphs->down : line == CROSS_HEADS ? glyphs->up : " ";
    const char *right = line == CROSS_TAILS ? glyphs->up : line == CROSS_HEADS ? glyphs->down : " ";

    text_put_string(pen->text, left);
    text_put_string(pen->text, line == CROSS_MIDDLE ? glyphs->cross : " ");
    text_put_string(pen->text, right);
}

static bool half_is_done(const struct half *half, size_t line) {
    return *half->fields == '\0' && *half_state(half, line) == '\0';
}

void ladder_draw_crossing(const struct ladder_pen *pen, const struct diagram_row *first,
                          const struct diagram_row *second) {
    const bool client_first = first->from == ENDPOINT_CLIENT;
    const struct diagram_row *rows[2] = {client_first ? first : second,
                                         client_first ? second : first};
    const size_t columns = (pen->area - 3) / 2;
    struct half halves[2];

    for (enum endpoint end = ENDPOINT_CLIENT; end <= ENDPOINT_SERVER; end++) {
        const struct diagram_row *tail = rows[end];

        halves[end] = (struct half){
            .end = end,
            .tail = tail,
            .head = rows[endpoint_peer(end)],
            .fields = tail->words != NULL ? tail->words : "",
            .tail_line = tail == first ? CROSS_TAILS : CROSS_MIDDLE,
            .columns = end == ENDPOINT_CLIENT ? columns : pen->area - 3 - columns,
        };
    }
    for (size_t line = 0;
         line < CROSS_LINES || !half_is_done(&halves[0], line) || !half_is_done(&halves[1], line);
         line++) {
        ladder_begin_line(pen,
                          line == CROSS_TAILS    ? first
                          : line == CROSS_MIDDLE ? second
                                                 : NULL,
                          half_state(&halves[ENDPOINT_CLIENT], line), pen->glyphs->life);
        put_half(pen, &halves[ENDPOINT_CLIENT], line);
        put_middle(pen, line);
        put_half(pen, &halves[ENDPOINT_SERVER], line);
        ladder_end_line(pen, half_state(&halves[ENDPOINT_SERVER], line), pen->glyphs->life);
    }
}
