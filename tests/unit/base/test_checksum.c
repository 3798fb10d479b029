#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tcpgloss/base/checksum.h"

/* An IPv4 header whose checksum, 0xb861, is right. */
static const uint8_t header[20] = {0x45, 0x00, 0x00, 0x73, 0x00, 0x00, 0x40, 0x00, 0x40, 0x11,
                                   0xb8, 0x61, 0xc0, 0xa8, 0x00, 0x01, 0xc0, 0xa8, 0x00, 0xc7};

static void test_checksum_right_field_is_zero(void **state) {
    (void)state;
    assert_int_equal(checksum_finish(checksum_add(0, header, sizeof header)), 0);
}

static void test_checksum_wrong_field_tells_expected(void **state) {
    uint8_t bad[sizeof header];
    uint16_t checksum;

    (void)state;
    for (size_t i = 0; i < sizeof header; i++) {
        bad[i] = header[i];
    }
    bad[10] = 0x12;
    bad[11] = 0x34;
    checksum = checksum_finish(checksum_add(0, bad, sizeof bad));
    assert_int_not_equal(checksum, 0);
    assert_int_equal(checksum_expected(0x1234, checksum), 0xb861);
}

static void test_checksum_odd_length_pads_with_zero(void **state) {
    static const uint8_t odd[3] = {0x01, 0x02, 0x03};

    (void)state;
    assert_int_equal(checksum_finish(checksum_add(0, odd, sizeof odd)), 0xffff - (0x0102 + 0x0300));
}

static void test_checksum_carry_wraps_around(void **state) {
    static const uint8_t ones[6] = {0xff, 0xff, 0xff, 0xff, 0x00, 0x01};

    (void)state;
    assert_int_equal(checksum_finish(checksum_add(0, ones, sizeof ones)), 0xfffe);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_checksum_right_field_is_zero),
        cmocka_unit_test(test_checksum_wrong_field_tells_expected),
        cmocka_unit_test(test_checksum_odd_length_pads_with_zero),
        cmocka_unit_test(test_checksum_carry_wraps_around),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
