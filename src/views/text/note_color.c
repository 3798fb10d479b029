#include "views/text/note_color.h"

#include <stdbool.h>
#include <string.h>

#include "tcpgloss/track/state.h"

/* A line longer than this is coloured as a whole, without its states. */
enum { LINE_MAX_LENGTH = 1024 };

/* SGR: bold and a colour that is neither too light nor too dark for either background. */
static const char *const begin[] = {
    [COLOR_PHASE] = "\x1b[1;35m",     [COLOR_WARNING] = "\x1b[1;31m", [COLOR_STEP] = "\x1b[32m",
    [COLOR_EXPLANATION] = "\x1b[36m", [COLOR_FACT] = "\x1b[34m",
};
static const char reset[] = "\x1b[0m";
static const char bold[] = "\x1b[1m";
static const char not_bold[] = "\x1b[22m";

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

static void put_with_states(const char *line, size_t length, struct text *text) {
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
        text_put_string(text, state ? bold : "");
        text_put(text, line + i, end - i);
        text_put_string(text, state ? not_bold : "");
        i = end;
    }
}

void note_color_line(enum note_color color, size_t start, struct text *text) {
    const size_t length = text->length - start;
    char line[LINE_MAX_LENGTH];

    if (color == COLOR_STEP && length <= sizeof line && length > 0) {
        memcpy(line, text->data + start, length);
        text->length = start;
        text_put_string(text, begin[color]);
        put_with_states(line, length, text);
    } else if (text_reserve(text, strlen(begin[color]))) {
        memmove(text->data + start + strlen(begin[color]), text->data + start, length);
        memcpy(text->data + start, begin[color], strlen(begin[color]));
        text->length += strlen(begin[color]);
    }
    text_put_string(text, reset);
}
