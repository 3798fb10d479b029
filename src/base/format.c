#include "tcpgloss/base/format.h"

#include <stdbool.h>

#include "tcpgloss/base/bytes.h"

/* Two decimal digits for every value below 100, side by side. */
static const char two_digits[] = "00010203040506070809101112131415161718192021222324"
                                 "25262728293031323334353637383940414243444546474849"
                                 "50515253545556575859606162636465666768697071727374"
                                 "75767778798081828384858687888990919293949596979899";

/* Every octet of an IPv4 address: its digits, filled up to three, and how many they are. */
static const char octets[] = "0  11  12  13  14  15  16  17  18  19  110 211 212 213 214 215 2"
                             "16 217 218 219 220 221 222 223 224 225 226 227 228 229 230 231 2"
                             "32 233 234 235 236 237 238 239 240 241 242 243 244 245 246 247 2"
                             "48 249 250 251 252 253 254 255 256 257 258 259 260 261 262 263 2"
                             "64 265 266 267 268 269 270 271 272 273 274 275 276 277 278 279 2"
                             "80 281 282 283 284 285 286 287 288 289 290 291 292 293 294 295 2"
                             "96 297 298 299 2100310131023103310431053106310731083109311031113"
                             "1123113311431153116311731183119312031213122312331243125312631273"
                             "1283129313031313132313331343135313631373138313931403141314231433"
                             "1443145314631473148314931503151315231533154315531563157315831593"
                             "1603161316231633164316531663167316831693170317131723173317431753"
                             "1763177317831793180318131823183318431853186318731883189319031913"
                             "1923193319431953196319731983199320032013202320332043205320632073"
                             "2083209321032113212321332143215321632173218321932203221322232233"
                             "2243225322632273228322932303231323232333234323532363237323832393"
                             "2403241324232433244324532463247324832493250325132523253325432553";

const char format_hex_pairs[] = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"
                                "202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f"
                                "404142434445464748494a4b4c4d4e4f505152535455565758595a5b5c5d5e5f"
                                "606162636465666768696a6b6c6d6e6f707172737475767778797a7b7c7d7e7f"
                                "808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9f"
                                "a0a1a2a3a4a5a6a7a8a9aaabacadaeafb0b1b2b3b4b5b6b7b8b9babbbcbdbebf"
                                "c0c1c2c3c4c5c6c7c8c9cacbcccdcecfd0d1d2d3d4d5d6d7d8d9dadbdcdddedf"
                                "e0e1e2e3e4e5e6e7e8e9eaebecedeeeff0f1f2f3f4f5f6f7f8f9fafbfcfdfeff";

/* Exactly two, four or eight digits of a value that has no more. */
static inline char *put_2(char *to, uint32_t value) {
    memcpy(to, two_digits + 2 * (size_t)value, 2);
    return to + 2;
}

static inline char *put_4(char *to, uint32_t value) {
    return put_2(put_2(to, value / 100), value % 100);
}

static inline char *put_8(char *to, uint32_t value) {
    return put_4(put_4(to, value / 10000), value % 10000);
}

/* One digit or two, as many as the value needs. Touches two bytes in either case. */
static inline char *put_first(char *to, uint32_t value) {
    size_t skipped = value < 10;

    memcpy(to, two_digits + 2 * (size_t)value + skipped, 2);
    return to + 2 - skipped;
}

char *format_u32(char *to, uint32_t value) {
    if (value < 100) {
        return put_first(to, value);
    }
    if (value < 10000) {
        return put_2(put_first(to, value / 100), value % 100);
    }
    if (value < 1000000) {
        return put_4(put_first(to, value / 10000), value % 10000);
    }
    if (value < 100000000) {
        return put_4(put_2(put_first(to, value / 1000000), value / 10000 % 100), value % 10000);
    }
    return put_8(put_first(to, value / 100000000), value % 100000000);
}

char *format_u64(char *to, uint64_t value) {
    if (value <= UINT32_MAX) {
        return format_u32(to, (uint32_t)value);
    }
    return put_8(format_u64(to, value / 100000000), (uint32_t)(value % 100000000));
}

char *format_padded(char *to, uint64_t value, unsigned width) {
    char digits[FORMAT_U64_ROOM];
    size_t count;

    if (width == 6 && value < 1000000) { /* microseconds */
        return put_4(put_2(to, (uint32_t)value / 10000), (uint32_t)value % 10000);
    }
    if (width == 9 && value < 1000000000) { /* nanoseconds */
        *to++ = (char)('0' + value / 100000000);
        return put_8(to, (uint32_t)(value % 100000000));
    }
    count = (size_t)(format_u64(digits, value) - digits);
    for (; count < width; width--) {
        *to++ = '0';
    }
    memcpy(to, digits, count);
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

/* Touches four bytes in every case. */
static inline char *put_octet(char *to, size_t octet) {
    const char *entry = octets + 4 * octet;

    memcpy(to, entry, 4);
    return to + (entry[3] - '0');
}

char *format_ipv4(char *to, const uint8_t address[4]) {
    to = put_octet(to, address[0]);
    *to++ = '.';
    to = put_octet(to, address[1]);
    *to++ = '.';
    to = put_octet(to, address[2]);
    *to++ = '.';
    return put_octet(to, address[3]);
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
