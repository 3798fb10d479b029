#include "views/display.h"

#include <stdbool.h>
#include <stdint.h>

#include "tcpgloss/base/unicode.h"

/* A byte that is no UTF-8 counts as a character of its own. */
static size_t next(const char *data, size_t length, uint32_t *character) {
    size_t count = unicode_decode(data, length, character);

    if (count == 0) {
        *character = 0xfffd;
        count = 1;
    }
    return count;
}

size_t display_width(const char *data, size_t length) {
    size_t width = 0;

    for (size_t i = 0; i < length;) {
        uint32_t character;

        i += next(data + i, length - i, &character);
        width += unicode_columns(character);
    }
    return width;
}

size_t display_break(const char *data, size_t length, size_t columns) {
    size_t width = 0;
    size_t possible = 0; /* the last place to break */
    bool after_wide = false;
    size_t i = 0;

    while (i < length) {
        uint32_t character;
        size_t count = next(data + i, length - i, &character);
        unsigned columns_taken = unicode_columns(character);
        bool wide = columns_taken == 2;

        if (i > 0 && (wide || after_wide) && character != ' ' &&
            !unicode_is_wide_closing(character)) {
            possible = i;
        }
        width += columns_taken;
        if (width > columns && character != ' ' && i > 0) {
            return possible > 0 ? possible : i;
        }
        i += count;
        if (character == ' ') {
            possible = i;
        }
        after_wide = wide;
    }
    return length;
}
