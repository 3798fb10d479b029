#include "tcpgloss/base/wrap.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "tcpgloss/base/unicode.h"

/* A wide bracket or quotation mark that stays with what follows it. */
static bool opens(uint32_t character) {
    return character == 0xff08 || character == 0x201c || character == 0x300a ||
           character == 0x300c || character == 0x300e;
}

/* The bytes of `length` that stay together on a line, and how many columns they take. */
static size_t take_unit(const char *start, size_t length, unsigned *columns) {
    size_t taken = 0;
    bool after_wide = false;
    bool after_opening = false;

    *columns = 0;
    while (taken < length && start[taken] != ' ') {
        uint32_t character = 0;
        size_t count = unicode_decode(start + taken, length - taken, &character);

        count = count > 0 ? count : 1;
        if (taken > 0 && !after_opening &&
            (unicode_is_ideograph(character) || opens(character) ||
             (after_wide && character < 0x80))) {
            break;
        }
        *columns += unicode_columns(character);
        after_wide = unicode_columns(character) == 2;
        after_opening = opens(character);
        taken += count;
    }
    return taken;
}

void wrap_put(const char *paragraph, unsigned columns, struct text *text) {
    const char *const end = paragraph + strlen(paragraph);
    const char *at = paragraph;
    unsigned column = 0;

    while (at < end) {
        unsigned space = *at == ' ' ? 1 : 0;
        unsigned width;
        size_t length;

        at += space;
        length = take_unit(at, (size_t)(end - at), &width);
        if (column > 0 && column + space + width > columns) {
            text_put_char(text, '\n');
            column = 0;
        } else if (column > 0 && space > 0) {
            text_put_char(text, ' ');
            column++;
        }
        text_put(text, at, length);
        column += width;
        at += length;
    }
    text_put_char(text, '\n');
}
