#include "tcpgloss/base/format.h"

#include <stdbool.h>

#include "tcpgloss/base/bytes.h"

/* Every number below a thousand: its three digits, and how many of them are leading zeros. A number
 * is written by three digits at a time. */
#define TEN(tens, zeros)                                                                           \
    tens "0" zeros tens "1" zeros tens "2" zeros tens "3" zeros tens "4" zeros tens "5" zeros tens \
         "6" zeros tens "7" zeros tens "8" zeros tens "9" zeros
#define MORE_TENS(hundreds, zeros)                                                                 \
    TEN(hundreds "1", zeros)                                                                       \
    TEN(hundreds "2", zeros)                                                                       \
    TEN(hundreds "3", zeros)                                                                       \
    TEN(hundreds "4", zeros)                                                                       \
    TEN(hundreds "5", zeros)                                                                       \
    TEN(hundreds "6", zeros)                                                                       \
    TEN(hundreds "7", zeros)                                                                       \
    TEN(hundreds "8", zeros)                                                                       \
    TEN(hundreds "9", zeros)
#define HUNDRED(hundreds) TEN(hundreds "0", "\0") MORE_TENS(hundreds, "\0")

static const char three_digits[] = TEN("00", "\2") MORE_TENS("0", "\1") HUNDRED("1") HUNDRED("2")
    HUNDRED("3") HUNDRED("4") HUNDRED("5") HUNDRED("6") HUNDRED("7") HUNDRED("8") HUNDRED("9");

_Static_assert(sizeof three_digits == 4 * 1000 + 1, "three digits and a count for each number");

const char format_hex_pairs[] = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"
                                "202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f"
                                "404142434445464748494a4b4c4d4e4f505152535455565758595a5b5c5d5e5f"
                                "606162636465666768696a6b6c6d6e6f707172737475767778797a7b7c7d7e7f"
                                "808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9f"
                                "a0a1a2a3a4a5a6a7a8a9aaabacadaeafb0b1b2b3b4b5b6b7b8b9babbbcbdbebf"
                                "c0c1c2c3c4c5c6c7c8c9cacbcccdcecfd0d1d2d3d4d5d6d7d8d9dadbdcdddedf"
                                "e0e1e2e3e4e5e6e7e8e9eaebecedeeeff0f1f2f3f4f5f6f7f8f9fafbfcfdfeff";

/* All three digits of a number below a thousand. Touches four bytes. */
static inline char *put_3(char *to, uint32_t value) {
    memcpy(to, three_digits + 4 * (size_t)value, 4);
    return to + 3;
}

/* The same without leading zeros. */
static inline char *put_first(char *to, uint32_t value) {
    const char *entry = three_digits + 4 * (size_t)value;
    const size_t zeros = (size_t)entry[3];

    memcpy(to, entry + zeros, 4);
    return to + 3 - zeros;
}

static inline char *put_6(char *to, uint32_t value) {
    return put_3(put_3(to, value / 1000), value % 1000);
}

static inline char *put_9(char *to, uint32_t value) {
    return put_6(put_3(to, value / 1000000), value % 1000000);
}

char *format_u32(char *to, uint32_t value) {
    if (value < 1000) {
        return put_first(to, value);
    }
    if (value < 1000000) {
        return put_3(put_first(to, value / 1000), value % 1000);
    }
    if (value < 1000000000) {
        return put_6(put_first(to, value / 1000000), value % 1000000);
    }
    return put_9(put_first(to, value / 1000000000), value % 1000000000);
}

char *format_u64(char *to, uint64_t value) {
    if (value <= UINT32_MAX) {
        return format_u32(to, (uint32_t)value);
    }
    return put_9(format_u64(to, value / 1000000000), (uint32_t)(value % 1000000000));
}

char *format_three(char *to, uint32_t value) {
    return put_3(to, value);
}

char *format_six(char *to, uint32_t value) {
    return put_6(to, value);
}

char *format_nine(char *to, uint32_t value) {
    return put_9(to, value);
}

char *format_padded(char *to, uint64_t value, unsigned width) {
    char shortest[FORMAT_U64_ROOM];
    size_t count;

    count = (size_t)(format_u64(shortest, value) - shortest);
    for (; count < width; width--) {
        *to++ = '0';
    }
    memcpy(to, shortest, count);
    return to + count;
}

char *format_hex_padded(char *to, uint64_t value, unsigned width) {
    for (; width >= 2; width -= 2) {
        to = format_hex_byte(to, (uint8_t)(value >> 4 * (width - 2)));
    }
    if (width != 0) {
        *to++ = format_hex_pairs[2 * (value & 0xf) + 1];
    }
    return to;
}

char *format_ipv4(char *to, const uint8_t address[4]) {
    to = put_first(to, address[0]);
    *to++ = '.';
    to = put_first(to, address[1]);
    *to++ = '.';
    to = put_first(to, address[2]);
    *to++ = '.';
    return put_first(to, address[3]);
}

/* Up to four hexadecimal digits without leading zeros. Touches four bytes in every case. */
static inline char *put_group(char *to, uint16_t group) {
    unsigned zeros = ((unsigned)__builtin_clz(group | 1u) - 16) / 4;
    uint32_t digits = (group | (uint32_t)group << 8) & 0x00ff00ff;

    digits = (digits | digits << 4) & 0x0f0f0f0f; /* one in each byte, the first one on top */
    digits += 0x30303030 + ((digits + 0x06060606) >> 4 & 0x01010101) * ('a' - '0' - 10);
    digits <<= 8 * zeros;
    to[0] = (char)(digits >> 24);
    to[1] = (char)(digits >> 16);
    to[2] = (char)(digits >> 8);
    to[3] = (char)digits;
    return to + 4 - zeros;
}

/* Which of four groups are zero, the first one on top: a bit for each, all four at once. */
static inline unsigned find_zeros(uint64_t groups) {
    const uint64_t low = 0x7fff7fff7fff7fff;
    uint64_t zeros = ~(((groups & low) + low) | groups | low); /* the top bit of each zero group */

    return (unsigned)((zeros >> 15) * 0x0001000200040008 >> 48 & 0xf);
}

enum { NO_RUN = 16 }; /* behind the last group, and by more than a run is long */

/* The longest run of at least two zero groups, the first of equals (RFC 5952 §4.2). */
static inline unsigned find_zero_run(const uint8_t address[16], unsigned *first) {
    unsigned starts = find_zeros(load_be64(address)) << 4 | find_zeros(load_be64(address + 8));
    unsigned longest = 0;
    unsigned count = 0;

    /* A bit stands for a run of `count` groups and more that begins with this one. */
    for (; starts != 0; starts &= starts << 1) {
        longest = starts;
        count++;
    }
    *first = count >= 2 ? (unsigned)__builtin_clz(longest) - 24 : NO_RUN;
    return count;
}

/* IPv4-compatible and IPv4-mapped addresses end in dotted decimal, as inet_ntop() has it. */
static inline bool ends_in_ipv4(const uint8_t address[16], unsigned first, unsigned count) {
    return first == 0 && (count == 6 || (count == 7 && load_be16(address + 14) != 1) ||
                          (count == 5 && load_be16(address + 10) == 0xffff));
}

char *format_ipv6(char *to, const uint8_t address[16]) {
    unsigned first;
    unsigned count = find_zero_run(address, &first);

    for (unsigned i = 0; i < 8; i++) {
        if (i == first) {
            if (i == 0) {
                *to++ = ':';
            }
            *to++ = ':';
            i += count - 1;
        } else if (i == 6 && ends_in_ipv4(address, first, count)) {
            return format_ipv4(to, address + 12);
        } else {
            to = put_group(to, load_be16(address + 2 * (size_t)i));
            *to++ = ':';
        }
    }
    return first + count == 8 ? to : to - 1;
}

char *format_mac(char *to, const uint8_t address[6]) {
    to = format_hex_byte(to, address[0]);
    for (size_t i = 1; i < 6; i++) {
        *to++ = ':';
        to = format_hex_byte(to, address[i]);
    }
    return to;
}

char *format_escaped(char *to, uint8_t byte) {
    if (byte >= 0x80) {
        *to++ = 'M';
        *to++ = '-';
        byte &= 0x7f;
    }
    if (byte < 0x20 || byte == 0x7f) {
        *to++ = '^';
        byte ^= 0x40;
    }
    *to++ = (char)byte;
    return to;
}
