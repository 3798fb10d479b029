/* What is measured of a flow that carries data: docs/analysis.md has the definitions. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "track/analysis/measures.h"
#include "wire.h"

static void test_bytes_repeated_counted_once_in_unique(void **state) {
    struct wire *wire = wire_open_established(state);
    struct endpoint_report report;

    wire_send(wire, 1, C, ACK, 1, 1, 100);
    wire_send(wire, 300, C, ACK, 1, 1, 100);
    wire_send(wire, 1, C, ACK, 101, 1, 50);
    report = wire_end_report(wire, C);
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
    report = wire_end_report(wire, C);
    assert_int_equal(report.unique_bytes, 200);
    assert_int_equal(report.retransmitted_bytes, 100);
}

static void test_bytes_acknowledged_and_not_seen_counted(void **state) {
    struct wire *wire = wire_open_established(state);

    wire_send(wire, 1, C, ACK, 1, 1, 100);
    wire_send(wire, 10, S, ACK, 1, 301, 0);
    assert_int_equal(wire_end_report(wire, C).unseen_bytes, 200);
    assert_int_equal(wire_end_report(wire, C).unique_bytes, 100);
}

static void test_segment_overtaken_counted_and_unique(void **state) {
    struct wire *wire = wire_open_established(state);
    struct endpoint_report report;

    wire_send(wire, 1, C, ACK, 101, 1, 100);
    wire_send(wire, 1, C, ACK, 1, 1, 100);
    report = wire_end_report(wire, C);
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
    assert_int_equal(wire_end_report(wire, S).duplicate_acks, 2);
    assert_int_equal(wire_end_report(wire, C).duplicate_acks, 0);
}

static void test_flight_and_initial_window(void **state) {
    struct wire *wire = wire_open_established(state);
    struct endpoint_report report;

    wire_send(wire, 1, C, ACK, 1, 1, 100);
    wire_send(wire, 1, C, ACK, 101, 1, 100);
    wire_send(wire, 10, S, ACK, 1, 101, 0);
    wire_send(wire, 1, C, ACK, 201, 1, 300);
    report = wire_end_report(wire, C);
    assert_int_equal(report.initial_window, 200);
    assert_int_equal(report.max_in_flight, 400);
    assert_false(wire_end_report(wire, S).has_initial_window);
    assert_int_equal(wire_end_report(wire, S).max_in_flight, 0);
}

static void test_windows_largest_and_smallest_since_the_handshake(void **state) {
    struct wire *wire = wire_open_established(state);

    wire_send(wire, 1, C, ACK, 1, 1, 100);
    wire->window = 300;
    wire_send(wire, 10, S, ACK, 1, 101, 0);
    wire->window = 700;
    wire_send(wire, 1, S, ACK, 1, 101, 0);
    assert_int_equal(wire_end_report(wire, S).min_window, 300);
    assert_int_equal(wire_end_report(wire, S).max_window, 700);
    assert_int_equal(wire_end_report(wire, C).min_window, 1000);
}

static void test_window_zero_timed(void **state) {
    struct wire *wire = wire_open_established(state);

    wire_send(wire, 1, C, ACK, 1, 1, 1000);
    wire->window = 0;
    wire_send(wire, 10, S, ACK, 1, 1001, 0);
    wire->window = 1000;
    wire_send(wire, 250, S, ACK, 1, 1001, 0);
    wire_send(wire, 1, C, ACK, 1001, 1, 100);
    assert_int_equal(wire_end_report(wire, S).zero_window_time, 250 * MS);
    assert_int_equal(wire_end_report(wire, S).zero_windows, 1);
    assert_int_equal(wire_end_report(wire, C).zero_window_time, 0);
}

static void test_window_full_timed_until_acknowledged(void **state) {
    struct wire *wire = wire_open_established(state);

    wire_send(wire, 1, C, ACK, 1, 1, 500);
    wire_send(wire, 1, C, ACK, 501, 1, 450);
    wire_send(wire, 30, S, ACK, 1, 501, 0);
    wire_send(wire, 1, S, ACK, 1, 951, 0);
    assert_int_equal(wire_end_report(wire, S).full_window_time, 30 * MS);
}

static void test_silence_belongs_to_who_ends_it(void **state) {
    struct wire *wire = wire_open_established(state);

    wire_send(wire, 1, C, ACK, 1, 1, 100);
    wire_send(wire, 700, S, ACK, 1, 101, 100);
    wire_send(wire, 90, C, ACK, 101, 101, 0);
    assert_int_equal(wire_end_report(wire, S).longest_silence, 700 * MS);
    assert_int_equal(wire_end_report(wire, C).longest_silence, 90 * MS);
}

static void test_throughput_of_unique_data(void **state) {
    struct wire *wire = wire_open_established(state);

    wire_send(wire, 1, C, ACK, 1, 1, 400);
    assert_false(wire_end_report(wire, C).has_throughput);
    wire_send(wire, 400, C, ACK, 1, 1, 400);
    wire_send(wire, 100, C, ACK, 401, 1, 100);
    assert_int_equal(wire_end_report(wire, C).throughput, 8000);
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
    struct endpoint_report report = wire_end_report(wire, C);

    assert_int_equal(report.rtt_handshake, 10 * MS);
    assert_int_equal(report.unique_bytes, 0);
    assert_true(report.has_unique_bytes);
    assert_false(report.has_rtt_samples);
    assert_false(report.has_max_in_flight);
    assert_int_equal(report.longest_silence, -1);
    assert_int_equal(wire_report(wire).limited_by, -1);
}

static void test_round_trips_near_each_other_deviate_little(void **state) {
    struct wire *wire = wire_open_established(state);

    wire_send(wire, 1, C, ACK, 1, 1, 100);
    wire_send(wire, 10, S, ACK, 1, 101, 0);
    assert_int_equal(wire_end_report(wire, C).rtt_deviation, 0);
    wire_send(wire, 1, C, ACK, 101, 1, 100);
    wire->now += 4000;
    wire_send(wire, 10, S, ACK, 1, 201, 0);
    assert_int_equal(wire_end_report(wire, C).rtt_deviation, 2000);
    assert_int_equal(wire_end_report(wire, C).rtt_mean, 10002000);
}

/* A flow in 32, but no less than 32768, and never more flows than there are. */
static void test_pool_has_records_for_a_part_of_the_flows(void **unused) {
    static const struct {
        uint32_t max_flows, capacity;
    } sizes[] = {{1, 1},           {32767, 32767},   {100000, 32768},
                 {1015839, 32768}, {2000000, 62500}, {16000000, UINT16_MAX - 1}};

    (void)unused;
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        struct measures_pool pool;

        assert_true(measures_pool_init(&pool, sizes[i].max_flows));
        assert_int_equal(pool.capacity, sizes[i].capacity);
        measures_pool_free(&pool);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
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
        wire_test(test_round_trips_near_each_other_deviate_little),
        cmocka_unit_test(test_pool_has_records_for_a_part_of_the_flows),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
