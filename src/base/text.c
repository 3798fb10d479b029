#include "tcpgloss/base/text.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "tcpgloss/base/bytes.h"

static const char hex_digits[] = "0123456789abcdef";

void text_init(struct text *text) {
    *text = (struct text){0};
}

void text_free(struct text *text) {
    free(text->data);
    text_init(text);
}

bool text_grow(struct text *text, size_t extra) {
    size_t capacity = text->capacity != 0 ? text->capacity : 4096;
    char *data;

    if (text->failed || extra > SIZE_MAX / 4 || text->length > SIZE_MAX / 4) {
        text->failed = true;
        return false;
    }
    while (capacity < text->length + extra) {
        capacity *= 2;
    }
    data = realloc(text->data, capacity);
    if (data == NULL) {
        text->failed = true;
        return false;
    }
    text->data = data;
    text->capacity = capacity;
    return true;
}

void text_put_spaces(struct text *text, size_t count) {
    if (text_reserve(text, count) && count != 0) {
        memset(text->data + text->length, ' ', count);
        text->length += count;
    }
}

/* Two decimal digits for every value below 100, side by side. */
static const char two_digits[] = "00010203040506070809101112131415161718192021222324"
                                 "25262728293031323334353637383940414243444546474849"
                                 "50515253545556575859606162636465666768697071727374"
                                 "75767778798081828384858687888990919293949596979899";

/* Writes the last `count` digits of `value`, leading zeros included, from `to` on. */
static inline void write_digits(char *to, uint32_t value, unsigned count) {
    while (count >= 2) {
        count -= 2;
        memcpy(to + count, two_digits + 2 * (size_t)(value % 100), 2);
        value /= 100;
    }
    if (count != 0) {
        *to = (char)('0' + value % 10);
    }
}

static inline unsigned count_digits(uint32_t value) {
    unsigned count = 1;

    if (value >= 100000) {
        value /= 100000;
        count = 6;
    }
    return count + (value >= 10) + (value >= 100) + (value >= 1000) + (value >= 10000);
}

/* Numbers of 64 bits go in groups of nine digits. */
enum { GROUP_DIGITS = 9, GROUP = 1000000000 };

static unsigned count_digits_u64(uint64_t value) {
    unsigned count = 0;

    while (value >= GROUP) {
        value /= GROUP;
        count += GROUP_DIGITS;
    }
    return count + count_digits((uint32_t)value);
}

static void put_digits(struct text *text, uint64_t value, unsigned count) {
    char *to;

    if (!text_reserve(text, count)) {
        return;
    }
    to = text->data + text->length;
    text->length += count;
    while (count > GROUP_DIGITS) {
        count -= GROUP_DIGITS;
        write_digits(to + count, (uint32_t)(value % GROUP), GROUP_DIGITS);
        value /= GROUP;
    }
    write_digits(to, (uint32_t)value, count);
}

void text_put_u32(struct text *text, uint32_t value) {
    unsigned count = count_digits(value);

    if (text_reserve(text, count)) {
        write_digits(text->data + text->length, value, count);
        text->length += count;
    }
}

void text_put_u64(struct text *text, uint64_t value) {
    put_digits(text, value, count_digits_u64(value));
}

void text_put_i64(struct text *text, int64_t value) {
    if (value < 0) {
        text_put_char(text, '-');
        text_put_u64(text, (uint64_t)0 - (uint64_t)value);
    } else {
        text_put_u64(text, (uint64_t)value);
    }
}

void text_put_padded(struct text *text, uint64_t value, unsigned width) {
    unsigned count = count_digits_u64(value);

    put_digits(text, value, count > width ? count : width);
}

void text_put_hex_padded(struct text *text, uint64_t value, unsigned width) {
    char digits[16];

    for (unsigned i = width; i > 0; i--) {
        digits[i - 1] = hex_digits[value & 0xf];
        value >>= 4;
    }
    text_put(text, digits, width);
}

void text_put_hex(struct text *text, uint64_t value) {
    unsigned width = 1;

    while (width < 16 && value >> (4 * width) != 0) {
        width++;
    }
    text_put_hex_padded(text, value, width);
}

void text_put_ipv4(struct text *text, const uint8_t address[4]) {
    char *to;

    if (!text_reserve(text, 16)) {
        return;
    }
    to = text->data + text->length;
    for (int i = 0; i < 4; i++) {
        unsigned count = 1u + (address[i] >= 10) + (address[i] >= 100);

        write_digits(to, address[i], count);
        to[count] = '.';
        to += count + 1;
    }
    text->length = (size_t)(to - text->data) - 1;
}

/* Finds the longest run of at least two zero groups, the first of equals (RFC 5952 §4.2). */
static void find_zero_run(const uint16_t groups[8], int *first, int *count) {
    *first = -1;
    *count = 1;
    for (int i = 0; i < 8;) {
        int n = 0;

        while (i + n < 8 && groups[i + n] == 0) {
            n++;
        }
        if (n > *count) {
            *first = i;
            *count = n;
        }
        i += n > 0 ? n : 1;
    }
}

/* IPv4-compatible and IPv4-mapped addresses end in dotted decimal, as inet_ntop() has it. */
static bool ends_in_ipv4(const uint16_t groups[8], int first, int count) {
    return first == 0 &&
           (count == 6 || (count == 7 && groups[7] != 1) || (count == 5 && groups[5] == 0xffff));
}

void text_put_ipv6(struct text *text, const uint8_t address[16]) {
    uint16_t groups[8];
    int first;
    int count;

    for (int i = 0; i < 8; i++) {
        groups[i] = load_be16(address + 2 * (size_t)i);
    }
    find_zero_run(groups, &first, &count);
    if (!text_reserve(text, 46)) {
        return;
    }
    for (int i = 0; i < 8; i++) {
        if (i == first) {
            text_put_char(text, ':');
            i += count - 1;
            if (i == 7) {
                text_put_char(text, ':');
            }
            continue;
        }
        if (i > 0) {
            text_put_char(text, ':');
        }
        if (i == 6 && ends_in_ipv4(groups, first, count)) {
            text_put_ipv4(text, address + 12);
            return;
        }
        text_put_hex(text, groups[i]);
    }
}

void text_put_mac(struct text *text, const uint8_t address[6]) {
    char buffer[17];

    for (size_t i = 0; i < 6; i++) {
        buffer[3 * i] = hex_digits[address[i] >> 4];
        buffer[3 * i + 1] = hex_digits[address[i] & 0xf];
        if (i < 5) {
            buffer[3 * i + 2] = ':';
        }
    }
    text_put(text, buffer, sizeof buffer);
}

void text_printf(struct text *text, const char *format, ...) {
    va_list arguments;
    int length;

    va_start(arguments, format);
    length = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    if (length < 0 || !text_reserve(text, (size_t)length + 1)) {
        return;
    }
    va_start(arguments, format);
    (void)vsnprintf(text->data + text->length, (size_t)length + 1, format, arguments);
    va_end(arguments);
    text->length += (size_t)length;
}

void text_put_escaped(struct text *text, uint8_t byte) {
    if (byte >= 0x80) {
        text_put(text, "M-", 2);
        byte &= 0x7f;
    }
    if (byte < 0x20 || byte == 0x7f) {
        text_put_char(text, '^');
        byte ^= 0x40;
    }
    text_put_char(text, (char)byte);
}
