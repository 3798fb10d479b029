#include "views/text/line_color.h"

#include <stdbool.h>
#include <string.h>

/* A line longer than this is coloured as a whole, without its states. */
enum { LINE_MAX_LENGTH = 1024 };

static const char reset[] = "\x1b[0m";

static void begin(enum color color, struct text *text) {
    text_put_string(text, "\x1b[");
    text_put_string(text, palette[color].terminal);
    text_put_char(text, 'm');
}

static bool is_name_byte(char c) {
    return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
}

static bool is_state(const char *word, size_t length) {
    for (int state = STATE_UNKNOWN; state <= STATE_TIME_WAIT; state++) {
        const char *name = tcp_state_name((enum tcp_state)state);

        if (strlen(name) == length && memcmp(name, word, length) == 0) {
            return true;
        }
    }
    return false;
}

static void put_with_states(enum color color, const char *line, size_t length, struct text *text) {
    for (size_t i = 0; i < length;) {
        size_t end = i;
        bool state;

        while (end < length && is_name_byte(line[end])) {
            end++;
        }
        state = is_state(line + i, end - i);
        if (end == i) {
            end++;
        }
        if (state) {
            begin(COLOR_STATE, text);
        }
        text_put(text, line + i, end - i);
        if (state) {
            text_put_string(text, reset);
            begin(color, text);
        }
        i = end;
    }
}

void line_color_note(enum color color, size_t start, struct text *text) {
    const size_t length = text->length - start;
    const size_t codes = strlen(palette[color].terminal) + 3;
    char line[LINE_MAX_LENGTH];

    if ((color == COLOR_STEP || color == COLOR_FACT) && length <= sizeof line && length > 0) {
        memcpy(line, text->data + start, length);
        text->length = start;
        begin(color, text);
        put_with_states(color, line, length, text);
    } else if (text_reserve(text, codes)) {
        memmove(text->data + start + codes, text->data + start, length);
        text->length = start;
        begin(color, text);
        text->length += length;
    }
    text_put_string(text, reset);
}

void line_color_put(enum color color, const char *lines, size_t length, struct text *text) {
    while (length > 0) {
        const char *newline = memchr(lines, '\n', length);
        const size_t line = newline != NULL ? (size_t)(newline - lines) : length;
        const size_t taken = newline != NULL ? line + 1 : line;

        begin(color, text);
        text_put(text, lines, line);
        text_put_string(text, reset);
        text_put(text, lines + line, taken - line);
        lines += taken;
        length -= taken;
    }
}
