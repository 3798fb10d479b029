#include "tcpgloss/base/format.h"

#include "tcpgloss/base/bytes.h"

/* Two decimal digits for every value below 100, side by side. */
static const char two_digits[] = "00010203040506070809101112131415161718192021222324"
                                 "25262728293031323334353637383940414243444546474849"
                                 "50515253545556575859606162636465666768697071727374"
                                 "75767778798081828384858687888990919293949596979899";

/* Every octet of an IPv4 address, filled up to four characters. */
static const char octets[] = "0.  1.  2.  3.  4.  5.  6.  7.  8.  9.  10. 11. 12. 13. 14. 15. "
                             "16. 17. 18. 19. 20. 21. 22. 23. 24. 25. 26. 27. 28. 29. 30. 31. "
                             "32. 33. 34. 35. 36. 37. 38. 39. 40. 41. 42. 43. 44. 45. 46. 47. "
                             "48. 49. 50. 51. 52. 53. 54. 55. 56. 57. 58. 59. 60. 61. 62. 63. "
                             "64. 65. 66. 67. 68. 69. 70. 71. 72. 73. 74. 75. 76. 77. 78. 79. "
                             "80. 81. 82. 83. 84. 85. 86. 87. 88. 89. 90. 91. 92. 93. 94. 95. "
                             "96. 97. 98. 99. 100.101.102.103.104.105.106.107.108.109.110.111."
                             "112.113.114.115.116.117.118.119.120.121.122.123.124.125.126.127."
                             "128.129.130.131.132.133.134.135.136.137.138.139.140.141.142.143."
                             "144.145.146.147.148.149.150.151.152.153.154.155.156.157.158.159."
                             "160.161.162.163.164.165.166.167.168.169.170.171.172.173.174.175."
                             "176.177.178.179.180.181.182.183.184.185.186.187.188.189.190.191."
                             "192.193.194.195.196.197.198.199.200.201.202.203.204.205.206.207."
                             "208.209.210.211.212.213.214.215.216.217.218.219.220.221.222.223."
                             "224.225.226.227.228.229.230.231.232.233.234.235.236.237.238.239."
                             "240.241.242.243.244.245.246.247.248.249.250.251.252.253.254.255.";

static const char hex_digits[] = "0123456789abcdef";

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
    count = (size_t)(format_u64(digits, value) - digits);
    for (; count < width; width--) {
        *to++ = '0';
    }
    memcpy(to, digits, count);
    return to + count;
}

char *format_hex_padded(char *to, uint64_t value, unsigned width) {
    for (unsigned i = width; i > 0; i--) {
        to[i - 1] = hex_digits[value & 0xf];
        value >>= 4;
    }
    return to + width;
}

char *format_ipv4(char *to, const uint8_t address[4]) {
    for (int i = 0; i < 4; i++) {
        memcpy(to, octets + 4 * (size_t)address[i], 4);
        to += 2 + (address[i] >= 10) + (address[i] >= 100);
    }
    return to - 1;
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

/* The longest run of at least two zero groups, the first of equals (RFC 5952 §4.2). */
static inline unsigned find_zero_run(const uint16_t groups[8], unsigned *first) {
    unsigned starts = 0; /* bit i: a run begins, or goes on, at group i */
    unsigned longest = 0;
    unsigned count = 0;

    for (unsigned i = 0; i < 8; i++) {
        starts |= (unsigned)(groups[i] == 0) << i;
    }
    for (; starts != 0; starts &= starts >> 1) {
        longest = starts;
        count++;
    }
    *first = count >= 2 ? (unsigned)__builtin_ctz(longest) : 8;
    return count;
}

/* IPv4-compatible and IPv4-mapped addresses end in dotted decimal, as inet_ntop() has it. */
static inline int ends_in_ipv4(const uint16_t groups[8], unsigned first, unsigned count) {
    return first == 0 &&
           (count == 6 || (count == 7 && groups[7] != 1) || (count == 5 && groups[5] == 0xffff));
}

char *format_ipv6(char *to, const uint8_t address[16]) {
    uint16_t groups[8];
    unsigned first;
    unsigned count;

    for (size_t i = 0; i < 8; i++) {
        groups[i] = load_be16(address + 2 * i);
    }
    count = find_zero_run(groups, &first);
    for (unsigned i = 0; i < 8; i++) {
        if (i == first) {
            *to++ = ':';
            i += count - 1;
            if (i == 7) {
                *to++ = ':';
            }
            continue;
        }
        if (i > 0) {
            *to++ = ':';
        }
        if (i == 6 && ends_in_ipv4(groups, first, count)) {
            return format_ipv4(to, address + 12);
        }
        to = put_group(to, groups[i]);
    }
    return to;
}

char *format_mac(char *to, const uint8_t address[6]) {
    for (size_t i = 0; i < 6; i++) {
        to[3 * i] = hex_digits[address[i] >> 4];
        to[3 * i + 1] = hex_digits[address[i] & 0xf];
        if (i < 5) {
            to[3 * i + 2] = ':';
        }
    }
    return to + FORMAT_MAC_ROOM;
}
