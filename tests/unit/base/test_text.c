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

#include "tcpgloss/base/text.h"

static struct text text;

static int set_up(void **state) {
    (void)state;
    text_init(&text);
    return 0;
}

static int tear_down(void **state) {
    (void)state;
    text_free(&text);
    return 0;
}

static void assert_text(const char *expected) {
    assert_false(text.failed);
    assert_int_equal(text.length, strlen(expected));
    assert_memory_equal(text.data, expected, text.length);
    text_clear(&text);
}

/* Numbers at which the count of digits changes, in either base. */
static uint64_t edge(unsigned i) {
    uint64_t power = 1;

    for (unsigned n = i / 3; n > 0; n--) {
        power *= 10;
    }
    return i < 60 ? power + i % 3 - 1 : (UINT64_C(1) << (i - 60)) - (i % 2);
}

enum { EDGES = 60 + 64 };

static void test_text_put_numbers_as_printf_does(void **state) {
    char expected[64];

    (void)state;
    for (unsigned i = 0; i < EDGES; i++) {
        uint64_t value = edge(i);

        text_put_u64(&text, value);
        (void)snprintf(expected, sizeof expected, "%" PRIu64, value);
        assert_text(expected);
        text_put_u32(&text, (uint32_t)value);
        (void)snprintf(expected, sizeof expected, "%" PRIu32, (uint32_t)value);
        assert_text(expected);
        text_put_hex(&text, value);
        (void)snprintf(expected, sizeof expected, "%" PRIx64, value);
        assert_text(expected);
        text_put_padded(&text, value, 9);
        (void)snprintf(expected, sizeof expected, "%09" PRIu64, value);
        assert_text(expected);
        text_put_hex_padded(&text, value & 0xffff, 4);
        (void)snprintf(expected, sizeof expected, "%04" PRIx64, value & 0xffff);
        assert_text(expected);
    }
}

static void test_text_put_ipv4_as_inet_ntop_does(void **state) {
    char expected[INET_ADDRSTRLEN];

    (void)state;
    for (unsigned value = 0; value < 256; value++) {
        const uint8_t address[4] = {(uint8_t)value, 0, 255, (uint8_t)(255 - value)};

        text_put_ipv4(&text, address);
        assert_non_null(inet_ntop(AF_INET, address, expected, sizeof expected));
        assert_text(expected);
    }
}

/* Every pattern of zero and other groups, with values that differ in their digits. */
static void test_text_put_ipv6_as_inet_ntop_does(void **state) {
    static const uint16_t values[] = {1, 0x20, 0x300, 0xffff};
    char expected[INET6_ADDRSTRLEN];

    (void)state;
    for (unsigned pattern = 0; pattern < 256; pattern++) {
        for (unsigned first = 0; first < 4; first++) {
            uint8_t address[16] = {0};

            for (unsigned group = 0; group < 8; group++) {
                if ((pattern >> group & 1) != 0) {
                    uint16_t value = values[(first + group) % 4];

                    address[2 * group] = (uint8_t)(value >> 8);
                    address[2 * group + 1] = (uint8_t)value;
                }
            }
            text_put_ipv6(&text, address);
            assert_non_null(inet_ntop(AF_INET6, address, expected, sizeof expected));
            assert_text(expected);
        }
    }
}

static void test_text_put_ipv6_mapped_ends_in_dots(void **state) {
    const uint8_t mapped[16] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 192, 0, 2, 1};
    const uint8_t compatible[16] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 192, 0, 2, 1};

    (void)state;
    text_put_ipv6(&text, mapped);
    assert_text("::ffff:192.0.2.1");
    text_put_ipv6(&text, compatible);
    assert_text("::192.0.2.1");
}

static void test_text_put_mac_has_six_pairs(void **state) {
    const uint8_t address[6] = {0, 0x1b, 0xff, 0x0a, 0x90, 1};

    (void)state;
    text_put_mac(&text, address);
    assert_text("00:1b:ff:0a:90:01");
}

/* Whatever the byte, only printable ASCII comes out. */
static void test_text_put_escaped_is_printable(void **state) {
    (void)state;
    for (unsigned byte = 0; byte < 256; byte++) {
        text_put_escaped(&text, (uint8_t)byte);
        for (size_t i = 0; i < text.length; i++) {
            assert_in_range(text.data[i], 0x20, 0x7e);
        }
        text_clear(&text);
    }
    text_put_escaped(&text, 'a');
    text_put_escaped(&text, 0x1b);
    text_put_escaped(&text, 0x7f);
    text_put_escaped(&text, 0xe1);
    text_put_escaped(&text, 0x9b);
    assert_text("a^[^?M-aM-^[");
}

static void test_text_grows_and_keeps_what_it_has(void **state) {
    (void)state;
    for (unsigned i = 0; i < 100000; i++) {
        text_put_char(&text, (char)('a' + i % 26));
    }
    assert_int_equal(text.length, 100000);
    for (unsigned i = 0; i < 100000; i++) {
        assert_int_equal(text.data[i], 'a' + i % 26);
    }
}

static void test_text_without_memory_fails_and_stays_usable(void **state) {
    (void)state;
    text_put_string(&text, "kept");
    assert_false(text_grow(&text, SIZE_MAX / 2));
    assert_true(text.failed);
    assert_int_equal(text.length, 4);
    assert_memory_equal(text.data, "kept", 4);
}

/* Half a record and then the next one would look like one. */
static void test_text_that_has_failed_takes_nothing_more(void **state) {
    (void)state;
    text_put_string(&text, "kept");
    assert_false(text_grow(&text, SIZE_MAX / 2));
    text_put_char(&text, 'x');
    assert_int_equal(text.length, 4);
    assert_string_equal(text_string(&text), "");
    text_clear(&text);
    text_put_char(&text, 'x');
    assert_int_equal(text.length, 0);
    assert_true(text.failed);
}

static void test_text_failed_part_fails_the_whole(void **state) {
    struct text part;

    (void)state;
    text_init(&part);
    assert_false(text_grow(&part, SIZE_MAX / 2));
    text_free_part(&part, &text);
    assert_true(text.failed);
}

/* An empty text may be pointed into: nothing is added to a null pointer. */
static void test_text_empty_has_data(void **state) {
    (void)state;
    assert_non_null(text.data);
    text_put_string(&text, "something");
    text_release(&text);
    assert_non_null(text.data);
    assert_string_equal(text_string(&text), "");
}

static void test_text_very_large_is_given_back_when_cleared(void **state) {
    (void)state;
    text_put_spaces(&text, TEXT_KEPT_MAX + 1);
    text_clear(&text);
    assert_int_equal(text.capacity, 0);
    text_put_spaces(&text, TEXT_LARGE);
    text_clear(&text);
    assert_true(text.capacity >= TEXT_LARGE);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_text_put_numbers_as_printf_does, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_text_put_ipv4_as_inet_ntop_does, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_text_put_ipv6_as_inet_ntop_does, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_text_put_ipv6_mapped_ends_in_dots, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_text_put_mac_has_six_pairs, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_text_put_escaped_is_printable, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_text_grows_and_keeps_what_it_has, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_text_that_has_failed_takes_nothing_more, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(test_text_failed_part_fails_the_whole, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_text_empty_has_data, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_text_very_large_is_given_back_when_cleared, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(test_text_without_memory_fails_and_stays_usable, set_up,
                                        tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
