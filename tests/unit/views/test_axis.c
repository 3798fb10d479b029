#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "views/graph/axis.h"

static void test_step_is_round_and_divides_into_few(void **state) {
    const struct axis axis = {.low = 0, .high = 1234567};

    (void)state;
    assert_int_equal(axis_step(&axis, 8), 200000);
    assert_int_equal(axis_step(&axis, 3), 500000);
    assert_int_equal(axis_step(&axis, 1), 1000000);
}

static void test_place_of_the_largest_value_on_the_longest_axis_fits(void **state) {
    const struct axis axis = {
        .low = 0, .high = INT64_MAX / 2, .origin = 1000, .length = 8000, .upwards = true};

    (void)state;
    assert_int_equal(axis_place(&axis, 0), 1000);
    assert_int_equal(axis_place(&axis, INT64_MAX / 2), -7000);
    assert_int_equal(axis_place(&axis, INT64_MAX), -7000);
    assert_int_equal(axis_place(&axis, -5), 1000);
}

static void expect_time(int64_t value, int64_t step, const char *wanted) {
    struct text text;

    text_init(&text);
    axis_put_time(&text, value, step);
    text_put_char(&text, '\0');
    assert_string_equal(text.data, wanted);
    text_free(&text);
}

static void test_times_are_exact_in_the_unit_of_the_step(void **state) {
    (void)state;
    expect_time(1500000000, 500000000, "1.5 s");
    expect_time(20000000, 20000000, "0.02 s");
    expect_time(25000000, 5000000, "25 ms");
    expect_time(3500, 500, "3.5 µs");
    expect_time(7, 1, "7 ns");
    expect_time(0, 5000000, "0 ms");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_step_is_round_and_divides_into_few),
        cmocka_unit_test(test_place_of_the_largest_value_on_the_longest_axis_fits),
        cmocka_unit_test(test_times_are_exact_in_the_unit_of_the_step),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
