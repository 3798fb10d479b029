#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tcpgloss/base/serial.h"

static void test_seq_lt_across_wrap_is_before(void **state) {
    (void)state;
    assert_true(seq_lt(0xfffffff0u, 0x10u));
    assert_false(seq_lt(0x10u, 0xfffffff0u));
    assert_false(seq_lt(7, 7));
    assert_true(seq_leq(7, 7));
}

static void test_seq_diff_counts_both_ways(void **state) {
    (void)state;
    assert_int_equal(seq_diff(0x10u, 0xfffffff0u), 0x20);
    assert_int_equal(seq_diff(0xfffffff0u, 0x10u), -0x20);
    assert_int_equal(seq_diff(0x80000000u, 0), INT32_MIN);
}

static void test_seq_in_window_wrapping_window_holds_both_ends(void **state) {
    (void)state;
    assert_true(seq_in_window(0xffffffffu, 0xfffffff0u, 32));
    assert_true(seq_in_window(15, 0xfffffff0u, 32));
    assert_false(seq_in_window(16, 0xfffffff0u, 32));
    assert_false(seq_in_window(5, 5, 0));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_seq_lt_across_wrap_is_before),
        cmocka_unit_test(test_seq_diff_counts_both_ways),
        cmocka_unit_test(test_seq_in_window_wrapping_window_holds_both_ends),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
