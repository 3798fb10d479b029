#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tcpgloss/base/frame.h"

static void assert_time(int64_t seconds, int64_t nanoseconds, int64_t expected) {
    const struct frame frame = {.seconds = seconds, .nanoseconds = nanoseconds};

    assert_true(frame_time(&frame) == expected);
}

static void test_frame_time_counts_nanoseconds_since_the_epoch(void **state) {
    (void)state;
    assert_time(0, 0, 0);
    assert_time(1673827144, 224062001, 1673827144224062001);
    assert_time(UINT32_MAX, 999999999, 4294967295999999999); /* the last of a pcap file */
    assert_time(-1, 0, -1000000000);
    assert_time(-1, 250000000, -750000000);
}

static void test_frame_time_nanoseconds_outside_the_second_are_carried(void **state) {
    (void)state;
    assert_time(5, 1000000000, 6000000000);
    assert_time(5, UINT32_MAX, 9294967295);
    assert_time(5, -1, 4999999999);
    assert_time(0, -2000000000, -2000000000);
}

static void test_frame_time_damaged_is_held_within_its_bounds(void **state) {
    const int64_t last = FRAME_TIME_MAX / 1000000000;
    const int64_t rest = FRAME_TIME_MAX % 1000000000;

    (void)state;
    assert_time(last, rest, FRAME_TIME_MAX);
    assert_time(last, rest + 1, FRAME_TIME_MAX);
    assert_time(-last, -rest, -FRAME_TIME_MAX);
    assert_time(-last, -rest - 1, -FRAME_TIME_MAX);
    assert_time(INT64_MAX / 1000000000, INT64_MAX, FRAME_TIME_MAX);
    assert_time(INT64_MIN / 1000000000, INT64_MIN, -FRAME_TIME_MAX);
    assert_time(INT64_MAX, 0, FRAME_TIME_MAX);
    assert_time(INT64_MIN, 0, -FRAME_TIME_MAX);
    assert_time(INT64_MAX, INT64_MIN, FRAME_TIME_MAX);
    assert_time(INT64_MIN, INT64_MAX, -FRAME_TIME_MAX);
    assert_time(0, INT64_MAX, FRAME_TIME_MAX);
    assert_time(0, INT64_MIN, -FRAME_TIME_MAX);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_frame_time_counts_nanoseconds_since_the_epoch),
        cmocka_unit_test(test_frame_time_nanoseconds_outside_the_second_are_carried),
        cmocka_unit_test(test_frame_time_damaged_is_held_within_its_bounds),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
