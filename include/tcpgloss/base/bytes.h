/*
 * Bytes from a capture: loads in a given byte order, and spans with checked reads.
 *
 * A load reads unconditionally: its caller has checked the length. A span knows its length, and
 * every read from it says whether the bytes were there. Nothing here allocates or owns memory; a
 * span is valid as long as the buffer it points into.
 */
#ifndef TCPGLOSS_BASE_BYTES_H
#define TCPGLOSS_BASE_BYTES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

static inline uint16_t load_be16(const uint8_t *p) {
    return (uint16_t)((unsigned)p[0] << 8 | p[1]);
}

static inline uint32_t load_be24(const uint8_t *p) {
    return (uint32_t)p[0] << 16 | (uint32_t)p[1] << 8 | p[2];
}

static inline uint32_t load_be32(const uint8_t *p) {
    return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

static inline uint64_t load_be64(const uint8_t *p) {
    return (uint64_t)load_be32(p) << 32 | load_be32(p + 4);
}

static inline uint16_t load_le16(const uint8_t *p) {
    return (uint16_t)((unsigned)p[1] << 8 | p[0]);
}

static inline uint32_t load_le32(const uint8_t *p) {
    return (uint32_t)p[3] << 24 | (uint32_t)p[2] << 16 | (uint32_t)p[1] << 8 | p[0];
}

static inline uint64_t load_le64(const uint8_t *p) {
    return (uint64_t)load_le32(p + 4) << 32 | load_le32(p);
}

/* A run of readable bytes. */
struct span {
    const uint8_t *data;
    size_t length;
};

/* Whether `count` bytes from `offset` on are inside the span. No overflow for any arguments. */
static inline bool span_has(struct span s, size_t offset, size_t count) {
    return offset <= s.length && count <= s.length - offset;
}

/* What follows the first `offset` bytes; empty, never out of range, if there is nothing. */
static inline struct span span_from(struct span s, size_t offset) {
    if (offset > s.length) {
        offset = s.length;
    }
    return (struct span){.data = s.data + offset, .length = s.length - offset};
}

/* The first `length` bytes, or all of them if there are fewer. */
static inline struct span span_first(struct span s, size_t length) {
    return (struct span){.data = s.data, .length = length < s.length ? length : s.length};
}

/* Checked reads in network byte order. False, and *value untouched, if a byte is missing. */
static inline bool span_u8(struct span s, size_t offset, uint8_t *value) {
    if (!span_has(s, offset, 1)) {
        return false;
    }
    *value = s.data[offset];
    return true;
}

static inline bool span_be16(struct span s, size_t offset, uint16_t *value) {
    if (!span_has(s, offset, 2)) {
        return false;
    }
    *value = load_be16(s.data + offset);
    return true;
}

static inline bool span_be32(struct span s, size_t offset, uint32_t *value) {
    if (!span_has(s, offset, 4)) {
        return false;
    }
    *value = load_be32(s.data + offset);
    return true;
}

#endif
