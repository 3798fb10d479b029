/*
 * Serial-number arithmetic on TCP sequence numbers: they wrap at 2^32, so "before" means "less
 * than half the circle behind" (RFC 1982 §3.2, RFC 9293 §3.4).
 */
#ifndef TCPGLOSS_BASE_SERIAL_H
#define TCPGLOSS_BASE_SERIAL_H

#include <stdbool.h>
#include <stdint.h>

/* How far `a` is ahead of `b`: negative if it is behind, -2^31 if it is just opposite. */
static inline int32_t seq_diff(uint32_t a, uint32_t b) {
    uint32_t distance = a - b;

    return distance <= INT32_MAX ? (int32_t)distance : -(int32_t)(UINT32_MAX - distance) - 1;
}

static inline bool seq_lt(uint32_t a, uint32_t b) {
    return seq_diff(a, b) < 0;
}

static inline bool seq_leq(uint32_t a, uint32_t b) {
    return seq_diff(a, b) <= 0;
}

static inline bool seq_gt(uint32_t a, uint32_t b) {
    return seq_diff(a, b) > 0;
}

static inline bool seq_geq(uint32_t a, uint32_t b) {
    return seq_diff(a, b) >= 0;
}

static inline uint32_t seq_max(uint32_t a, uint32_t b) {
    return seq_gt(a, b) ? a : b;
}

/* Whether `low` <= `seq` < `low` + `size`, the test of a window (RFC 9293 §3.4). */
static inline bool seq_in_window(uint32_t seq, uint32_t low, uint32_t size) {
    return seq - low < size;
}

#endif
