#include "views/ladder/ladder_draw.h"

#include <string.h>

#include "tcpgloss/base/unicode.h"

#include "views/diagram/labels.h"
#include "views/display.h"
#include "views/human_numbers.h"

enum {
    STATE_COLUMNS = 12, /* SYN-RECEIVED */
    COLUMNS_DEFAULT = 80,
    COLUMNS_MAX = 120, /* longer arrows are harder to follow */
    COLUMNS_NARROW = 100,
    HEAD_COLUMNS = 7, /* of an arrow besides its label */
    LINES_MAX = 16,
};

/* What lines are drawn with: UTF-8, one column each. */
struct pen {
    const char *life, *pause, *line, *again, *dash, *left, *right, *lost, *etc, *arrow;
};

static const struct pen unicode_pen = {"│", "┊", "─", "═", "╌", "◀", "▶", "✗", "⋯", "→"};
static const struct pen ascii_pen = {"|", ":", "-", "=", ".", "<", ">", "x", "..", "->"};

/* Colours with a meaning, readable on dark and on light; with the widths of the columns. */
struct layout {
    const struct ladder_settings *settings;
    const struct diagram *diagram;
    const struct pen *pen;
    struct text *text;
    size_t columns, time, area;
};

#define COLOR_TITLE   "\033[1m"
#define COLOR_WARNING "\033[35m"
#define COLOR_STATE   "\033[36m"
#define COLOR_END     "\033[0m"

static struct layout layout_make(const struct ladder_settings *settings,
                                 const struct diagram *diagram, struct text *text) {
    struct layout layout = {
        .settings = settings,
        .diagram = diagram,
        .pen = settings->unicode ? &unicode_pen : &ascii_pen,
        .text = text,
        .columns = settings->columns != 0 ? settings->columns : COLUMNS_DEFAULT,
    };

    if (layout.columns < LADDER_COLUMNS_MIN) {
        layout.columns = LADDER_COLUMNS_MIN;
    }
    if (layout.columns > COLUMNS_MAX) {
        layout.columns = COLUMNS_MAX;
    }
    layout.time = layout.columns < COLUMNS_NARROW ? 10 : 13;
    layout.area = layout.columns - layout.time - 2 * (STATE_COLUMNS + (size_t)2);
    return layout;
}

static void put_color(const struct layout *layout, const char *color) {
    if (layout->settings->color) {
        text_put_string(layout->text, color);
    }
}

static void put_repeated(struct text *text, const char *string, size_t count) {
    for (size_t i = 0; i < count; i++) {
        text_put_string(text, string);
    }
}

/* In `columns` columns, with the spaces on the left if `right`. */
static void put_aligned(struct text *text, const char *data, size_t length, size_t columns,
                        bool right) {
    size_t width = display_width(data, length);
    size_t spaces = width < columns ? columns - width : 0;

    text_put_spaces(text, right ? spaces : 0);
    text_put(text, data, length);
    text_put_spaces(text, right ? 0 : spaces);
}

static void put_centered(struct text *text, const char *data, size_t length, size_t columns) {
    size_t width = display_width(data, length);
    size_t spaces = width < columns ? columns - width : 0;

    text_put_spaces(text, spaces / 2);
    text_put(text, data, length);
    text_put_spaces(text, spaces - spaces / 2);
}

static void put_time(const struct layout *layout, const struct diagram_row *row) {
    struct text text;

    text_init(&text);
    human_put_seconds(&text, row->time - layout->diagram->start);
    /* A long time loses decimals, so that the line keeps its width. */
    put_aligned(layout->text, text.data,
                text.length < layout->time ? text.length : layout->time - 1, layout->time - 1,
                true);
    text_put_char(layout->text, ' ');
    text_free(&text);
}

static const char *change_at(const struct row_changes *changes, size_t line) {
    return line < changes->count ? tcp_state_name(changes->states[line]) : "";
}

static void put_state(const struct layout *layout, const char *name, bool right) {
    put_color(layout, *name != '\0' ? COLOR_STATE : "");
    put_aligned(layout->text, name, strlen(name), right ? STATE_COLUMNS : 0, right);
    put_color(layout, *name != '\0' ? COLOR_END : "");
}

/* Everything of a line up to the space between the life lines. */
static void begin_line(const struct layout *layout, const struct diagram_row *row, size_t line,
                       const char *life) {
    if (line == 0 && row->kind != ROW_PAUSE && row->kind != ROW_OMITTED) {
        put_time(layout, row);
    } else {
        text_put_spaces(layout->text, layout->time);
    }
    put_state(layout, change_at(&row->changes[ENDPOINT_CLIENT], line), true);
    text_put_char(layout->text, ' ');
    text_put_string(layout->text, life);
}

static void end_line(const struct layout *layout, const struct diagram_row *row, size_t line,
                     const char *life) {
    const char *state = change_at(&row->changes[ENDPOINT_SERVER], line);

    text_put_string(layout->text, life);
    if (*state != '\0') {
        text_put_char(layout->text, ' ');
        put_state(layout, state, false);
    }
    text_put_char(layout->text, '\n');
}

/* The arrow itself, with the first line of its label. */
static void put_arrow(const struct layout *layout, const struct diagram_row *row, const char *label,
                      size_t length) {
    const struct pen *pen = layout->pen;
    const char *line = row->kind == ROW_MISSING ? pen->dash
                       : row->repeated          ? pen->again
                                                : pen->line;
    const char *head = row->from == ENDPOINT_CLIENT ? pen->right : pen->left;
    size_t width = display_width(label, length) + 3; /* with a space on each side and the head */
    size_t shaft = width < layout->area ? layout->area - width : 0;
    size_t short_of = row->lost ? shaft / 4 : 0;
    size_t before = (shaft - short_of) / 2;
    size_t after = shaft - short_of - before;

    if (row->lost) {
        head = pen->lost;
    }
    if (row->from == ENDPOINT_SERVER) {
        text_put_spaces(layout->text, short_of);
        text_put_string(layout->text, head);
    }
    put_repeated(layout->text, line, before);
    text_put_char(layout->text, ' ');
    text_put(layout->text, label, length);
    text_put_char(layout->text, ' ');
    put_repeated(layout->text, line, after);
    if (row->from == ENDPOINT_CLIENT) {
        text_put_string(layout->text, head);
        text_put_spaces(layout->text, short_of);
    }
}

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

static size_t change_lines(const struct diagram_row *row) {
    size_t client = row->changes[ENDPOINT_CLIENT].count;
    size_t server = row->changes[ENDPOINT_SERVER].count;

    return client > server ? client : server;
}

static void draw_segment(const struct layout *layout, const struct diagram_row *row) {
    const char *fields = row->words != NULL ? row->words : "";
    struct text line;
    size_t n = 0;

    text_init(&line);
    do {
        fields += label_join_fields(fields, layout->area - (n == 0 ? HEAD_COLUMNS : 0), &line);
        begin_line(layout, row, n, layout->pen->life);
        if (n == 0) {
            put_arrow(layout, row, line.data, line.length);
        } else {
            put_centered(layout->text, line.data, line.length, layout->area);
        }
        end_line(layout, row, n, layout->pen->life);
        n++;
    } while (*fields != '\0' || n < change_lines(row));
    text_free(&line);
}

static void put_words(const struct layout *layout, const struct diagram_row *row,
                      struct text *words) {
    struct text plain;

    if (layout->settings->unicode) {
        label_put_row(words, row, layout->settings->language);
        return;
    }
    text_init(&plain);
    label_put_row(&plain, row, LANGUAGE_EN);
    ladder_put_ascii(words, plain.data, plain.length);
    text_free(&plain);
}

/* Words between the life lines, without an arrow. */
static void draw_between(const struct layout *layout, const struct diagram_row *row,
                         const char *life) {
    size_t frame = row->kind == ROW_PAUSE
                       ? 0
                       : 2 * (display_width(layout->pen->etc, strlen(layout->pen->etc)) + 1);
    const char *fields;
    struct text words;
    struct text line;
    size_t n = 0;

    text_init(&words);
    text_init(&line);
    put_words(layout, row, &words);
    text_put_char(&words, '\0');
    fields = words.data != NULL ? words.data : "";
    do {
        fields += label_join_fields(fields, layout->area - frame, &line);
        if (row->kind != ROW_PAUSE) {
            frame_line(&line, layout->pen->etc);
        }
        begin_line(layout, row, n, life);
        put_centered(layout->text, line.data, line.length, layout->area);
        end_line(layout, row, n, life);
        n++;
    } while (*fields != '\0');
    text_free(&line);
    text_free(&words);
}

static void draw_missing(const struct layout *layout, const struct diagram_row *row) {
    struct text words;

    text_init(&words);
    put_words(layout, row, &words);
    begin_line(layout, row, 0, layout->pen->life);
    if (display_width(words.data, words.length) + HEAD_COLUMNS <= layout->area) {
        put_arrow(layout, row, words.data, words.length);
        end_line(layout, row, 0, layout->pen->life);
    } else {
        put_arrow(layout, row, "?", 1);
        end_line(layout, row, 0, layout->pen->life);
        draw_between(layout, row, layout->pen->life);
    }
    text_free(&words);
}

/* A sentence over the whole width but the time's: "# …" or "! …", as in annotated text. */
static void draw_sentence(const struct layout *layout, const struct diagram_row *row,
                          const char *mark, const char *color) {
    size_t columns = layout->columns - layout->time - 2;
    struct text words;
    size_t done = 0;

    text_init(&words);
    put_words(layout, row, &words);
    do {
        size_t taken = display_break(words.data + done, words.length - done, columns);
        size_t length = taken;

        while (length > 0 && words.data[done + length - 1] == ' ') {
            length--;
        }
        text_put_spaces(layout->text, layout->time);
        put_color(layout, color);
        text_put_string(layout->text, done == 0 ? mark : "  ");
        text_put(layout->text, words.data + done, length);
        put_color(layout, COLOR_END);
        text_put_char(layout->text, '\n');
        done += taken;
    } while (done < words.length);
    text_free(&words);
}

void ladder_draw_row(const struct ladder_settings *settings, const struct diagram *diagram,
                     const struct diagram_row *row, struct text *text) {
    struct layout layout = layout_make(settings, diagram, text);

    switch (row->kind) {
    case ROW_PHASE:
        draw_sentence(&layout, row, "# ", COLOR_TITLE);
        break;
    case ROW_WARNING:
        draw_sentence(&layout, row, "! ", COLOR_WARNING);
        break;
    case ROW_SEGMENT:
        draw_segment(&layout, row);
        break;
    case ROW_FOLD:
        if (diagram_row_is_segment(row)) {
            draw_segment(&layout, row);
        } else {
            draw_between(&layout, row, layout.pen->life);
        }
        break;
    case ROW_MISSING:
        draw_missing(&layout, row);
        break;
    case ROW_TIMER:
        for (size_t n = 0; n < change_lines(row); n++) {
            begin_line(&layout, row, n, layout.pen->life);
            text_put_spaces(text, layout.area);
            end_line(&layout, row, n, layout.pen->life);
        }
        break;
    case ROW_PAUSE:
    case ROW_OMITTED:
        draw_between(&layout, row, layout.pen->pause);
        break;
    }
}

static void put_end(const struct layout *layout, enum endpoint endpoint, const char *before) {
    enum language language = layout->settings->unicode ? layout->settings->language : LANGUAGE_EN;

    put_aligned(layout->text, before, strlen(before), layout->time, false);
    words_put(layout->text, endpoint_words[endpoint], language);
    text_put_char(layout->text, ' ');
    diagram_put_end(layout->text, layout->diagram, endpoint);
    text_put_char(layout->text, '\n');
}

void ladder_draw_head(const struct ladder_settings *settings, const struct diagram *diagram,
                      struct text *text) {
    struct layout layout = layout_make(settings, diagram, text);
    struct diagram_row first = {.kind = ROW_PAUSE};
    struct text number;

    for (int i = 0; i < 2; i++) {
        if (diagram->before[i] != STATE_UNKNOWN) {
            first.changes[i] = (struct row_changes){1, {diagram->before[i]}};
        }
    }
    text_init(&number);
    text_printf(&number, "[%u]%c", diagram->flow, '\0');
    put_color(&layout, COLOR_TITLE);
    put_end(&layout, ENDPOINT_CLIENT, number.data);
    put_end(&layout, ENDPOINT_SERVER, "");
    put_color(&layout, COLOR_END);
    begin_line(&layout, &first, 0, layout.pen->life);
    text_put_spaces(text, layout.area);
    end_line(&layout, &first, 0, layout.pen->life);
    text_free(&number);
}

void ladder_put_ascii(struct text *text, const char *data, size_t length) {
    static const struct {
        uint32_t character;
        const char *ascii;
    } known[] = {{0x2192, "->"},     {0x2190, "<-"}, {0x2026, "..."}, {0x2013, "-"},
                 {0xa7, "section "}, {0x2212, "-"},  {0xb7, "*"},     {0x2019, "'"}};

    for (size_t i = 0; i < length;) {
        uint32_t character;
        size_t count = unicode_decode(data + i, length - i, &character);
        const char *ascii = "?";

        if (count == 1) {
            text_put_char(text, data[i]);
        }
        for (size_t k = 0; k < sizeof known / sizeof known[0]; k++) {
            if (count > 1 && known[k].character == character) {
                ascii = known[k].ascii;
            }
        }
        if (count != 1) {
            text_put_string(text, ascii);
        }
        i += count > 0 ? count : 1;
    }
}
