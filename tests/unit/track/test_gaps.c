/* What was not seen, or comes late. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "wire.h"

static void test_data_beyond_highest_gap_with_missing_bytes(void **state) {
    struct wire *wire = wire_open_established(state);

    wire_send(wire, 1, C, ACK, 1, 1, 100);
    wire_send(wire, 1, C, ACK, 201, 1, 100);
    assert_int_equal(wire_finding(wire, FINDING_GAP)->length, 100);
    assert_int_equal(wire_finding(wire, FINDING_GAP)->expected_seq, wire->isn[C] + 101);
    assert_int_equal(wire_finding(wire, FINDING_GAP)->seq, wire->isn[C] + 201);
    wire_send(wire, 1, C, ACK, 301, 1, 100);
    assert_no_finding(wire, FINDING_GAP);
}

static void test_hole_filled_within_round_trip_out_of_order(void **state) {
    struct wire *wire = wire_open_established(state);

    wire_send(wire, 1, C, ACK, 101, 1, 100);
    assert_finding(wire, FINDING_GAP);
    wire_send(wire, 4, C, ACK, 1, 1, 100);
    assert_in_range(wire_finding(wire, FINDING_OUT_OF_ORDER)->duration, 3 * MS, 5 * MS);
    assert_no_finding(wire, FINDING_RETRANSMISSION);
    /* Once more: now it was seen. */
    wire_send(wire, 300, C, ACK, 1, 1, 100);
    assert_no_finding(wire, FINDING_OUT_OF_ORDER);
    assert_finding(wire, FINDING_RETRANSMISSION);
}

static void test_hole_filled_after_round_trip_retransmission_of_unknown_age(void **state) {
    struct wire *wire = wire_open_established(state);

    wire_send(wire, 1, C, ACK, 101, 1, 100);
    wire_send(wire, 300, C, ACK, 1, 1, 100);
    assert_no_finding(wire, FINDING_OUT_OF_ORDER);
    assert_int_equal(wire_finding(wire, FINDING_RETRANSMISSION)->duration, 0);
}

static void test_hole_filled_with_older_timestamp_out_of_order_however_late(void **state) {
    struct wire *wire = wire_open_established(state);

    wire_option_timestamps(wire, 40, 0);
    wire_send(wire, 1, C, ACK, 1, 1, 100);
    wire_option_timestamps(wire, 50, 0);
    wire_send(wire, 1, C, ACK, 201, 1, 100);
    wire_option_timestamps(wire, 49, 0);
    wire_send(wire, 150, C, ACK, 101, 1, 100);
    assert_finding(wire, FINDING_OUT_OF_ORDER);
}

static void test_hole_filled_with_newer_timestamp_retransmission_however_soon(void **state) {
    struct wire *wire = wire_open_established(state);

    wire_option_timestamps(wire, 50, 0);
    wire_send(wire, 1, C, ACK, 101, 1, 100);
    wire_option_timestamps(wire, 51, 0);
    wire_send(wire, 2, C, ACK, 1, 1, 100);
    assert_finding(wire, FINDING_RETRANSMISSION);
}

/* The round trip from the client on is 10 ms. */
static void test_hole_filled_just_within_round_trip_out_of_order_and_at_its_end_not(void **state) {
    struct wire *wire = wire_open_established(state);

    wire_send(wire, 1, C, ACK, 101, 1, 100);
    wire_send(wire, 9, C, ACK, 1, 1, 100);
    assert_finding(wire, FINDING_OUT_OF_ORDER);
    wire_send(wire, 1, C, ACK, 301, 1, 100);
    wire_send(wire, 10, C, ACK, 201, 1, 100);
    assert_finding(wire, FINDING_RETRANSMISSION);
}

static void test_hole_of_unknown_round_trip_filled_within_3_ms_out_of_order(void **state) {
    struct wire *wire = wire_open(state, 10);

    wire_send(wire, 0, C, ACK, 1, 1, 100);
    wire_send(wire, 1, C, ACK, 201, 1, 100);
    wire_send(wire, 2, C, ACK, 101, 1, 100);
    assert_finding(wire, FINDING_OUT_OF_ORDER);
    wire_send(wire, 1, C, ACK, 401, 1, 100);
    wire_send(wire, 3, C, ACK, 301, 1, 100);
    assert_finding(wire, FINDING_RETRANSMISSION);
}

static void test_hole_asked_for_three_times_filled_soon_fast_retransmission(void **state) {
    struct wire *wire = wire_open(state, 10);

    wire_send(wire, 0, C, ACK, 1, 1, 100);
    wire_send(wire, 0, S, ACK, 1, 101, 0);
    wire_send(wire, 1, C, ACK, 201, 1, 100);
    wire_send(wire, 0, S, ACK, 1, 101, 0);
    wire_send(wire, 0, S, ACK, 1, 101, 0);
    wire_send(wire, 0, S, ACK, 1, 101, 0);
    wire_send(wire, 2, C, ACK, 101, 1, 100);
    assert_finding(wire, FINDING_FAST_RETRANSMISSION);
}

static void test_hole_asked_for_twice_filled_soon_out_of_order(void **state) {
    struct wire *wire = wire_open(state, 10);

    wire_send(wire, 0, C, ACK, 1, 1, 100);
    wire_send(wire, 0, S, ACK, 1, 101, 0);
    wire_send(wire, 1, C, ACK, 201, 1, 100);
    wire_send(wire, 0, S, ACK, 1, 101, 0);
    wire_send(wire, 0, S, ACK, 1, 101, 0);
    wire_send(wire, 2, C, ACK, 101, 1, 100);
    assert_finding(wire, FINDING_OUT_OF_ORDER);
}

static void test_fin_next_to_data_behind_hole_pending_for_all_that_is_missing(void **state) {
    struct wire *wire = wire_open_established(state);

    wire_send(wire, 10, C, ACK, 101, 1, 100);
    wire_send(wire, 10, C, FIN | ACK, 201, 1, 50);
    assert_int_equal(wire_finding(wire, FINDING_FIN_PENDING)->length, 100);
}

static void test_fin_behind_hole_pending_until_filled(void **state) {
    struct wire *wire = wire_open_established(state);

    wire_send(wire, 1, C, FIN | ACK, 101, 1, 0);
    assert_finding(wire, FINDING_GAP);
    assert_int_equal(wire_finding(wire, FINDING_FIN_PENDING)->length, 100);
    assert_int_equal(wire_finding(wire, FINDING_FIN_PENDING)->seq, wire->isn[C] + 101);
    wire_send(wire, 1, C, ACK, 1, 1, 100);
    assert_finding(wire, FINDING_OUT_OF_ORDER);
}

static void test_fin_behind_one_missing_byte_pending_while_others_come_again(void **state) {
    struct wire *wire = wire_open_established(state);

    wire_send(wire, 1, C, ACK, 1, 1, 99);
    wire_send(wire, 1, C, FIN | ACK, 101, 1, 0);
    assert_int_equal(wire_finding(wire, FINDING_FIN_PENDING)->length, 1);
    wire_send(wire, 1, C, ACK, 1, 1, 99);
    assert_int_equal(wire->verdict.states[S], STATE_ESTABLISHED);
    wire_send(wire, 1, C, ACK, 100, 1, 1);
    assert_int_equal(wire->verdict.states[S], STATE_CLOSE_WAIT);
}

static void test_fin_overtaken_by_ack_fills_its_hole(void **state) {
    struct wire *wire = wire_open_established(state);

    wire_send(wire, 10, C, ACK, 2, 1, 0);
    assert_finding(wire, FINDING_GAP);
    wire_send(wire, 0, C, FIN | ACK, 1, 1, 0);
    wire_send(wire, 10, S, ACK, 1, 2, 0);
    assert_no_finding(wire, FINDING_ACK_UNSEEN);
}

/* The FIN is one number: the byte before it is still missing. */
static void test_fin_overtaken_by_ack_leaves_the_byte_before_it_missing(void **state) {
    struct wire *wire = wire_open_established(state);

    wire_send(wire, 10, C, ACK, 3, 1, 0);
    assert_finding(wire, FINDING_GAP);
    wire_send(wire, 0, C, FIN | ACK, 2, 1, 0);
    wire_send(wire, 0, C, ACK, 1, 1, 1);
    assert_finding(wire, FINDING_OUT_OF_ORDER);
    assert_no_finding(wire, FINDING_RETRANSMISSION);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        wire_test(test_data_beyond_highest_gap_with_missing_bytes),
        wire_test(test_hole_filled_within_round_trip_out_of_order),
        wire_test(test_hole_filled_after_round_trip_retransmission_of_unknown_age),
        wire_test(test_hole_filled_with_older_timestamp_out_of_order_however_late),
        wire_test(test_hole_filled_with_newer_timestamp_retransmission_however_soon),
        wire_test(test_fin_next_to_data_behind_hole_pending_for_all_that_is_missing),
        wire_test(test_fin_behind_hole_pending_until_filled),
        wire_test(test_fin_behind_one_missing_byte_pending_while_others_come_again),
        wire_test(test_fin_overtaken_by_ack_fills_its_hole),
        wire_test(test_fin_overtaken_by_ack_leaves_the_byte_before_it_missing),
        wire_test(test_hole_filled_just_within_round_trip_out_of_order_and_at_its_end_not),
        wire_test(test_hole_of_unknown_round_trip_filled_within_3_ms_out_of_order),
        wire_test(test_hole_asked_for_three_times_filled_soon_fast_retransmission),
        wire_test(test_hole_asked_for_twice_filled_soon_out_of_order),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
