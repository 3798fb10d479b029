#include "views/ladder/ladder_draw.h"

#include <string.h>

#include "views/diagram/labels.h"
#include "views/display.h"
#include "views/kernel_line.h"
#include "views/ladder/ladder_arrow.h"

enum { HEAD_COLUMNS = 7 /* of an arrow besides its label */ };

/* "⋯ 12 segments ⋯" */
static void frame_line(struct text *line, const char *etc) {
    size_t size = strlen(etc);

    text_put_char(line, ' ');
    text_put_string(line, etc);
    if (text_reserve(line, size + 1)) {
        memmove(line->data + size + 1, line->data, line->length);
        memcpy(line->data, etc, size);
        line->data[size] = ' ';
        line->length += size + 1;
    }
}

/* Words between the life lines, without an arrow. */
static void draw_between(const struct ladder_pen *pen, const struct diagram_row *row,
                         const char *life) {
    const char *etc = pen->glyphs->etc;
    const bool framed = row->kind != ROW_PAUSE;
    const bool timed = row->kind != ROW_PAUSE && row->kind != ROW_OMITTED;
    const size_t frame = framed ? 2 * (display_width(etc, strlen(etc)) + 1) : 0;
    const char *fields;
    struct text words;
    struct text line;
    size_t n = 0;

    text_init(&words);
    text_init(&line);
    ladder_write_words(pen, row, &words);
    fields = text_string(&words);
    do {
        fields += label_join_fields(fields, pen->area - frame, &line);
        if (framed) {
            frame_line(&line, etc);
        }
        ladder_begin_line(pen, n == 0 && timed ? row : NULL, "",
                          ladder_life_at(pen, row, ENDPOINT_CLIENT, n, life));
        ladder_put_centered(pen, line.data, line.length, pen->area);
        ladder_end_line(pen, "", ladder_life_at(pen, row, ENDPOINT_SERVER, n, life));
        n++;
    } while (*fields != '\0');
    text_free_part(&line, pen->text);
    text_free_part(&words, pen->text);
}

static void draw_missing(const struct ladder_pen *pen, const struct diagram_row *row) {
    const char *life = pen->glyphs->life;
    struct text words;
    bool fits;

    text_init(&words);
    ladder_write_words(pen, row, &words);
    fits = display_width(words.data, words.length) + HEAD_COLUMNS <= pen->area;
    ladder_begin_line(pen, row, "", life);
    ladder_put_arrow(pen, row, fits ? words.data : "?", fits ? words.length : 1);
    ladder_end_line(pen, "", life);
    if (!fits) {
        draw_between(pen, row, life);
    }
    text_free_part(&words, pen->text);
}

/* States that change without a segment; how long TIME-WAIT lasted, beside the end that was in it.
 */
static void draw_timer(const struct ladder_pen *pen, const struct diagram_row *row) {
    struct text words;

    text_init(&words);
    ladder_write_words(pen, row, &words);
    for (size_t n = 0; n < ladder_state_lines(row); n++) {
        const size_t shown = n == 0 ? words.length : 0;

        ladder_begin_line(pen, n == 0 ? row : NULL, ladder_state_at(row, ENDPOINT_CLIENT, n),
                          ladder_life_at(pen, row, ENDPOINT_CLIENT, n, pen->glyphs->life));
        text_put_char(pen->text, ' ');
        if (row->from == ENDPOINT_CLIENT) {
            ladder_put_left(pen, words.data, shown, pen->area - 2);
        } else {
            ladder_put_right(pen, words.data, shown, pen->area - 2);
        }
        text_put_char(pen->text, ' ');
        ladder_end_line(pen, ladder_state_at(row, ENDPOINT_SERVER, n),
                        ladder_life_at(pen, row, ENDPOINT_SERVER, n, pen->glyphs->life));
    }
    text_free_part(&words, pen->text);
}

/* A sentence over the whole width but the time's: "# …" or "! …", as in annotated text. */
static void draw_sentence(const struct ladder_pen *pen, const struct diagram_row *row) {
    const bool warning = row->kind == ROW_WARNING;
    const size_t columns = pen->columns - pen->time - 2;
    struct text words;
    size_t done = 0;

    text_init(&words);
    ladder_write_words(pen, row, &words);
    do {
        size_t taken = display_break(words.data + done, words.length - done, columns);
        size_t length = taken;

        while (length > 0 && words.data[done + length - 1] == ' ') {
            length--;
        }
        text_put_spaces(pen->text, pen->time);
        ladder_begin_color(pen, warning ? COLOR_WARNING : COLOR_PHASE);
        text_put_string(pen->text, done > 0 ? "  " : warning ? "! " : "# ");
        text_put(pen->text, words.data + done, length);
        ladder_end_color(pen);
        text_put_char(pen->text, '\n');
        done += taken;
    } while (done < words.length);
    text_free_part(&words, pen->text);
}

static void draw_row(const struct ladder_pen *pen, const struct diagram_row *row) {
    switch (row->kind) {
    case ROW_PHASE:
    case ROW_WARNING:
        draw_sentence(pen, row);
        break;
    case ROW_SEGMENT:
        ladder_draw_arrow(pen, row);
        break;
    case ROW_FOLD:
        if (diagram_row_is_segment(row)) {
            ladder_draw_arrow(pen, row);
        } else {
            draw_between(pen, row, pen->glyphs->life);
        }
        break;
    case ROW_MISSING:
        draw_missing(pen, row);
        break;
    case ROW_TIMER:
        draw_timer(pen, row);
        break;
    case ROW_PAUSE:
    case ROW_OMITTED:
        draw_between(pen, row, pen->glyphs->pause);
        break;
    }
}

void ladder_draw_rows(const struct ladder_style *style, const struct diagram *diagram, size_t count,
                      struct text *text) {
    const struct ladder_pen pen = ladder_pen(style, diagram, text);

    for (size_t i = 0; i < count; i++) {
        const struct diagram_row *row = &diagram->rows[i];

        if (row->crosses && i + 1 < count) {
            ladder_draw_crossing(&pen, row, row + 1);
            i++;
        } else {
            draw_row(&pen, row);
        }
    }
}

static void put_end(const struct ladder_pen *pen, enum endpoint endpoint, const char *before) {
    ladder_put_left(pen, before, strlen(before), pen->time);
    words_put(pen->text, endpoint_words[endpoint], pen->style->language);
    text_put_char(pen->text, ' ');
    diagram_put_end(pen->text, pen->diagram, endpoint);
    if (pen->diagram->owners[endpoint].known) {
        text_put_char(pen->text, ' ');
        kernel_put_owner(&pen->diagram->owners[endpoint], pen->style->language, pen->text);
    }
    text_put_char(pen->text, '\n');
}

void ladder_draw_owner(const struct ladder_style *style, const struct diagram *diagram,
                       enum endpoint endpoint, struct text *text) {
    const struct ladder_pen pen = ladder_pen(style, diagram, text);

    ladder_begin_color(&pen, COLOR_FACT);
    put_end(&pen, endpoint, "");
    ladder_end_color(&pen);
}

static const char *first_state(const struct diagram *diagram, enum endpoint end) {
    return diagram->before[end] != STATE_UNKNOWN ? tcp_state_name(diagram->before[end]) : "";
}

void ladder_draw_head(const struct ladder_style *style, const struct diagram *diagram,
                      struct text *text) {
    const struct ladder_pen pen = ladder_pen(style, diagram, text);
    struct text number;

    text_init(&number);
    text_printf(&number, "[%u]", diagram->flow);
    ladder_begin_color(&pen, COLOR_PHASE);
    put_end(&pen, ENDPOINT_CLIENT, text_string(&number));
    put_end(&pen, ENDPOINT_SERVER, "");
    ladder_end_color(&pen);
    ladder_begin_line(&pen, NULL, first_state(diagram, ENDPOINT_CLIENT), pen.glyphs->life);
    text_put_spaces(text, pen.area);
    ladder_end_line(&pen, first_state(diagram, ENDPOINT_SERVER), pen.glyphs->life);
    text_free_part(&number, text);
}
