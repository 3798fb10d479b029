/* Round trips of data: docs/analysis.md has the definitions. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "wire.h"

static void test_round_trip_of_a_part_of_the_flight_sampled(void **state) {
    struct wire *wire = wire_open_established(state);
    struct endpoint_report report;

    wire_send(wire, 1, S, ACK, 1, 1, 100);
    wire_send(wire, 1, S, ACK, 101, 1, 100);
    wire_send(wire, 19, C, ACK, 1, 101, 0);
    wire_send(wire, 460, C, ACK, 1, 201, 0);
    report = wire_end_report(wire, S);
    assert_int_equal(report.rtt_samples, 2);
    assert_int_equal(report.rtt_min, 20 * MS);
    assert_int_equal(report.rtt_data, 20 * MS);
    assert_int_equal(report.rtt_max, 479 * MS);
    assert_int_equal(report.rtt_mean, 249500000);
    assert_int_equal(report.rtt_deviation, 229500000);
}

static void test_round_trip_of_acknowledgment_within_a_segment_no_sample(void **state) {
    struct wire *wire = wire_open_established(state);

    wire_send(wire, 1, S, ACK, 1, 1, 200);
    wire_send(wire, 20, C, ACK, 1, 101, 0);
    assert_int_equal(wire_end_report(wire, S).rtt_samples, 0);
    assert_int_equal(wire_end_report(wire, S).rtt_min, -1);
}

/* Karn's rule; and what lies behind is acknowledged only once the hole is filled. */
static void test_round_trip_behind_a_repeated_segment_no_sample(void **state) {
    struct wire *wire = wire_open_established(state);

    wire_send(wire, 1, C, ACK, 1, 1, 100);
    wire_send(wire, 1, C, ACK, 101, 1, 100);
    wire_send(wire, 300, C, ACK, 1, 1, 100);
    wire_send(wire, 10, S, ACK, 1, 101, 0);
    wire_send(wire, 1, S, ACK, 1, 201, 0);
    assert_int_equal(wire_end_report(wire, C).rtt_samples, 0);
}

static struct wire *wire_with_timestamps(void **state) {
    struct wire *wire = wire_open(state, 10);

    wire_option_timestamps(wire, 10, 0);
    wire_send(wire, 1, C, SYN, 0, 0, 0);
    wire_option_timestamps(wire, 20, 10);
    wire_send(wire, 10, S, SYN | ACK, 0, 1, 0);
    wire_option_timestamps(wire, 20, 20);
    wire_send(wire, 10, C, ACK, 1, 1, 0);
    wire_option_timestamps(wire, 21, 20);
    wire_send(wire, 1, C, ACK, 1, 1, 100);
    return wire;
}

static void test_round_trip_of_a_copy_that_is_echoed_sampled(void **state) {
    struct wire *wire = wire_with_timestamps(state);

    wire_option_timestamps(wire, 321, 20);
    wire_send(wire, 300, C, ACK, 1, 1, 100);
    wire_option_timestamps(wire, 330, 321);
    wire_send(wire, 10, S, ACK, 1, 101, 0);
    assert_int_equal(wire_end_report(wire, C).rtt_samples, 1);
    assert_int_equal(wire_end_report(wire, C).rtt_min, 10 * MS);
}

static void test_round_trip_of_a_copy_whose_first_is_echoed_no_sample(void **state) {
    struct wire *wire = wire_with_timestamps(state);

    wire_option_timestamps(wire, 321, 20);
    wire_send(wire, 300, C, ACK, 1, 1, 100);
    wire_option_timestamps(wire, 322, 21);
    wire_send(wire, 1, S, ACK, 1, 101, 0);
    assert_int_equal(wire_end_report(wire, C).rtt_samples, 0);
}

static void test_round_trip_of_a_copy_with_the_same_timestamp_no_sample(void **state) {
    struct wire *wire = wire_with_timestamps(state);

    wire_option_timestamps(wire, 21, 20);
    wire_send(wire, 30, C, ACK, 1, 1, 100);
    wire_option_timestamps(wire, 22, 21);
    wire_send(wire, 1, S, ACK, 1, 101, 0);
    assert_int_equal(wire_end_report(wire, C).rtt_samples, 0);
}

static void test_round_trip_of_fin_alone_sampled(void **state) {
    struct wire *wire = wire_with_timestamps(state);

    wire_option_timestamps(wire, 30, 20);
    wire_send(wire, 9, S, ACK, 1, 101, 0);
    wire_option_timestamps(wire, 31, 30);
    wire_send(wire, 1, C, FIN | ACK, 101, 1, 0);
    wire_option_timestamps(wire, 36, 31);
    wire_send(wire, 5, S, ACK, 1, 102, 0);
    assert_int_equal(wire_end_report(wire, C).rtt_samples, 2);
    assert_int_equal(wire_end_report(wire, C).rtt_min, 5 * MS);
}

static void test_round_trip_of_more_segments_than_are_timed_never_too_long(void **state) {
    struct wire *wire = wire_open_established(state);

    wire->window = 60000;
    for (uint32_t i = 0; i < 20; i++) {
        wire_send(wire, 1, C, ACK, 1 + 100 * i, 1, 100);
    }
    wire_send(wire, 1, S, ACK, 1, 2001, 0);
    assert_int_equal(wire_end_report(wire, C).rtt_samples, 0);
    wire_send(wire, 1, C, ACK, 2001, 1, 100);
    wire_send(wire, 7, S, ACK, 1, 2101, 0);
    assert_int_equal(wire_end_report(wire, C).rtt_samples, 1);
    assert_int_equal(wire_end_report(wire, C).rtt_min, 7 * MS);
}

/* What took 16.8 s was held up: it is no round trip. */
static void test_round_trip_of_more_than_16_s_no_sample(void **state) {
    struct wire *wire = wire_open_established(state);

    wire_send(wire, 1, C, ACK, 1, 1, 100);
    wire_send(wire, 16777, S, ACK, 1, 101, 0);
    assert_int_equal(wire_end_report(wire, C).rtt_samples, 1);
    wire_send(wire, 1, C, ACK, 101, 1, 100);
    wire_send(wire, 16778, S, ACK, 1, 201, 0);
    assert_int_equal(wire_end_report(wire, C).rtt_samples, 1);
}

/* Eight segments are timed at once; of the ninth nothing is known. */
static void test_round_trip_of_eight_segments_sampled(void **state) {
    struct wire *wire = wire_open_established(state);

    for (uint32_t i = 0; i < 9; i++) {
        wire_send(wire, 1, C, ACK, 1 + 100 * i, 1, 100);
    }
    wire_send(wire, 2, S, ACK, 1, 801, 0);
    assert_int_equal(wire_end_report(wire, C).rtt_samples, 1);
    assert_int_equal(wire_end_report(wire, C).rtt_min, 3 * MS);
    wire_send(wire, 10, S, ACK, 1, 901, 0);
    assert_int_equal(wire_end_report(wire, C).rtt_samples, 1);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        wire_test(test_round_trip_of_a_part_of_the_flight_sampled),
        wire_test(test_round_trip_of_acknowledgment_within_a_segment_no_sample),
        wire_test(test_round_trip_behind_a_repeated_segment_no_sample),
        wire_test(test_round_trip_of_a_copy_that_is_echoed_sampled),
        wire_test(test_round_trip_of_a_copy_whose_first_is_echoed_no_sample),
        wire_test(test_round_trip_of_a_copy_with_the_same_timestamp_no_sample),
        wire_test(test_round_trip_of_fin_alone_sampled),
        wire_test(test_round_trip_of_more_segments_than_are_timed_never_too_long),
        wire_test(test_round_trip_of_more_than_16_s_no_sample),
        wire_test(test_round_trip_of_eight_segments_sampled),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
