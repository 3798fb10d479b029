#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "wire.h"

static void test_ack_repeated_with_data_outstanding_counted_duplicate(void **state) {
    struct wire *wire = wire_open_established(state);

    wire_send(wire, 1, C, ACK, 1, 1, 100);
    wire_send(wire, 0, C, ACK, 101, 1, 100);
    wire_send(wire, 10, S, ACK, 1, 101, 0);
    assert_no_finding(wire, FINDING_DUPLICATE_ACK);
    wire_send(wire, 1, S, ACK, 1, 101, 0);
    assert_int_equal(wire_finding(wire, FINDING_DUPLICATE_ACK)->count, 1);
    assert_int_equal(wire_finding(wire, FINDING_DUPLICATE_ACK)->ack, wire->isn[C] + 101);
    wire_send(wire, 1, S, ACK, 1, 101, 0);
    assert_int_equal(wire_finding(wire, FINDING_DUPLICATE_ACK)->count, 2);
    /* Progress ends the row. */
    wire_send(wire, 1, S, ACK, 1, 201, 0);
    assert_no_finding(wire, FINDING_DUPLICATE_ACK);
}

static void test_ack_repeated_with_nothing_outstanding_no_duplicate(void **state) {
    struct wire *wire = wire_open_with_data(state);

    wire_send(wire, 1, S, ACK, 1, 101, 0);
    assert_no_finding(wire, FINDING_DUPLICATE_ACK);
}

static void test_ack_repeated_on_data_no_duplicate(void **state) {
    struct wire *wire = wire_open_established(state);

    wire_send(wire, 1, C, ACK, 1, 1, 100);
    wire_send(wire, 0, C, ACK, 101, 1, 100);
    wire_send(wire, 10, S, ACK, 1, 101, 0);
    wire_send(wire, 1, S, ACK, 1, 101, 50);
    assert_no_finding(wire, FINDING_DUPLICATE_ACK);
}

static void test_ack_repeated_with_larger_window_update_and_no_duplicate(void **state) {
    struct wire *wire = wire_open_established(state);

    wire_send(wire, 1, C, ACK, 1, 1, 100);
    wire_send(wire, 0, C, ACK, 101, 1, 100);
    wire_send(wire, 10, S, ACK, 1, 101, 0);
    wire->window = 2000;
    wire_send(wire, 1, S, ACK, 1, 101, 0);
    assert_no_finding(wire, FINDING_DUPLICATE_ACK);
    assert_int_equal(wire_finding(wire, FINDING_WINDOW_UPDATE)->window, 2000);
}

static void test_selective_ack_with_other_window_duplicate_with_edges(void **state) {
    struct wire *wire = wire_open_sack(state);

    wire_send(wire, 1, C, ACK, 1, 1, 100);
    wire_send(wire, 0, C, ACK, 101, 1, 100);
    wire_option_sack(wire, wire->isn[C] + 101, wire->isn[C] + 201);
    wire->window = 999;
    wire_send(wire, 10, S, ACK, 1, 1, 0);
    wire_option_sack(wire, wire->isn[C] + 101, wire->isn[C] + 201);
    wire_send(wire, 0, S, ACK, 1, 1, 0);
    assert_int_equal(wire_finding(wire, FINDING_DUPLICATE_ACK)->count, 2);
    assert_int_equal(wire_finding(wire, FINDING_DUPLICATE_ACK)->sack_left, wire->isn[C] + 101);
    assert_int_equal(wire_finding(wire, FINDING_DUPLICATE_ACK)->sack_right, wire->isn[C] + 201);
    assert_false(wire_finding(wire, FINDING_DUPLICATE_ACK)->dsack);
}

static void test_sack_below_ack_duplicate_named_dsack(void **state) {
    struct wire *wire = wire_open_sack(state);

    wire_send(wire, 1, C, ACK, 1, 1, 100);
    wire_send(wire, 10, S, ACK, 1, 101, 0);
    wire_option_sack(wire, wire->isn[C] + 1, wire->isn[C] + 101);
    wire_send(wire, 10, S, ACK, 1, 101, 0);
    assert_true(wire_finding(wire, FINDING_DUPLICATE_ACK)->dsack);
    assert_int_equal(wire_finding(wire, FINDING_DUPLICATE_ACK)->count, 0);
}

/* RFC 2883 §4: the first block tells of data received twice if it lies within the second. */
static bool is_dsack(struct wire *wire, uint32_t left, uint32_t right) {
    const uint32_t edges[4] = {wire->isn[C] + left, wire->isn[C] + right, wire->isn[C] + 201,
                               wire->isn[C] + 301};

    wire_option_two_sacks(wire, edges);
    wire_send(wire, 1, S, ACK, 1, 101, 0);
    assert_finding(wire, FINDING_DUPLICATE_ACK);
    return wire_finding(wire, FINDING_DUPLICATE_ACK)->dsack;
}

static void test_first_sack_within_second_duplicate_named_dsack(void **state) {
    struct wire *wire = wire_open_sack(state);

    wire_send(wire, 1, C, ACK, 1, 1, 500);
    wire_send(wire, 10, S, ACK, 1, 101, 0);
    assert_true(is_dsack(wire, 201, 301));
    assert_true(is_dsack(wire, 221, 231));
    assert_false(is_dsack(wire, 201, 302));
    assert_false(is_dsack(wire, 200, 301));
    assert_false(is_dsack(wire, 401, 501));
    assert_true(is_dsack(wire, 1, 101));
    assert_false(is_dsack(wire, 2, 102));
}

static void test_dsack_of_syn_no_duplicate(void **state) {
    struct wire *wire = wire_open_sack(state);

    wire_send(wire, 10, C, ACK, 1, 1, 0);
    wire_option_sack(wire, wire->isn[S], wire->isn[S] + 1);
    wire_send(wire, 10, C, ACK, 1, 1, 0);
    assert_no_finding(wire, FINDING_DUPLICATE_ACK);
}

static void test_ack_beyond_highest_seen_capture_lost_bytes(void **state) {
    struct wire *wire = wire_open_established(state);

    wire_send(wire, 1, C, ACK, 1, 1, 100);
    wire_send(wire, 10, S, ACK, 1, 301, 0);
    assert_int_equal(wire_finding(wire, FINDING_ACK_UNSEEN)->length, 200);
    assert_int_equal(wire_finding(wire, FINDING_ACK_UNSEEN)->expected_ack, wire->isn[C] + 101);
    assert_int_equal(wire_finding(wire, FINDING_ACK_UNSEEN)->ack, wire->isn[C] + 301);
    wire_send(wire, 1, C, ACK, 301, 1, 100);
    assert_no_finding(wire, FINDING_GAP);
}

static void test_ack_of_hole_capture_lost_bytes(void **state) {
    struct wire *wire = wire_open_established(state);

    wire_send(wire, 1, C, ACK, 101, 1, 100);
    assert_finding(wire, FINDING_GAP);
    wire_send(wire, 10, S, ACK, 1, 201, 0);
    assert_int_equal(wire_finding(wire, FINDING_ACK_UNSEEN)->length, 100);
    assert_int_equal(wire_finding(wire, FINDING_ACK_UNSEEN)->expected_ack, wire->isn[C] + 1);
    /* The hole is known to be filled. */
    wire_send(wire, 1, C, FIN | ACK, 201, 1, 0);
    assert_no_finding(wire, FINDING_FIN_PENDING);
}

static void test_ack_of_what_was_seen_nothing_unseen(void **state) {
    struct wire *wire = wire_open_with_data(state);

    assert_no_finding(wire, FINDING_ACK_UNSEEN);
}

static void test_ack_behind_fragment_nothing_unseen_and_no_gap(void **state) {
    struct wire *wire = wire_open_established(state);

    wire->more_fragments = true;
    wire_send(wire, 1, C, ACK, 1, 1, 8);
    wire_send(wire, 10, S, ACK, 1, 301, 0);
    assert_no_finding(wire, FINDING_ACK_UNSEEN);
    wire->more_fragments = true;
    wire_send(wire, 1, C, ACK, 301, 1, 8);
    wire_send(wire, 1, C, ACK, 601, 1, 100);
    assert_no_finding(wire, FINDING_GAP);
}

static void test_window_closed_zero_once_and_counted(void **state) {
    struct wire *wire = wire_open_established(state);

    wire_send(wire, 1, C, ACK, 1, 1, 1000);
    wire->window = 0;
    wire_send(wire, 10, S, ACK, 1, 1001, 0);
    assert_finding(wire, FINDING_ZERO_WINDOW);
    wire->window = 0;
    wire_send(wire, 10, S, ACK, 1, 1001, 0);
    assert_no_finding(wire, FINDING_ZERO_WINDOW);
    wire_send(wire, 10, S, ACK, 1, 1001, 0);
    assert_int_equal(wire_finding(wire, FINDING_WINDOW_UPDATE)->window, 1000);
    assert_int_equal(wire_report(wire).endpoints[S].zero_windows, 1);
}

static void test_reset_with_window_zero_no_zero_window(void **state) {
    struct wire *wire = wire_open_established(state);

    wire->window = 0;
    wire_send(wire, 10, S, RST | ACK, 1, 1, 0);
    assert_no_finding(wire, FINDING_ZERO_WINDOW);
}

/* Milliseconds, as measured in steps of 16 us. */
static int64_t rtt_data(const struct wire *wire, enum endpoint end) {
    const struct flow_report report = wire_report(wire);

    return report.endpoints[end].rtt_data < 0 ? -1 : (report.endpoints[end].rtt_data + MS / 2) / MS;
}

static void test_data_acknowledged_shortest_round_trip_reported(void **state) {
    struct wire *wire = wire_open_established(state);

    wire_send(wire, 10, C, ACK, 1, 1, 100);
    assert_int_equal(rtt_data(wire, C), -1);
    wire_send(wire, 30, S, ACK, 1, 101, 0);
    assert_int_equal(rtt_data(wire, C), 30);
    wire_send(wire, 10, C, ACK, 101, 1, 100);
    wire_send(wire, 20, S, ACK, 1, 201, 0);
    assert_int_equal(rtt_data(wire, C), 20);
    wire_send(wire, 10, C, ACK, 201, 1, 100);
    wire_send(wire, 40, S, ACK, 1, 301, 0);
    assert_int_equal(rtt_data(wire, C), 20);
    assert_int_equal(rtt_data(wire, S), -1);
}

/* Karn's rule: which copy is acknowledged is not known. */
static void test_data_sent_again_acknowledged_no_round_trip(void **state) {
    struct wire *wire = wire_open_established(state);

    wire_send(wire, 10, C, ACK, 1, 1, 100);
    wire_send(wire, 300, C, ACK, 1, 1, 100);
    wire_send(wire, 5, S, ACK, 1, 101, 0);
    assert_int_equal(rtt_data(wire, C), -1);
    wire_send(wire, 10, C, ACK, 101, 1, 100);
    wire_send(wire, 15, S, ACK, 1, 201, 0);
    assert_int_equal(rtt_data(wire, C), 15);
}

static void test_window_filled_once_not_full(void **state) {
    struct wire *wire = wire_open_established(state);

    wire_send(wire, 1, C, ACK, 1, 1, 1000);
    assert_no_finding(wire, FINDING_WINDOW_FULL);
    wire_send(wire, 10, S, ACK, 1, 1001, 0);
    wire_send(wire, 1, C, ACK, 1001, 1, 500);
    wire_send(wire, 1, C, ACK, 1501, 1, 500);
    assert_no_finding(wire, FINDING_WINDOW_FULL);
}

static void test_window_filled_again_before_flight_drained_full_once(void **state) {
    struct wire *wire = wire_open_established(state);

    wire_send(wire, 1, C, ACK, 1, 1, 500);
    wire_send(wire, 0, C, ACK, 501, 1, 500);
    assert_no_finding(wire, FINDING_WINDOW_FULL);
    wire_send(wire, 10, S, ACK, 1, 501, 0);
    wire_send(wire, 1, C, ACK, 1001, 1, 500);
    assert_int_equal(wire_finding(wire, FINDING_WINDOW_FULL)->window, 1000);
    wire_send(wire, 10, S, ACK, 1, 1001, 0);
    wire_send(wire, 1, C, ACK, 1501, 1, 500);
    assert_no_finding(wire, FINDING_WINDOW_FULL);
}

/* Both SYN-ACKs of a simultaneous open have windows that are not scaled. */
static void test_simultaneous_open_with_scale_no_window_update(void **state) {
    struct wire *wire = wire_open(state, 10);

    for (unsigned i = 0; i < 4; i++) {
        enum endpoint from = i % 2 == 0 ? C : S;

        wire->window = 64000;
        wire_option_window_scale(wire, 10);
        wire_send(wire, 5, from, i < 2 ? SYN : SYN | ACK, 0, i < 2 ? 0 : 1, 0);
    }
    wire->window = 63;
    wire_send(wire, 5, C, ACK, 1, 1, 0);
    assert_no_finding(wire, FINDING_WINDOW_UPDATE);
    wire->window = 63;
    wire_send(wire, 5, C, ACK, 1, 1, 100);
    assert_int_equal(wire->verdict.scaled_window, 63 << 10);
}

/* As macOS does on its loopback: the window of a SYN cannot say so much. */
static void test_first_ack_after_syn_ack_with_larger_scaled_window_update(void **state) {
    struct wire *wire = wire_open(state, 10);

    wire_option_window_scale(wire, 6);
    wire->window = 65535;
    wire_send(wire, 0, C, SYN, 0, 0, 0);
    wire_option_window_scale(wire, 6);
    wire->window = 65535;
    wire_send(wire, 1, S, SYN | ACK, 0, 1, 0);
    wire->window = 6379;
    wire_send(wire, 1, C, ACK, 1, 1, 0);
    assert_no_finding(wire, FINDING_WINDOW_UPDATE);
    wire->window = 6379;
    wire_send(wire, 1, S, ACK, 1, 1, 0);
    assert_int_equal(wire_finding(wire, FINDING_WINDOW_UPDATE)->window, 6379 << 6);
}

static void test_mid_stream_unknown_scale_never_full(void **state) {
    struct wire *wire = wire_open(state, 10);

    wire_send(wire, 1, S, ACK, 1, 1, 0);
    for (uint32_t i = 0; i < 4; i++) {
        wire_send(wire, 1, C, ACK, 1 + 1000 * i, 1, 1000);
        assert_no_finding(wire, FINDING_WINDOW_FULL);
        wire_send(wire, 1, S, ACK, 1, 1 + 1000 * i, 0);
    }
}

/* All but the last byte of the window is not the window. */
static void test_window_filled_but_for_one_byte_not_full(void **state) {
    struct wire *wire = wire_open_established(state);

    wire_send(wire, 1, C, ACK, 1, 1, 500);
    wire_send(wire, 0, C, ACK, 501, 1, 500);
    wire_send(wire, 10, S, ACK, 1, 501, 0);
    wire_send(wire, 1, C, ACK, 1001, 1, 499);
    assert_no_finding(wire, FINDING_WINDOW_FULL);
    wire_send(wire, 1, C, ACK, 1500, 1, 1);
    assert_finding(wire, FINDING_WINDOW_FULL);
}

/* One byte beyond it may be its scale's; what goes further does not use it up. */
static void test_data_beyond_window_not_full(void **state) {
    struct wire *wire = wire_open_established(state);

    wire_send(wire, 1, C, ACK, 1, 1, 500);
    wire_send(wire, 0, C, ACK, 501, 1, 500);
    wire_send(wire, 10, S, ACK, 1, 501, 0);
    wire_send(wire, 1, C, ACK, 1001, 1, 502);
    assert_no_finding(wire, FINDING_WINDOW_FULL);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        wire_test(test_ack_repeated_with_data_outstanding_counted_duplicate),
        wire_test(test_ack_repeated_with_nothing_outstanding_no_duplicate),
        wire_test(test_ack_repeated_on_data_no_duplicate),
        wire_test(test_ack_repeated_with_larger_window_update_and_no_duplicate),
        wire_test(test_selective_ack_with_other_window_duplicate_with_edges),
        wire_test(test_sack_below_ack_duplicate_named_dsack),
        wire_test(test_dsack_of_syn_no_duplicate),
        wire_test(test_ack_beyond_highest_seen_capture_lost_bytes),
        wire_test(test_ack_of_hole_capture_lost_bytes),
        wire_test(test_ack_of_what_was_seen_nothing_unseen),
        wire_test(test_ack_behind_fragment_nothing_unseen_and_no_gap),
        wire_test(test_window_closed_zero_once_and_counted),
        wire_test(test_reset_with_window_zero_no_zero_window),
        wire_test(test_data_acknowledged_shortest_round_trip_reported),
        wire_test(test_data_sent_again_acknowledged_no_round_trip),
        wire_test(test_window_filled_once_not_full),
        wire_test(test_window_filled_again_before_flight_drained_full_once),
        wire_test(test_simultaneous_open_with_scale_no_window_update),
        wire_test(test_first_ack_after_syn_ack_with_larger_scaled_window_update),
        wire_test(test_mid_stream_unknown_scale_never_full),
        wire_test(test_window_filled_but_for_one_byte_not_full),
        wire_test(test_data_beyond_window_not_full),
        wire_test(test_first_sack_within_second_duplicate_named_dsack),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
