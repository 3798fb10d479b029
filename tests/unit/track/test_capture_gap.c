#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "wire.h"

/* Windows are 1000 bytes: 50000 are far beyond them. */

static void test_gap_acknowledged_beyond_is_bridged(void **state) {
    struct wire *wire = wire_open_established(state);

    wire_send(wire, 10, S, ACK, 50001, 1, 100);
    assert_no_finding(wire, FINDING_ACK_UNSEEN);
    wire_send(wire, 10, C, ACK, 1, 50101, 0);
    assert_int_equal(wire_finding(wire, FINDING_ACK_UNSEEN)->length, 50000);
    wire_send(wire, 10, S, FIN | ACK, 50101, 1, 0);
    wire_send(wire, 10, C, FIN | ACK, 1, 50102, 0);
    wire_send(wire, 10, S, ACK, 50102, 2, 0);
    assert_int_equal(wire->verdict.states[S], STATE_TIME_WAIT);
    assert_int_equal(wire->verdict.states[C], STATE_CLOSED);
}

/* The data themselves are missing, their acknowledgment is not. */
static void test_gap_sender_goes_on_where_acknowledged_is_bridged(void **state) {
    struct wire *wire = wire_open_established(state);

    wire_send(wire, 10, C, ACK, 1, 50001, 0);
    wire_send(wire, 10, S, ACK, 50001, 1, 100);
    assert_int_equal(wire_finding(wire, FINDING_GAP)->length, 50000);
    wire_send(wire, 10, C, ACK, 1, 50101, 0);
    assert_no_finding(wire, FINDING_ACK_UNSEEN);
}

static void test_gap_in_both_directions_is_bridged(void **state) {
    struct wire *wire = wire_open_established(state);

    wire_send(wire, 10, S, ACK, 50001, 70001, 100);
    wire_send(wire, 10, C, ACK, 70001, 50101, 100);
    assert_int_equal(wire_finding(wire, FINDING_ACK_UNSEEN)->length, 50000);
    assert_int_equal(wire_finding(wire, FINDING_GAP)->length, 70000);
    wire_send(wire, 10, S, FIN | ACK, 50101, 70101, 0);
    assert_int_equal(wire->verdict.states[S], STATE_FIN_WAIT_1);
}

/* A forged segment, which nobody answers, moves nothing. */
static void test_gap_single_segment_beyond_changes_nothing(void **state) {
    struct wire *wire = wire_open_established(state);

    wire_send(wire, 10, S, FIN | ACK, 50001, 1, 100);
    assert_int_equal(wire->verdict.states[S], STATE_ESTABLISHED);
    wire_send(wire, 10, S, ACK, 1, 1, 100);
    assert_no_finding(wire, FINDING_GAP);
    wire_send(wire, 10, C, ACK, 1, 101, 0);
    assert_no_finding(wire, FINDING_ACK_UNSEEN);
    assert_int_equal(wire->verdict.states[S], STATE_ESTABLISHED);
}

/* The window is 1000 bytes from what is acknowledged. */
static void test_gap_three_segments_in_a_row_are_bridged(void **state) {
    struct wire *wire = wire_open_established(state);

    wire_send(wire, 10, S, ACK, 50001, 1, 100);
    wire_send(wire, 10, S, ACK, 50101, 1, 100);
    assert_no_finding(wire, FINDING_GAP);
    wire_send(wire, 10, S, ACK, 50201, 1, 100);
    assert_int_equal(wire_finding(wire, FINDING_GAP)->length, 50000);
    assert_int_equal(wire_finding(wire, FINDING_GAP)->expected_seq, wire->isn[S] + 1);
    assert_int_equal(wire_report(wire).endpoints[S].unseen_bytes, 50000);
    assert_int_equal(wire_report(wire).endpoints[S].unique_bytes, 300);
}

static void test_gap_three_segments_apart_are_not_bridged(void **state) {
    struct wire *wire = wire_open_established(state);

    wire_send(wire, 10, S, ACK, 50001, 1, 100);
    wire_send(wire, 10, S, ACK, 50102, 1, 100);
    wire_send(wire, 10, S, ACK, 50203, 1, 100);
    wire_send(wire, 10, S, ACK, 50303, 1, 100);
    assert_no_finding(wire, FINDING_GAP);
    assert_finding(wire, FINDING_SEGMENT_IGNORED);
}

static void test_gap_acknowledged_up_to_its_first_byte_is_not_bridged(void **state) {
    struct wire *wire = wire_open_established(state);

    wire_send(wire, 10, S, ACK, 50001, 1, 100);
    wire_send(wire, 10, C, ACK, 1, 50001, 0);
    assert_no_finding(wire, FINDING_ACK_UNSEEN);
}

static void test_gap_acknowledged_behind_its_last_byte_is_not_bridged(void **state) {
    struct wire *wire = wire_open_established(state);

    wire_send(wire, 10, S, ACK, 50001, 1, 100);
    wire_send(wire, 10, C, ACK, 1, 50102, 0);
    assert_no_finding(wire, FINDING_ACK_UNSEEN);
}

/* Whoever forges RSTs sends several. */
static void test_gap_three_resets_beyond_are_not_bridged(void **state) {
    struct wire *wire = wire_open_established(state);

    for (unsigned i = 0; i < 3; i++) {
        wire_send(wire, 10, S, RST | ACK, 50001, 1, 0);
        assert_no_finding(wire, FINDING_GAP);
        assert_finding(wire, FINDING_RESET_IGNORED);
    }
    assert_int_equal(wire->verdict.states[S], STATE_ESTABLISHED);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        wire_test(test_gap_acknowledged_beyond_is_bridged),
        wire_test(test_gap_sender_goes_on_where_acknowledged_is_bridged),
        wire_test(test_gap_in_both_directions_is_bridged),
        wire_test(test_gap_single_segment_beyond_changes_nothing),
        wire_test(test_gap_three_segments_in_a_row_are_bridged),
        wire_test(test_gap_three_segments_apart_are_not_bridged),
        wire_test(test_gap_acknowledged_up_to_its_first_byte_is_not_bridged),
        wire_test(test_gap_acknowledged_behind_its_last_byte_is_not_bridged),
        wire_test(test_gap_three_resets_beyond_are_not_bridged),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
