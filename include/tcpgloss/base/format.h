/*
 * Numbers and addresses as text, written where the caller has made room.
 *
 * Each function writes from `to` on and returns where its text ends, so that calls follow each
 * other and nothing is checked between them. The caller has made room for all that they may touch:
 * for each the bytes named below, which can be a few more than the text has. Nothing is
 * NUL-terminated.
 *
 * text.h is built on this; what is printed for every packet uses it directly, with text_begin().
 */
#ifndef TCPGLOSS_BASE_FORMAT_H
#define TCPGLOSS_BASE_FORMAT_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "tcpgloss/base/export.h"

/* The most that each function touches. */
enum {
    FORMAT_U32_ROOM = 11,
    FORMAT_U64_ROOM = 21,
    FORMAT_HEX_ROOM = 16,
    FORMAT_IPV4_ROOM = 16,
    FORMAT_IPV6_ROOM = 40,
    FORMAT_MAC_ROOM = 17,
    FORMAT_ESCAPED_ROOM = 4,
};

__attribute__((always_inline)) static inline char *format_bytes(char *to, const char *bytes,
                                                                size_t length) {
    memcpy(to, bytes, length);
    return to + length;
}

/* The same in whole blocks, which is faster for a few words: reads and touches up to FORMAT_BLOCK
 * bytes more, which must be there on both sides. */
enum { FORMAT_BLOCK = 16 };

static inline char *format_blocks(char *to, const char *bytes, size_t length) {
    size_t done = 0;

    do {
        memcpy(to + done, bytes + done, FORMAT_BLOCK);
        done += FORMAT_BLOCK;
    } while (done < length);
    return to + length;
}

/* A NUL-terminated string, which needs as much room as it is long: a literal, whose length the
 * compiler knows where this is inlined. */
__attribute__((always_inline)) static inline char *format_string(char *to, const char *string) {
    return format_bytes(to, string, strlen(string));
}

/* Decimal, without padding (%u, %llu). */
TCPGLOSS_API char *format_u32(char *to, uint32_t value);
TCPGLOSS_API char *format_u64(char *to, uint64_t value);

/* Exactly so many digits of a number that has no more (%03u, %06u, %09u). They touch a byte more.
 */
TCPGLOSS_API char *format_three(char *to, uint32_t value);
TCPGLOSS_API char *format_six(char *to, uint32_t value);
TCPGLOSS_API char *format_nine(char *to, uint32_t value);

/* Decimal, at least `width` digits, filled with zeros (%0*llu). `width` is at most 20. */
TCPGLOSS_API char *format_padded(char *to, uint64_t value, unsigned width);

/* Exactly `width` lower-case hexadecimal digits of the low end of the value (%0*llx for values that
 * fit). `width` is at most 16. */
TCPGLOSS_API char *format_hex_padded(char *to, uint64_t value, unsigned width);

/* The two hexadecimal digits of each byte, one pair after another, and those of one. */
TCPGLOSS_API extern const char format_hex_pairs[2 * 256 + 1];

static inline char *format_hex_byte(char *to, uint8_t byte) {
    memcpy(to, format_hex_pairs + 2 * (size_t)byte, 2);
    return to + 2;
}

/* An address in network byte order, as inet_ntop() would write it. */
TCPGLOSS_API char *format_ipv4(char *to, const uint8_t address[4]);
TCPGLOSS_API char *format_ipv6(char *to, const uint8_t address[16]);

/* 00:11:22:33:44:55 */
TCPGLOSS_API char *format_mac(char *to, const uint8_t address[6]);

/* One byte from outside, as tcpdump's fn_print_char() shows it: printable ASCII as it is, 0x80 and
 * above as M- and the rest, control characters as ^X. */
TCPGLOSS_API char *format_escaped(char *to, uint8_t byte);

#endif
