/* What is measured of a flow that carries data: docs/analysis.md has the definitions. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "wire.h"

static struct endpoint_report report_of(const struct wire *wire, enum endpoint end) {
    return wire_report(wire).endpoints[end];
}

static void test_round_trip_of_a_part_of_the_flight_sampled(void **state) {
    struct wire *wire = wire_open_established(state);
    struct endpoint_report report;

    wire_send(wire, 1, S, ACK, 1, 1, 100);
    wire_send(wire, 1, S, ACK, 101, 1, 100);
    wire_send(wire, 19, C, ACK, 1, 101, 0);
    wire_send(wire, 460, C, ACK, 1, 201, 0);
    report = report_of(wire, S);
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
    assert_int_equal(report_of(wire, S).rtt_samples, 0);
    assert_int_equal(report_of(wire, S).rtt_min, -1);
}

/* Karn's rule; and what lies behind is acknowledged only once the hole is filled. */
static void test_round_trip_behind_a_repeated_segment_no_sample(void **state) {
    struct wire *wire = wire_open_established(state);

    wire_send(wire, 1, C, ACK, 1, 1, 100);
    wire_send(wire, 1, C, ACK, 101, 1, 100);
    wire_send(wire, 300, C, ACK, 1, 1, 100);
    wire_send(wire, 10, S, ACK, 1, 101, 0);
    wire_send(wire, 1, S, ACK, 1, 201, 0);
    assert_int_equal(report_of(wire, C).rtt_samples, 0);
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
    assert_int_equal(report_of(wire, C).rtt_samples, 1);
    assert_int_equal(report_of(wire, C).rtt_min, 10 * MS);
}

static void test_round_trip_of_a_copy_whose_first_is_echoed_no_sample(void **state) {
    struct wire *wire = wire_with_timestamps(state);

    wire_option_timestamps(wire, 321, 20);
    wire_send(wire, 300, C, ACK, 1, 1, 100);
    wire_option_timestamps(wire, 322, 21);
    wire_send(wire, 1, S, ACK, 1, 101, 0);
    assert_int_equal(report_of(wire, C).rtt_samples, 0);
}

static void test_round_trip_of_a_copy_with_the_same_timestamp_no_sample(void **state) {
    struct wire *wire = wire_with_timestamps(state);

    wire_option_timestamps(wire, 21, 20);
    wire_send(wire, 30, C, ACK, 1, 1, 100);
    wire_option_timestamps(wire, 22, 21);
    wire_send(wire, 1, S, ACK, 1, 101, 0);
    assert_int_equal(report_of(wire, C).rtt_samples, 0);
}

static void test_round_trip_of_fin_alone_sampled(void **state) {
    struct wire *wire = wire_with_timestamps(state);

    wire_option_timestamps(wire, 30, 20);
    wire_send(wire, 9, S, ACK, 1, 101, 0);
    wire_option_timestamps(wire, 31, 30);
    wire_send(wire, 1, C, FIN | ACK, 101, 1, 0);
    wire_option_timestamps(wire, 36, 31);
    wire_send(wire, 5, S, ACK, 1, 102, 0);
    assert_int_equal(report_of(wire, C).rtt_samples, 2);
    assert_int_equal(report_of(wire, C).rtt_min, 5 * MS);
}

static void test_round_trip_of_more_segments_than_are_timed_never_too_long(void **state) {
    struct wire *wire = wire_open_established(state);

    wire->window = 60000;
    for (uint32_t i = 0; i < 20; i++) {
        wire_send(wire, 1, C, ACK, 1 + 100 * i, 1, 100);
    }
    wire_send(wire, 1, S, ACK, 1, 2001, 0);
    assert_int_equal(report_of(wire, C).rtt_samples, 0);
    wire_send(wire, 1, C, ACK, 2001, 1, 100);
    wire_send(wire, 7, S, ACK, 1, 2101, 0);
    assert_int_equal(report_of(wire, C).rtt_samples, 1);
    assert_int_equal(report_of(wire, C).rtt_min, 7 * MS);
}

static void test_bytes_repeated_counted_once_in_unique(void **state) {
    struct wire *wire = wire_open_established(state);
    struct endpoint_report report;

    wire_send(wire, 1, C, ACK, 1, 1, 100);
    wire_send(wire, 300, C, ACK, 1, 1, 100);
    wire_send(wire, 1, C, ACK, 101, 1, 50);
    report = report_of(wire, C);
    assert_int_equal(report.bytes, 250);
    assert_int_equal(report.unique_bytes, 150);
    assert_int_equal(report.retransmissions, 1);
    assert_int_equal(report.retransmitted_bytes, 100);
}

/* The first copy was lost before the capture point: the second is the only one that is seen. */
static void test_bytes_repeated_that_were_not_seen_are_unique(void **state) {
    struct wire *wire = wire_open_established(state);
    struct endpoint_report report;

    wire_send(wire, 1, C, ACK, 101, 1, 100);
    wire_send(wire, 300, C, ACK, 1, 1, 100);
    report = report_of(wire, C);
    assert_int_equal(report.unique_bytes, 200);
    assert_int_equal(report.retransmitted_bytes, 100);
}

static void test_bytes_acknowledged_and_not_seen_counted(void **state) {
    struct wire *wire = wire_open_established(state);

    wire_send(wire, 1, C, ACK, 1, 1, 100);
    wire_send(wire, 10, S, ACK, 1, 301, 0);
    assert_int_equal(report_of(wire, C).unseen_bytes, 200);
    assert_int_equal(report_of(wire, C).unique_bytes, 100);
}

static void test_segment_overtaken_counted_and_unique(void **state) {
    struct wire *wire = wire_open_established(state);
    struct endpoint_report report;

    wire_send(wire, 1, C, ACK, 101, 1, 100);
    wire_send(wire, 1, C, ACK, 1, 1, 100);
    report = report_of(wire, C);
    assert_int_equal(report.out_of_order, 1);
    assert_int_equal(report.retransmissions, 0);
    assert_int_equal(report.unique_bytes, 200);
}

static void test_duplicate_acks_counted_of_their_sender(void **state) {
    struct wire *wire = wire_open_with_data(state);

    wire_send(wire, 1, C, ACK, 101, 1, 100);
    wire_send(wire, 1, C, ACK, 201, 1, 100);
    wire_send(wire, 10, S, ACK, 1, 101, 0);
    wire_send(wire, 1, S, ACK, 1, 101, 0);
    assert_int_equal(report_of(wire, S).duplicate_acks, 2);
    assert_int_equal(report_of(wire, C).duplicate_acks, 0);
}

static void test_flight_and_initial_window(void **state) {
    struct wire *wire = wire_open_established(state);
    struct endpoint_report report;

    wire_send(wire, 1, C, ACK, 1, 1, 100);
    wire_send(wire, 1, C, ACK, 101, 1, 100);
    wire_send(wire, 10, S, ACK, 1, 101, 0);
    wire_send(wire, 1, C, ACK, 201, 1, 300);
    report = report_of(wire, C);
    assert_int_equal(report.initial_window, 200);
    assert_int_equal(report.max_in_flight, 400);
    assert_false(report_of(wire, S).has_initial_window);
    assert_int_equal(report_of(wire, S).max_in_flight, 0);
}

static void test_windows_largest_and_smallest_since_the_handshake(void **state) {
    struct wire *wire = wire_open_established(state);

    wire_send(wire, 1, C, ACK, 1, 1, 100);
    wire->window = 300;
    wire_send(wire, 10, S, ACK, 1, 101, 0);
    wire->window = 700;
    wire_send(wire, 1, S, ACK, 1, 101, 0);
    assert_int_equal(report_of(wire, S).min_window, 300);
    assert_int_equal(report_of(wire, S).max_window, 700);
    assert_int_equal(report_of(wire, C).min_window, 1000);
}

static void test_window_zero_timed(void **state) {
    struct wire *wire = wire_open_established(state);

    wire_send(wire, 1, C, ACK, 1, 1, 1000);
    wire->window = 0;
    wire_send(wire, 10, S, ACK, 1, 1001, 0);
    wire->window = 1000;
    wire_send(wire, 250, S, ACK, 1, 1001, 0);
    wire_send(wire, 1, C, ACK, 1001, 1, 100);
    assert_int_equal(report_of(wire, S).zero_window_time, 250 * MS);
    assert_int_equal(report_of(wire, S).zero_windows, 1);
    assert_int_equal(report_of(wire, C).zero_window_time, 0);
}

static void test_window_full_timed_until_acknowledged(void **state) {
    struct wire *wire = wire_open_established(state);

    wire_send(wire, 1, C, ACK, 1, 1, 500);
    wire_send(wire, 1, C, ACK, 501, 1, 450);
    wire_send(wire, 30, S, ACK, 1, 501, 0);
    wire_send(wire, 1, S, ACK, 1, 951, 0);
    assert_int_equal(report_of(wire, S).full_window_time, 30 * MS);
}

static void test_silence_belongs_to_who_ends_it(void **state) {
    struct wire *wire = wire_open_established(state);

    wire_send(wire, 1, C, ACK, 1, 1, 100);
    wire_send(wire, 700, S, ACK, 1, 101, 100);
    wire_send(wire, 90, C, ACK, 101, 101, 0);
    assert_int_equal(report_of(wire, S).longest_silence, 700 * MS);
    assert_int_equal(report_of(wire, C).longest_silence, 90 * MS);
}

static void test_throughput_of_unique_data(void **state) {
    struct wire *wire = wire_open_established(state);

    wire_send(wire, 1, C, ACK, 1, 1, 400);
    assert_false(report_of(wire, C).has_throughput);
    wire_send(wire, 400, C, ACK, 1, 1, 400);
    wire_send(wire, 100, C, ACK, 401, 1, 100);
    assert_int_equal(report_of(wire, C).throughput, 8000);
}

static void test_first_byte_from_the_syn_and_response_from_the_request(void **state) {
    struct wire *wire = wire_open_established(state); /* 20 ms */
    struct flow_report report;

    wire_send(wire, 5, C, ACK, 1, 1, 100);
    wire_send(wire, 40, S, ACK, 1, 101, 100);
    wire_send(wire, 1, C, ACK, 101, 101, 0);
    wire_send(wire, 9, C, ACK, 101, 101, 100);
    wire_send(wire, 80, S, ACK, 101, 201, 100);
    report = wire_report(wire);
    assert_int_equal(report.first_byte, 65 * MS);
    assert_int_equal(report.endpoints[S].answers, 2);
    assert_int_equal(report.endpoints[S].answer_mean, 60 * MS);
    assert_int_equal(report.endpoints[S].answer_max, 80 * MS);
}

static void test_close_first_by_fin_or_reset(void **state) {
    struct wire *wire = wire_open_established(state);

    assert_int_equal(wire_report(wire).closed_first, -1);
    wire_send(wire, 1, S, FIN | ACK, 1, 1, 0);
    wire_send(wire, 10, C, FIN | ACK, 1, 2, 0);
    assert_int_equal(wire_report(wire).closed_first, S);
}

static void test_close_first_by_reset(void **state) {
    struct wire *wire = wire_open_established(state);

    wire_send(wire, 1, C, RST | ACK, 1, 1, 0);
    assert_int_equal(wire_report(wire).closed_first, C);
}

static void test_handshake_alone_nothing_measured(void **state) {
    struct wire *wire = wire_open_established(state);
    struct endpoint_report report = report_of(wire, C);

    assert_int_equal(report.rtt_handshake, 10 * MS);
    assert_int_equal(report.unique_bytes, 0);
    assert_true(report.has_unique_bytes);
    assert_false(report.has_rtt_samples);
    assert_false(report.has_max_in_flight);
    assert_int_equal(report.longest_silence, -1);
    assert_int_equal(wire_report(wire).limited_by, -1);
}

static void test_limit_loss_from_the_first_copy_to_the_acknowledgment(void **state) {
    struct wire *wire = wire_open_established(state);
    struct endpoint_report report;

    wire_send(wire, 1, C, ACK, 1, 1, 100);
    wire_send(wire, 390, C, ACK, 1, 1, 100);
    wire_send(wire, 10, S, ACK, 1, 101, 0);
    wire_send(wire, 0, C, ACK, 101, 1, 100);
    wire_send(wire, 100, S, ACK, 1, 201, 0);
    report = report_of(wire, C);
    assert_int_equal(report.limited_loss, 800);
    assert_int_equal(report.limited_network, 200);
    assert_int_equal(wire_report(wire).limited_by, LIMIT_LOSS);
}

static void test_limit_receiver_window_full_and_zero(void **state) {
    struct wire *wire = wire_open_established(state);

    wire_send(wire, 1, C, ACK, 1, 1, 1000);
    wire->window = 0;
    wire_send(wire, 100, S, ACK, 1, 1001, 0);
    wire->window = 1000;
    wire_send(wire, 300, S, ACK, 1, 1001, 0);
    wire_send(wire, 0, C, ACK, 1001, 1, 100);
    wire_send(wire, 100, S, ACK, 1, 1101, 0);
    assert_int_equal(report_of(wire, C).limited_window, 800);
    assert_int_equal(report_of(wire, C).limited_sender, 0);
    assert_int_equal(wire_report(wire).limited_by, LIMIT_RECEIVER_WINDOW);
}

static void test_limit_sender_that_pauses_by_itself(void **state) {
    struct wire *wire = wire_open_established(state);

    wire_send(wire, 1, C, ACK, 1, 1, 100);
    wire_send(wire, 10, S, ACK, 1, 101, 0);
    wire_send(wire, 80, C, ACK, 101, 1, 100);
    wire_send(wire, 10, S, ACK, 1, 201, 0);
    assert_int_equal(report_of(wire, C).limited_sender, 800);
    assert_int_equal(wire_report(wire).limited_by, LIMIT_SENDER);
}

/* The server has most data and waits for requests; the client asks at once when it has an answer.
 */
static void test_limit_turns_one_round_trip_a_request(void **state) {
    struct wire *wire = wire_open_established(state);

    for (uint32_t i = 0; i < 4; i++) {
        wire_send(wire, i == 0 ? 1 : 0, C, ACK, 1 + 10 * i, 1 + 200 * i, 10);
        wire_send(wire, 5, S, ACK, 1 + 200 * i, 11 + 10 * i, 200);
        wire_send(wire, 20, C, ACK, 11 + 10 * i, 201 + 200 * i, 0);
        wire_wait(wire, 40);
    }
    assert_true(report_of(wire, S).limited_turns > 500);
    assert_int_equal(report_of(wire, S).limited_loss, 0);
    assert_int_equal(wire_report(wire).limited_by, LIMIT_SENDER);
}

static void test_limits_told_at_the_end_of_a_long_transfer(void **state) {
    struct wire *wire = wire_open_established(state);

    wire_send(wire, 1, C, ACK, 1, 1, 100);
    wire_send(wire, 1000, S, ACK, 1, 101, 0);
    wire_send(wire, 1, C, FIN | ACK, 101, 1, 0);
    assert_finding(wire, FINDING_LIMITED);
    wire_send(wire, 10, S, FIN | ACK, 1, 102, 0);
    assert_no_finding(wire, FINDING_LIMITED);
}

static void test_limits_told_at_a_reset(void **state) {
    struct wire *wire = wire_open_established(state);

    wire_send(wire, 1, C, ACK, 1, 1, 100);
    wire_send(wire, 1000, S, RST | ACK, 1, 101, 0);
    assert_finding(wire, FINDING_LIMITED);
}

static void test_limits_not_told_of_a_short_transfer(void **state) {
    struct wire *wire = wire_open_established(state);

    wire_send(wire, 1, C, ACK, 1, 1, 100);
    wire_send(wire, 10, S, ACK, 1, 101, 0);
    wire_send(wire, 2000, C, FIN | ACK, 101, 1, 0);
    assert_no_finding(wire, FINDING_LIMITED);
}

/* The data and their acknowledgment: a second in all. */
static void test_limits_told_of_a_transfer_of_a_second(void **state) {
    struct wire *wire = wire_open_established(state);

    wire_send(wire, 1, C, ACK, 1, 1, 100);
    wire_send(wire, 1000, S, ACK, 1, 101, 0);
    wire_send(wire, 1, S, FIN | ACK, 1, 101, 0);
    assert_finding(wire, FINDING_LIMITED);
}

static void test_limits_not_told_of_a_transfer_of_less_than_a_second(void **state) {
    struct wire *wire = wire_open_established(state);

    wire_send(wire, 1, C, ACK, 1, 1, 100);
    wire_send(wire, 999, S, ACK, 1, 101, 0);
    wire_send(wire, 1, S, FIN | ACK, 1, 101, 0);
    assert_no_finding(wire, FINDING_LIMITED);
}

/* What took 16.8 s was held up: it is no round trip. */
static void test_round_trip_of_more_than_16_s_no_sample(void **state) {
    struct wire *wire = wire_open_established(state);

    wire_send(wire, 1, C, ACK, 1, 1, 100);
    wire_send(wire, 16777, S, ACK, 1, 101, 0);
    assert_int_equal(report_of(wire, C).rtt_samples, 1);
    wire_send(wire, 1, C, ACK, 101, 1, 100);
    wire_send(wire, 16778, S, ACK, 1, 201, 0);
    assert_int_equal(report_of(wire, C).rtt_samples, 1);
}

/* Eight segments are timed at once; of the ninth nothing is known. */
static void test_round_trip_of_eight_segments_sampled(void **state) {
    struct wire *wire = wire_open_established(state);

    for (uint32_t i = 0; i < 9; i++) {
        wire_send(wire, 1, C, ACK, 1 + 100 * i, 1, 100);
    }
    wire_send(wire, 2, S, ACK, 1, 801, 0);
    assert_int_equal(report_of(wire, C).rtt_samples, 1);
    assert_int_equal(report_of(wire, C).rtt_min, 3 * MS);
    wire_send(wire, 10, S, ACK, 1, 901, 0);
    assert_int_equal(report_of(wire, C).rtt_samples, 1);
}

/* The server answers data that came meanwhile: it waited, and then took its time. */
static void test_limit_shares_of_a_server_that_waits_and_computes(void **state) {
    struct wire *wire = wire_open_established(state);
    struct endpoint_report report;

    wire_send(wire, 1, S, ACK, 1, 1, 300);
    wire_send(wire, 10, C, ACK, 1, 301, 0);
    wire_send(wire, 40, C, ACK, 1, 301, 100);
    wire_send(wire, 30, S, ACK, 301, 101, 300);
    wire_send(wire, 20, C, ACK, 101, 601, 0);
    report = report_of(wire, S);
    assert_int_equal(report.limited_time, 100 * MS);
    assert_int_equal(report.limited_turns, 400);
    assert_int_equal(report.limited_sender, 300);
    assert_int_equal(report.limited_network, 300);
    assert_int_equal(report.answers, 1);
    assert_int_equal(report.answer_max, 30 * MS);
}

/* All was acknowledged before: a window that was open already and grows ends no wait. */
static void test_limit_pause_begins_with_ack_not_with_a_larger_window(void **state) {
    struct wire *wire = wire_open_established(state);

    wire_send(wire, 1, C, ACK, 1, 1, 1000);
    wire->window = 0;
    wire_send(wire, 10, S, ACK, 1, 1001, 0);
    wire_send(wire, 10, S, ACK, 1, 1001, 0);
    wire_send(wire, 0, C, ACK, 1001, 1, 100);
    wire->window = 900;
    wire_send(wire, 10, S, ACK, 1, 1101, 0);
    wire_send(wire, 50, S, ACK, 1, 1101, 0);
    assert_finding(wire, FINDING_WINDOW_UPDATE);
    wire_send(wire, 50, C, ACK, 1101, 1, 100);
    wire_send(wire, 10, S, ACK, 1, 1201, 0);
    assert_int_equal(report_of(wire, C).limited_time, 140 * MS);
    assert_int_equal(report_of(wire, C).limited_sender, 714);
}

static void test_round_trips_near_each_other_deviate_little(void **state) {
    struct wire *wire = wire_open_established(state);

    wire_send(wire, 1, C, ACK, 1, 1, 100);
    wire_send(wire, 10, S, ACK, 1, 101, 0);
    assert_int_equal(report_of(wire, C).rtt_deviation, 0);
    wire_send(wire, 1, C, ACK, 101, 1, 100);
    wire->now += 4000;
    wire_send(wire, 10, S, ACK, 1, 201, 0);
    assert_int_equal(report_of(wire, C).rtt_deviation, 2000);
    assert_int_equal(report_of(wire, C).rtt_mean, 10002000);
}

/* The main direction waits for its peer: what holds the peer up counts, and the peer is named. */
static void test_limit_of_a_server_that_waits_is_that_of_its_client(void **state) {
    struct wire *wire = wire_open_established(state);

    for (uint32_t i = 0; i < 4; i++) {
        wire_send(wire, i == 0 ? 1 : 100, C, ACK, 1 + 10 * i, 1 + 200 * i, 10);
        wire_send(wire, 0, S, ACK, 1 + 200 * i, 11 + 10 * i, 200);
        wire_send(wire, 1, C, ACK, 11 + 10 * i, 201 + 200 * i, 0);
    }
    assert_int_equal(wire_report(wire).limited_by, LIMIT_SENDER);
    assert_int_equal(wire_report(wire).limited_end, C);
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
        wire_test(test_bytes_repeated_counted_once_in_unique),
        wire_test(test_bytes_repeated_that_were_not_seen_are_unique),
        wire_test(test_bytes_acknowledged_and_not_seen_counted),
        wire_test(test_segment_overtaken_counted_and_unique),
        wire_test(test_duplicate_acks_counted_of_their_sender),
        wire_test(test_flight_and_initial_window),
        wire_test(test_windows_largest_and_smallest_since_the_handshake),
        wire_test(test_window_zero_timed),
        wire_test(test_window_full_timed_until_acknowledged),
        wire_test(test_silence_belongs_to_who_ends_it),
        wire_test(test_throughput_of_unique_data),
        wire_test(test_first_byte_from_the_syn_and_response_from_the_request),
        wire_test(test_close_first_by_fin_or_reset),
        wire_test(test_close_first_by_reset),
        wire_test(test_handshake_alone_nothing_measured),
        wire_test(test_limit_loss_from_the_first_copy_to_the_acknowledgment),
        wire_test(test_limit_receiver_window_full_and_zero),
        wire_test(test_limit_sender_that_pauses_by_itself),
        wire_test(test_limit_turns_one_round_trip_a_request),
        wire_test(test_limits_told_at_the_end_of_a_long_transfer),
        wire_test(test_limits_told_at_a_reset),
        wire_test(test_limits_not_told_of_a_short_transfer),
        wire_test(test_limits_told_of_a_transfer_of_a_second),
        wire_test(test_limits_not_told_of_a_transfer_of_less_than_a_second),
        wire_test(test_round_trip_of_more_than_16_s_no_sample),
        wire_test(test_round_trip_of_eight_segments_sampled),
        wire_test(test_limit_shares_of_a_server_that_waits_and_computes),
        wire_test(test_limit_pause_begins_with_ack_not_with_a_larger_window),
        wire_test(test_round_trips_near_each_other_deviate_little),
        wire_test(test_limit_of_a_server_that_waits_is_that_of_its_client),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
