#include "views/mermaid/mermaid_draw.h"

#include "views/diagram/labels.h"
#include "views/display.h"
#include "views/human_numbers.h"
#include "views/kernel_line.h"

enum { NOTE_COLUMNS = 64 };

static const char *const names[2] = {"C", "S"};

/* Words inside a diagram: what has a meaning there is written by its number. The first field stands
 * alone, the others in a line below. */
static void put_words(struct text *text, const char *data, size_t length) {
    const char *separator = "<br/>";

    for (size_t i = 0; i < length; i++) {
        switch (data[i]) {
        case '\n':
            text_put_string(text, separator);
            separator = ", ";
            break;
        case '#':
        case '%':
        case ';':
        case '<':
        case '>':
        case '&':
        case '`':
            text_printf(text, "#%d;", data[i]);
            break;
        default:
            text_put_char(text, data[i]);
            break;
        }
    }
}

static void put_row_words(const struct diagram_row *row, enum language language,
                          struct text *text) {
    struct text words;

    text_init(&words);
    label_put_row(&words, row, language);
    put_words(text, words.data, words.length);
    text_free_part(&words, text);
}

static void put_state(enum endpoint end, enum tcp_state state, struct text *text) {
    text_printf(text, "    Note %s of %s: %s\n", end == ENDPOINT_CLIENT ? "left" : "right",
                names[end], tcp_state_name(state));
}

/* The states that an end enters. In TIME-WAIT its life line is active. */
static void put_changes(const struct diagram_row *row, enum endpoint end, bool active[2],
                        struct text *text) {
    const struct row_changes *changes = &row->changes[end];

    for (unsigned i = 0; i < changes->count; i++) {
        const bool waits = changes->states[i] == STATE_TIME_WAIT;

        put_state(end, changes->states[i], text);
        if (waits != active[end]) {
            text_printf(text, "    %s %s\n", waits ? "activate" : "deactivate", names[end]);
            active[end] = waits;
        }
    }
}

static void put_arrow(const struct diagram *diagram, const struct diagram_row *row,
                      enum language language, struct text *text) {
    const char *arrow = row->lost                                   ? "-x"
                        : row->repeated || row->kind == ROW_MISSING ? "-->>"
                                                                    : "->>";

    text_printf(text, "    %s%s%s: ", names[row->from], arrow, names[endpoint_peer(row->from)]);
    human_put_seconds(text, row->time - diagram->start);
    text_put_char(text, ' ');
    put_row_words(row, language, text);
    text_put_char(text, '\n');
}

/* Over both life lines; mermaid breaks no lines there. */
static void put_note(const struct diagram_row *row, enum language language, struct text *text) {
    struct text words;

    text_init(&words);
    label_put_row(&words, row, language);
    text_put_string(text, "    Note over C,S: ");
    text_put_string(text, row->kind == ROW_WARNING ? "! " : "");
    for (size_t done = 0; done < words.length;) {
        const size_t taken = display_break(words.data + done, words.length - done, NOTE_COLUMNS);

        text_put_string(text, done > 0 ? "<br/>" : "");
        put_words(text, words.data + done, taken);
        done += taken;
    }
    text_put_char(text, '\n');
    text_free_part(&words, text);
}

/* Of two segments that cross, both leave before either arrives. */
static void put_crossing(const struct diagram *diagram, const struct diagram_row *first,
                         enum language language, bool active[2], struct text *text) {
    const struct diagram_row *second = first + 1;

    put_changes(first, first->from, active, text);
    put_changes(second, second->from, active, text);
    put_arrow(diagram, first, language, text);
    put_arrow(diagram, second, language, text);
    put_changes(first, second->from, active, text);
    put_changes(second, first->from, active, text);
}

static void put_row(const struct diagram *diagram, const struct diagram_row *row,
                    enum language language, bool active[2], struct text *text) {
    if (diagram_row_is_segment(row) || row->kind == ROW_MISSING) {
        put_changes(row, row->from, active, text);
        put_arrow(diagram, row, language, text);
        put_changes(row, endpoint_peer(row->from), active, text);
    } else if (row->kind == ROW_TIMER) {
        if (row->duration > 0) {
            put_note(row, language, text);
        }
        put_changes(row, ENDPOINT_CLIENT, active, text);
        put_changes(row, ENDPOINT_SERVER, active, text);
    } else {
        put_note(row, language, text);
    }
}

/* Its name, and whose it is as far as the kernel has said: a line each. */
static void put_participant(const struct diagram *diagram, enum endpoint end,
                            enum language language, struct text *text) {
    struct text owner;

    text_printf(text, "    participant %s as ", names[end]);
    words_put(text, endpoint_words[end], language);
    text_put_string(text, "<br/>");
    diagram_put_end(text, diagram, end);
    if (diagram->owners[end].known) {
        text_init(&owner);
        kernel_put_owner(&diagram->owners[end], language, &owner);
        text_put_string(text, "<br/>");
        put_words(text, owner.data, owner.length);
        text_free_part(&owner, text);
    }
    text_put_char(text, '\n');
}

static void put_head(const struct diagram *diagram, enum language language, struct text *text) {
    text_printf(text, "## [%u] ", diagram->flow);
    diagram_put_end(text, diagram, ENDPOINT_CLIENT);
    text_put_string(text, " → ");
    diagram_put_end(text, diagram, ENDPOINT_SERVER);
    text_put_string(text, "\n\n```mermaid\nsequenceDiagram\n");
    for (enum endpoint end = ENDPOINT_CLIENT; end <= ENDPOINT_SERVER; end++) {
        put_participant(diagram, end, language, text);
    }
    for (enum endpoint end = ENDPOINT_CLIENT; end <= ENDPOINT_SERVER; end++) {
        if (diagram->before[end] != STATE_UNKNOWN) {
            put_state(end, diagram->before[end], text);
        }
    }
}

void mermaid_draw(const struct diagram *diagram, enum language language, struct text *text) {
    bool active[2] = {false, false};

    put_head(diagram, language, text);
    for (size_t i = 0; i < diagram->count; i++) {
        const struct diagram_row *row = &diagram->rows[i];

        if (row->crosses && i + 1 < diagram->count) {
            put_crossing(diagram, row, language, active, text);
            i++;
        } else {
            put_row(diagram, row, language, active, text);
        }
    }
    for (enum endpoint end = ENDPOINT_CLIENT; end <= ENDPOINT_SERVER; end++) {
        if (active[end]) {
            text_printf(text, "    deactivate %s\n", names[end]);
        }
    }
    text_put_string(text, "```\n\n");
}
