#include "views/ladder/ladder_pen.h"

#include <string.h>

#include "views/ascii.h"
#include "views/diagram/labels.h"
#include "views/display.h"
#include "views/human_numbers.h"

enum {
    COLUMNS_MAX = 120, /* longer arrows are harder to follow */
    COLUMNS_NARROW = 100,
};

static const struct ladder_glyphs unicode_glyphs = {
    .life = "│",
    .pause = "┊",
    .wait = "┃",
    .line = "─",
    .again = "═",
    .dash = "╌",
    .left = "◀",
    .right = "▶",
    .lost = "✗",
    .etc = "⋯",
    .arrow = "→",
    .down = "╲",
    .cross = "╳",
    .up = "╱",
};
static const struct ladder_glyphs ascii_glyphs = {
    .life = "|",
    .pause = ":",
    .wait = "#",
    .line = "-",
    .again = "=",
    .dash = ".",
    .left = "<",
    .right = ">",
    .lost = "x",
    .etc = "..",
    .arrow = "->",
    .down = "\\",
    .cross = "X",
    .up = "/",
};

struct ladder_pen ladder_pen(const struct ladder_style *style, const struct diagram *diagram,
                             struct text *text) {
    struct ladder_pen pen = {
        .style = style,
        .diagram = diagram,
        .glyphs = style->unicode ? &unicode_glyphs : &ascii_glyphs,
        .text = text,
        .columns = style->columns < COLUMNS_MAX ? style->columns : COLUMNS_MAX,
    };

    pen.time = pen.columns < COLUMNS_NARROW ? 10 : 13;
    pen.area = pen.columns - pen.time - 2 * (LADDER_STATE_COLUMNS + (size_t)2);
    return pen;
}

void ladder_begin_color(const struct ladder_pen *pen, enum color color) {
    if (pen->style->color) {
        text_put_string(pen->text, "\033[");
        text_put_string(pen->text, palette[color].terminal);
        text_put_char(pen->text, 'm');
    }
}

void ladder_end_color(const struct ladder_pen *pen) {
    if (pen->style->color) {
        text_put_string(pen->text, "\033[0m");
    }
}

void ladder_put_repeated(const struct ladder_pen *pen, const char *glyph, size_t count) {
    for (size_t i = 0; i < count; i++) {
        text_put_string(pen->text, glyph);
    }
}

static size_t spaces_beside(const char *data, size_t length, size_t columns) {
    const size_t width = display_width(data, length);

    return width < columns ? columns - width : 0;
}

void ladder_put_left(const struct ladder_pen *pen, const char *data, size_t length,
                     size_t columns) {
    text_put(pen->text, data, length);
    text_put_spaces(pen->text, spaces_beside(data, length, columns));
}

void ladder_put_right(const struct ladder_pen *pen, const char *data, size_t length,
                      size_t columns) {
    text_put_spaces(pen->text, spaces_beside(data, length, columns));
    text_put(pen->text, data, length);
}

void ladder_put_centered(const struct ladder_pen *pen, const char *data, size_t length,
                         size_t columns) {
    const size_t spaces = spaces_beside(data, length, columns);

    text_put_spaces(pen->text, spaces / 2);
    text_put(pen->text, data, length);
    text_put_spaces(pen->text, spaces - spaces / 2);
}

static void put_time(const struct ladder_pen *pen, const struct diagram_row *row) {
    struct text text;

    text_init(&text);
    human_put_seconds(&text, row->time - pen->diagram->start);
    /* A long time loses decimals, so that the line keeps its width. */
    ladder_put_right(pen, text.data, text.length < pen->time ? text.length : pen->time - 1,
                     pen->time - 1);
    text_put_char(pen->text, ' ');
    text_free_part(&text, pen->text);
}

static void put_state(const struct ladder_pen *pen, const char *state) {
    if (*state != '\0') {
        ladder_begin_color(pen, COLOR_STATE);
        text_put_string(pen->text, state);
        ladder_end_color(pen);
    }
}

void ladder_begin_line(const struct ladder_pen *pen, const struct diagram_row *row,
                       const char *state, const char *life) {
    if (row != NULL) {
        put_time(pen, row);
    } else {
        text_put_spaces(pen->text, pen->time);
    }
    text_put_spaces(pen->text, LADDER_STATE_COLUMNS - strlen(state));
    put_state(pen, state);
    text_put_char(pen->text, ' ');
    text_put_string(pen->text, life);
}

void ladder_end_line(const struct ladder_pen *pen, const char *state, const char *life) {
    text_put_string(pen->text, life);
    text_put_string(pen->text, *state != '\0' ? " " : "");
    put_state(pen, state);
    text_put_char(pen->text, '\n');
}

void ladder_write_words(const struct ladder_pen *pen, const struct diagram_row *row,
                        struct text *words) {
    struct text plain;

    if (pen->style->unicode) {
        label_put_row(words, row, pen->style->language);
        return;
    }
    text_init(&plain);
    label_put_row(&plain, row, LANGUAGE_EN);
    ascii_put(words, plain.data, plain.length);
    text_free_part(&plain, words);
}
