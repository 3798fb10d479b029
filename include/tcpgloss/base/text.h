/*
 * A growing buffer of output text, and numbers and addresses put into it.
 *
 * The buffer grows by doubling and is emptied, not freed, after each flush, so that in the steady
 * state no packet allocates; only one that has become very large is given back. If memory runs out,
 * what does not fit and all that comes later is dropped, and `failed` stays set. Contents are not
 * NUL-terminated.
 */
#ifndef TCPGLOSS_BASE_TEXT_H
#define TCPGLOSS_BASE_TEXT_H

#include <assert.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "tcpgloss/base/export.h"

enum {
    TEXT_LARGE = 64 * 1024,      /* what text_relieve() looks for */
    TEXT_KEPT_MAX = 1024 * 1024, /* the largest buffer that text_clear() keeps */
};

struct text {
    char *data; /* owned; never null after text_init() */
    size_t length;
    size_t capacity; /* once failed: no more than `length` */
    bool failed;
    /* Takes over what has grown large, empties the text, and may be called at any place where
     * text_relieve() is. Null: all is kept. */
    void (*drain)(void *context);
    void *drain_context;
};

/* Starts empty. No allocation yet; text_free() releases what later calls allocate, and starts
 * afresh. */
TCPGLOSS_API void text_init(struct text *text);
TCPGLOSS_API void text_free(struct text *text);

/* Makes room for `extra` more bytes. False, with `failed` set, if there is no memory. */
TCPGLOSS_API bool text_grow(struct text *text, size_t extra);

static inline bool text_reserve(struct text *text, size_t extra) {
    return extra <= text->capacity - text->length || text_grow(text, extra);
}

/*
 * Direct writing: room for `most` bytes at the end, null if there is no memory; and then where the
 * text ends now, behind what was written there (format.h). Nothing else is put in between.
 */
static inline char *text_begin(struct text *text, size_t most) {
    return text_reserve(text, most) ? text->data + text->length : NULL;
}

static inline void text_end(struct text *text, const char *end) {
    text->length = (size_t)(end - text->data);
    assert(text->length <= text->capacity);
}

/* Frees the buffer and nothing else. */
TCPGLOSS_API void text_release(struct text *text);

static inline void text_clear(struct text *text) {
    text->length = 0;
    if (text->capacity > TEXT_KEPT_MAX || text->failed) {
        text_release(text);
    }
}

/* From now on the text has failed: a part of it could not be made. */
static inline void text_fail(struct text *text) {
    text->failed = true;
    text->capacity = text->length;
}

/* For a text that was put together aside, as a part of `whole`: frees it, and fails `whole` if it
 * has failed. */
TCPGLOSS_API void text_free_part(struct text *part, struct text *whole);

/* Called by whoever may put a great deal into a text, where nothing points into it. */
static inline void text_relieve(struct text *text) {
    if (text->length >= TEXT_LARGE && text->drain != NULL) {
        text->drain(text->drain_context);
    }
}

/* The contents as a string, valid until the text changes; "" if it has failed. */
TCPGLOSS_API const char *text_string(struct text *text);

static inline void text_put(struct text *text, const char *data, size_t length) {
    if (text_reserve(text, length) && length != 0) {
        memcpy(text->data + text->length, data, length);
        text->length += length;
    }
}

static inline void text_put_char(struct text *text, char c) {
    if (text_reserve(text, 1)) {
        text->data[text->length++] = c;
    }
}

/* A NUL-terminated string; the compiler knows the length of a literal. */
static inline void text_put_string(struct text *text, const char *string) {
    text_put(text, string, strlen(string));
}

/* `count` spaces. */
TCPGLOSS_API void text_put_spaces(struct text *text, size_t count);

/* Decimal, without padding (%u, %lld). */
TCPGLOSS_API void text_put_u32(struct text *text, uint32_t value);
TCPGLOSS_API void text_put_u64(struct text *text, uint64_t value);

/* Decimal, at least `width` digits, filled with zeros (%0*u). `width` is at most 20. */
TCPGLOSS_API void text_put_padded(struct text *text, uint64_t value, unsigned width);

/* Lower-case hexadecimal without prefix: as few digits as needed (%x), or exactly `width` digits of
 * the low end of the value (%0*x for values that fit). `width` is at most 16. */
TCPGLOSS_API void text_put_hex(struct text *text, uint64_t value);
TCPGLOSS_API void text_put_hex_padded(struct text *text, uint64_t value, unsigned width);

/* An address in network byte order, as inet_ntop() would write it. */
TCPGLOSS_API void text_put_ipv4(struct text *text, const uint8_t address[4]);
TCPGLOSS_API void text_put_ipv6(struct text *text, const uint8_t address[16]);

/* 00:11:22:33:44:55 */
TCPGLOSS_API void text_put_mac(struct text *text, const uint8_t address[6]);

/* printf() into the buffer: for rare text only, never for every packet. */
TCPGLOSS_API __attribute__((format(printf, 2, 3))) void text_printf(struct text *text,
                                                                    const char *format, ...);

/* One byte from a packet, as tcpdump shows it (format_escaped()). */
TCPGLOSS_API void text_put_escaped(struct text *text, uint8_t byte);

#endif
