#include "gloss/wrap.h"

#include <stdbool.h>

/* By the first byte of its UTF-8 form: U+4000 to U+9FFF, nearly all ideographs. */
static bool is_ideograph(unsigned char lead) {
    return lead >= 0xe4 && lead <= 0xe9;
}

/* Ideographs, and Chinese punctuation in U+3000 to U+303F and U+FF00 to U+FFEF. */
static bool is_wide(unsigned char lead) {
    return is_ideograph(lead) || lead == 0xe3 || lead == 0xef;
}

static bool is_ascii(unsigned char lead) {
    return lead < 0x80;
}

static bool is_continuation(unsigned char byte) {
    return (byte & 0xc0) == 0x80;
}

/* The bytes at `start` that stay together on a line, and how many columns they take. */
static size_t take_unit(const unsigned char *start, unsigned *columns) {
    const unsigned char *at = start;
    unsigned char before = *start;

    *columns = 0;
    while (*at != '\0' && *at != ' ') {
        if (at != start && (is_ideograph(*at) || (is_ascii(*at) && is_wide(before)))) {
            break;
        }
        before = *at;
        *columns += is_wide(before) ? 2 : 1;
        do {
            at++;
        } while (is_continuation(*at));
    }
    return (size_t)(at - start);
}

void wrap_put(const char *paragraph, unsigned columns, struct text *text) {
    const unsigned char *at = (const unsigned char *)paragraph;
    unsigned column = 0;

    while (*at != '\0') {
        unsigned space = *at == ' ' ? 1 : 0;
        unsigned width;
        size_t length;

        at += space;
        length = take_unit(at, &width);
        if (column > 0 && column + space + width > columns) {
            text_put_char(text, '\n');
            column = 0;
        } else if (column > 0 && space > 0) {
            text_put_char(text, ' ');
            column++;
        }
        text_put(text, (const char *)at, length);
        column += width;
        at += length;
    }
    text_put_char(text, '\n');
}
