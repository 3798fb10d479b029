#include <arpa/inet.h>
#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tcpgloss/base/format.h"

/* A block of exactly `size` bytes, so that AddressSanitizer sees one byte too many. */
static char *room(size_t size) {
    char *block = malloc(size);

    assert_non_null(block);
    return block;
}

static void assert_formatted(char *block, const char *end, const char *expected) {
    assert_int_equal(end - block, strlen(expected));
    assert_memory_equal(block, expected, strlen(expected));
    free(block);
}

static void test_format_numbers_stay_in_their_room(void **state) {
    char expected[64];

    (void)state;
    for (unsigned bits = 0; bits <= 64; bits++) {
        uint64_t value = bits == 0 ? 0 : UINT64_MAX >> (64 - bits);
        char *block = room(FORMAT_U32_ROOM);

        (void)snprintf(expected, sizeof expected, "%" PRIu32, (uint32_t)value);
        assert_formatted(block, format_u32(block, (uint32_t)value), expected);
        block = room(FORMAT_U64_ROOM);
        (void)snprintf(expected, sizeof expected, "%" PRIu64, value);
        assert_formatted(block, format_u64(block, value), expected);
        block = room(FORMAT_U64_ROOM);
        (void)snprintf(expected, sizeof expected, "%020" PRIu64, value);
        assert_formatted(block, format_padded(block, value, 20), expected);
        block = room(FORMAT_HEX_ROOM);
        (void)snprintf(expected, sizeof expected, "%016" PRIx64, value);
        assert_formatted(block, format_hex_padded(block, value, 16), expected);
    }
}

/* Numbers are written by groups of three digits: each group in each place. */
static void test_format_u32_every_group_of_digits_is_written(void **state) {
    char expected[64];

    (void)state;
    for (uint32_t group = 0; group < 1000; group++) {
        for (uint32_t place = 1; place <= 1000000; place *= 1000) {
            char *block = room(FORMAT_U32_ROOM);

            (void)snprintf(expected, sizeof expected, "%" PRIu32, group * place);
            assert_formatted(block, format_u32(block, group * place), expected);
        }
    }
}

static void test_format_padded_six_digits_as_printf_does(void **state) {
    static const uint32_t values[] = {0, 1, 99, 100, 9999, 10000, 123456, 999999, 1000000};
    char expected[64];

    (void)state;
    for (size_t i = 0; i < sizeof values / sizeof values[0]; i++) {
        char *block = room(FORMAT_U64_ROOM);

        (void)snprintf(expected, sizeof expected, "%06" PRIu32, values[i]);
        assert_formatted(block, format_padded(block, values[i], 6), expected);
    }
}

static void test_format_three_six_nine_are_filled_with_zeros(void **state) {
    static const uint32_t values[] = {0, 7, 99, 999, 1000, 65535, 999999, 1000000, 999999999};
    char expected[64];

    (void)state;
    for (size_t i = 0; i < sizeof values / sizeof values[0]; i++) {
        char *block = room(9 + 1);

        (void)snprintf(expected, sizeof expected, "%09" PRIu32, values[i]);
        assert_formatted(block, format_nine(block, values[i]), expected);
        block = room(6 + 1);
        (void)snprintf(expected, sizeof expected, "%06" PRIu32, values[i] % 1000000);
        assert_formatted(block, format_six(block, values[i] % 1000000), expected);
        block = room(3 + 1);
        (void)snprintf(expected, sizeof expected, "%03" PRIu32, values[i] % 1000);
        assert_formatted(block, format_three(block, values[i] % 1000), expected);
    }
}

/* Every byte the same, which has the longest texts, and the shortest last parts. */
static void test_format_addresses_stay_in_their_room(void **state) {
    char expected[INET6_ADDRSTRLEN];

    (void)state;
    for (int value = 0; value < 256; value++) {
        uint8_t address[16];
        char *block = room(FORMAT_IPV4_ROOM);

        memset(address, value, sizeof address);
        assert_non_null(inet_ntop(AF_INET, address, expected, sizeof expected));
        assert_formatted(block, format_ipv4(block, address), expected);
        block = room(FORMAT_IPV6_ROOM);
        assert_non_null(inet_ntop(AF_INET6, address, expected, sizeof expected));
        assert_formatted(block, format_ipv6(block, address), expected);
        block = room(FORMAT_MAC_ROOM);
        (void)snprintf(expected, sizeof expected, "%02x:%02x:%02x:%02x:%02x:%02x", value, value,
                       value, value, value, value);
        assert_formatted(block, format_mac(block, address), expected);
    }
}

static void test_format_ipv6_last_group_short_stays_in_its_room(void **state) {
    uint8_t address[16];
    char expected[INET6_ADDRSTRLEN];

    (void)state;
    memset(address, 0xff, sizeof address);
    for (unsigned shift = 0; shift < 16; shift++) {
        char *block = room(FORMAT_IPV6_ROOM);

        address[14] = (uint8_t)(0xffff >> shift >> 8);
        address[15] = (uint8_t)(0xffff >> shift);
        assert_non_null(inet_ntop(AF_INET6, address, expected, sizeof expected));
        assert_formatted(block, format_ipv6(block, address), expected);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_format_numbers_stay_in_their_room),
        cmocka_unit_test(test_format_u32_every_group_of_digits_is_written),
        cmocka_unit_test(test_format_padded_six_digits_as_printf_does),
        cmocka_unit_test(test_format_three_six_nine_are_filled_with_zeros),
        cmocka_unit_test(test_format_addresses_stay_in_their_room),
        cmocka_unit_test(test_format_ipv6_last_group_short_stays_in_its_room),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
