#include "tcpgloss/base/text.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "tcpgloss/base/format.h"

static char nothing[1];

void text_init(struct text *text) {
    *text = (struct text){.data = nothing};
}

void text_release(struct text *text) {
    if (text->data != nothing) {
        free(text->data);
    }
    text->data = nothing;
    text->length = 0;
    text->capacity = 0;
}

void text_free(struct text *text) {
    text_release(text);
    text_init(text);
}

void text_free_part(struct text *part, struct text *whole) {
    if (part->failed) {
        text_fail(whole);
    }
    text_free(part);
}

const char *text_string(struct text *text) {
    if (!text_reserve(text, 1)) {
        return "";
    }
    text->data[text->length] = '\0';
    return text->data;
}

bool text_grow(struct text *text, size_t extra) {
    size_t capacity = text->capacity != 0 ? text->capacity : 4096;
    char *data;

    if (text->failed || extra > SIZE_MAX / 4 || text->length > SIZE_MAX / 4) {
        text_fail(text);
        return false;
    }
    while (capacity < text->length + extra) {
        capacity *= 2;
    }
    data = realloc(text->data != nothing ? text->data : NULL, capacity);
    if (data == NULL) {
        text_fail(text);
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

void text_put_u32(struct text *text, uint32_t value) {
    char *to = text_begin(text, FORMAT_U32_ROOM);

    if (to != NULL) {
        text_end(text, format_u32(to, value));
    }
}

void text_put_u64(struct text *text, uint64_t value) {
    char *to = text_begin(text, FORMAT_U64_ROOM);

    if (to != NULL) {
        text_end(text, format_u64(to, value));
    }
}

void text_put_padded(struct text *text, uint64_t value, unsigned width) {
    char *to = text_begin(text, FORMAT_U64_ROOM);

    if (to != NULL) {
        text_end(text, format_padded(to, value, width));
    }
}

void text_put_hex_padded(struct text *text, uint64_t value, unsigned width) {
    char *to = text_begin(text, FORMAT_HEX_ROOM);

    if (to != NULL) {
        text_end(text, format_hex_padded(to, value, width));
    }
}

void text_put_hex(struct text *text, uint64_t value) {
    unsigned width = 1;

    while (width < 16 && value >> (4 * width) != 0) {
        width++;
    }
    text_put_hex_padded(text, value, width);
}

void text_put_ipv4(struct text *text, const uint8_t address[4]) {
    char *to = text_begin(text, FORMAT_IPV4_ROOM);

    if (to != NULL) {
        text_end(text, format_ipv4(to, address));
    }
}

void text_put_ipv6(struct text *text, const uint8_t address[16]) {
    char *to = text_begin(text, FORMAT_IPV6_ROOM);

    if (to != NULL) {
        text_end(text, format_ipv6(to, address));
    }
}

void text_put_mac(struct text *text, const uint8_t address[6]) {
    char *to = text_begin(text, FORMAT_MAC_ROOM);

    if (to != NULL) {
        text_end(text, format_mac(to, address));
    }
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
    char *to = text_begin(text, FORMAT_ESCAPED_ROOM);

    if (to != NULL) {
        text_end(text, format_escaped(to, byte));
    }
}
