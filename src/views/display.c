#include "views/display.h"

#include <stdbool.h>
#include <stdint.h>

#include "views/utf8.h"

static bool is_wide(uint32_t character) {
    static const struct {
        uint32_t first, last;
    } blocks[] = {
        {0x1100, 0x115f},                     /* Hangul Jamo */
        {0x2e80, 0x303e},                     /* CJK radicals to CJK punctuation */
        {0x3041, 0xa4cf},                     /* Kana to Yi, the CJK ideographs among them */
        {0xac00, 0xd7a3},                     /* Hangul syllables */
        {0xf900, 0xfaff},                     /* CJK compatibility ideographs */
        {0xfe30, 0xfe6f},                     /* CJK compatibility forms */
        {0xff01, 0xff60},                     /* full-width forms */
        {0xffe0, 0xffe6}, {0x20000, 0x3fffd}, /* CJK extensions */
    };

    for (size_t i = 0; i < sizeof blocks / sizeof blocks[0]; i++) {
        if (character >= blocks[i].first && character <= blocks[i].last) {
            return true;
        }
    }
    return false;
}

/* Punctuation that stays with what stands before it. */
static bool is_closing(uint32_t character) {
    static const uint32_t marks[] = {0x3001, 0x3002, 0xff0c, 0xff1a, 0xff1b,
                                     0xff09, 0xff1f, 0xff01, 0x300d, 0x300b};

    for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++) {
        if (character == marks[i]) {
            return true;
        }
    }
    return false;
}

/* A byte that is no UTF-8 counts as a character of its own. */
static size_t next(const char *data, size_t length, uint32_t *character) {
    size_t count = utf8_decode(data, length, character);

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
        width += is_wide(character) ? 2 : 1;
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
        bool wide = is_wide(character);

        if (i > 0 && (wide || after_wide) && character != ' ' && !is_closing(character)) {
            possible = i;
        }
        width += wide ? 2 : 1;
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
