#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "wire.h"

static void test_established_four_segments_time_wait_and_closed(void **state) {
    struct wire *wire = wire_open_established(state);

    wire_send(wire, 1, C, ACK, 1, 1, 100);
    wire_send(wire, 10, S, ACK, 1, 101, 50);
    wire_send(wire, 10, C, FIN | ACK, 101, 51, 0);
    assert_finding(wire, FINDING_TEARDOWN);
    wire_send(wire, 10, S, ACK, 51, 102, 0);
    assert_int_equal(wire_finding(wire, FINDING_FIN_ACKED)->acked, wire->isn[C] + 101);
    assert_no_finding(wire, FINDING_FOUR_WAY);
    wire_send(wire, 10, S, FIN | ACK, 51, 102, 0);
    assert_finding(wire, FINDING_FOUR_WAY);
    assert_no_finding(wire, FINDING_MERGED);
    wire_send(wire, 10, C, ACK, 102, 52, 0);
    assert_int_equal(wire_finding(wire, FINDING_TIME_WAIT)->duration, 60000 * MS);
    assert_history(wire, C, "SYN-SENT ESTABLISHED FIN-WAIT-1 FIN-WAIT-2 TIME-WAIT");
    assert_history(wire, S, "SYN-RECEIVED ESTABLISHED CLOSE-WAIT LAST-ACK CLOSED");

    const struct flow_report report = wire_report(wire);

    assert_int_equal(report.teardown, TEARDOWN_FOUR_WAY);
    assert_string_equal(report.conn_state, "SF");
    assert_string_equal(report.history, "ShADdFaf");
    assert_int_equal(report.endpoints[C].bytes, 100);
    assert_int_equal(report.endpoints[C].packets, 5);
}

static void test_established_merged_fin_three_segments(void **state) {
    struct wire *wire = wire_open_established(state);

    wire_send(wire, 10, C, FIN | ACK, 1, 1, 0);
    wire_send(wire, 10, S, FIN | ACK, 1, 2, 0);
    assert_finding(wire, FINDING_MERGED);
    assert_no_finding(wire, FINDING_FOUR_WAY);
    /* One segment carries two events: RFC 9293's order makes two transitions of it. */
    assert_history(wire, C, "SYN-SENT ESTABLISHED FIN-WAIT-1 FIN-WAIT-2 TIME-WAIT");
    wire_send(wire, 10, C, ACK, 2, 2, 0);
    assert_history(wire, S, "SYN-RECEIVED ESTABLISHED CLOSE-WAIT LAST-ACK CLOSED");
    assert_int_equal(wire_report(wire).teardown, TEARDOWN_MERGED);
}

static void test_fin_wait_1_crossing_fin_closing(void **state) {
    struct wire *wire = wire_open_established(state);

    wire_send(wire, 10, C, FIN | ACK, 1, 1, 0);
    wire_send(wire, 5, S, FIN | ACK, 1, 1, 0);
    assert_finding(wire, FINDING_SIMULTANEOUS_CLOSE);
    assert_history(wire, S, "SYN-RECEIVED ESTABLISHED FIN-WAIT-1 CLOSING");
    wire_send(wire, 0, C, ACK, 2, 2, 0);
    wire_send(wire, 5, S, ACK, 2, 2, 0);
    assert_history(wire, C, "SYN-SENT ESTABLISHED FIN-WAIT-1 CLOSING TIME-WAIT");
    assert_history(wire, S, "SYN-RECEIVED ESTABLISHED FIN-WAIT-1 CLOSING TIME-WAIT");
}

static void test_closing_last_ack_names_the_end_that_enters_time_wait(void **state) {
    struct wire *wire = wire_open_established(state);

    wire_send(wire, 10, C, FIN | ACK, 1, 1, 0);
    wire_send(wire, 5, S, FIN | ACK, 1, 1, 0);
    wire_send(wire, 0, C, ACK, 2, 2, 0);
    assert_int_equal(wire_finding(wire, FINDING_TIME_WAIT)->who, S);
    wire_send(wire, 5, S, ACK, 2, 2, 0);
    assert_int_equal(wire_finding(wire, FINDING_TIME_WAIT)->who, C);
}

static void test_fin_wait_1_late_fin_passes_fin_wait_2(void **state) {
    struct wire *wire = wire_open_established(state);

    wire_send(wire, 10, C, FIN | ACK, 1, 1, 0);
    wire_send(wire, 5, S, FIN | ACK, 1, 1, 0);
    wire_send(wire, 0, C, ACK, 2, 2, 0);
    wire_send(wire, 50, S, ACK, 2, 2, 0);
    assert_history(wire, S, "SYN-RECEIVED ESTABLISHED FIN-WAIT-1 FIN-WAIT-2 TIME-WAIT");
}

static void test_close_wait_fin_sent_earlier_closing(void **state) {
    struct wire *wire = wire_open_established(state);

    wire_send(wire, 10, C, FIN | ACK, 1, 1, 0);
    wire_send(wire, 20, S, ACK, 2, 2, 0); /* behind the FIN, which is late */
    wire_send(wire, 5, S, FIN | ACK, 1, 1, 0);
    assert_history(wire, S, "SYN-RECEIVED ESTABLISHED FIN-WAIT-1 CLOSING");
    assert_history(wire, C, "SYN-SENT ESTABLISHED FIN-WAIT-1 FIN-WAIT-2 TIME-WAIT");
    wire_send(wire, 0, C, ACK, 2, 2, 0);
    assert_history(wire, S, "SYN-RECEIVED ESTABLISHED FIN-WAIT-1 CLOSING TIME-WAIT");
}

static void test_fin_wait_2_data_half_closed(void **state) {
    struct wire *wire = wire_open_established(state);

    wire_send(wire, 10, C, FIN | ACK, 1, 1, 0);
    wire_send(wire, 10, S, ACK, 1, 2, 0);
    wire_send(wire, 10, S, ACK, 1, 2, 500);
    assert_int_equal(wire_finding(wire, FINDING_HALF_CLOSED)->who, S);
    wire_send(wire, 1, C, ACK, 2, 501, 0);
    assert_no_finding(wire, FINDING_SEGMENT_IGNORED);
    wire_send(wire, 10, S, ACK, 501, 2, 500);
    assert_no_finding(wire, FINDING_HALF_CLOSED);
    assert_int_equal(wire->verdict.states[C], STATE_FIN_WAIT_2);
    assert_int_equal(wire->verdict.states[S], STATE_CLOSE_WAIT);

    const struct flow_report report = wire_report(wire);

    assert_int_equal(report.teardown, TEARDOWN_HALF_CLOSED);
    assert_string_equal(report.conn_state, "S2");
}

/* It was sent before its sender knew of the FIN. */
static void test_fin_wait_2_data_sent_again_not_half_closed(void **state) {
    struct wire *wire = wire_open_established(state);

    wire_send(wire, 10, S, ACK, 1, 1, 500);
    wire_send(wire, 1, C, FIN | ACK, 1, 1, 0);
    wire_send(wire, 10, S, ACK, 501, 2, 0);
    wire_send(wire, 300, S, ACK, 1, 2, 500);
    assert_finding(wire, FINDING_RETRANSMISSION);
    assert_no_finding(wire, FINDING_HALF_CLOSED);
}

static void test_established_keepalive_is_no_fin(void **state) {
    struct wire *wire = wire_open_established(state);

    wire_send(wire, 10, C, ACK, 1, 1, 100);
    wire_send(wire, 10, S, ACK, 1, 101, 0);
    wire_send(wire, 15000, C, ACK, 100, 1, 0);
    wire_send(wire, 10, S, ACK, 1, 101, 0);
    wire_send(wire, 15000, C, ACK, 100, 1, 1);
    assert_int_equal(wire->verdict.change_count, 0);
    assert_no_finding(wire, FINDING_FIN);
    assert_int_equal(wire->verdict.states[C], STATE_ESTABLISHED);
}

static void test_close_wait_keepalive_after_half_close_is_no_fin(void **state) {
    struct wire *wire = wire_open_established(state);

    wire_send(wire, 10, C, FIN | ACK, 1, 1, 0);
    wire_send(wire, 10, S, ACK, 1, 2, 0);
    wire_send(wire, 15000, S, ACK, 0, 2, 0);
    wire_send(wire, 10, C, ACK, 2, 1, 0);
    assert_int_equal(wire->verdict.states[C], STATE_FIN_WAIT_2);
    assert_int_equal(wire->verdict.states[S], STATE_CLOSE_WAIT);
}

static void test_established_fin_lost_counts_from_its_copy(void **state) {
    struct wire *wire = wire_open_established(state);

    wire_send(wire, 10, C, FIN | ACK, 1, 1, 0);
    wire_send(wire, 300, C, FIN | ACK, 1, 1, 0);
    assert_int_equal(wire_finding(wire, FINDING_FIN_RETRANSMITTED)->count, 1);
    assert_int_equal(wire->retractions, 1);
    assert_int_equal(wire->verdict.states[S], STATE_CLOSE_WAIT);
    /* Unanswered again: nothing is assumed to arrive any more. */
    wire_send(wire, 600, C, FIN | ACK, 1, 1, 0);
    assert_history(wire, S, "SYN-RECEIVED ESTABLISHED");
    wire_send(wire, 10, S, ACK, 1, 2, 0);
    assert_history(wire, S, "SYN-RECEIVED ESTABLISHED CLOSE-WAIT");
    assert_history(wire, C, "SYN-SENT ESTABLISHED FIN-WAIT-1 FIN-WAIT-2");
}

static void test_established_fin_sacked_behind_hole_pending(void **state) {
    struct wire *wire = wire_open_established(state);

    wire_send(wire, 10, C, ACK, 1, 1, 100);
    wire_send(wire, 1, C, FIN | ACK, 101, 1, 0);
    wire_option_sack(wire, wire->isn[C] + 101, wire->isn[C] + 102);
    wire_send(wire, 10, S, ACK, 1, 1, 0);
    assert_finding(wire, FINDING_FIN_PENDING);
    assert_int_equal(wire_finding(wire, FINDING_FIN_PENDING)->length, 100);
    assert_int_equal(wire->verdict.states[S], STATE_ESTABLISHED);
    wire_send(wire, 10, C, ACK, 1, 1, 100);
    wire_send(wire, 10, S, ACK, 1, 102, 0);
    assert_int_equal(wire->verdict.states[S], STATE_CLOSE_WAIT);
}

static void test_established_fin_sacked_behind_one_byte_pending(void **state) {
    struct wire *wire = wire_open_established(state);

    wire_send(wire, 10, C, ACK, 1, 1, 100);
    wire_send(wire, 1, C, FIN | ACK, 101, 1, 0);
    wire_option_sack(wire, wire->isn[C] + 101, wire->isn[C] + 102);
    wire_send(wire, 10, S, ACK, 1, 100, 0);
    assert_int_equal(wire_finding(wire, FINDING_FIN_PENDING)->length, 1);
    assert_int_equal(wire_finding(wire, FINDING_FIN_PENDING)->seq, wire->isn[C] + 101);
}

/* A block without bytes says nothing, and before the FIN nothing is missing. */
static void test_established_empty_sack_behind_fin_not_pending(void **state) {
    struct wire *wire = wire_open_established(state);

    wire_send(wire, 10, C, ACK, 1, 1, 100);
    wire_send(wire, 1, C, FIN | ACK, 101, 1, 0);
    wire_option_sack(wire, wire->isn[C] + 102, wire->isn[C] + 102);
    wire_send(wire, 10, S, ACK, 1, 101, 0);
    assert_no_finding(wire, FINDING_FIN_PENDING);
}

static void test_established_wrap_around_fin_counts(void **state) {
    struct wire *wire = wire_open(state, 10);

    wire->isn[C] = 0xfffffff0u;
    wire->isn[S] = 0xffffffffu;
    wire_handshake(wire);
    wire_send(wire, 1, C, ACK, 1, 1, 14);
    wire_send(wire, 10, S, ACK, 1, 15, 0);
    wire_send(wire, 10, C, FIN | ACK, 15, 1, 0); /* the FIN's number is 0xffffffff */
    wire_send(wire, 10, S, FIN | ACK, 1, 16, 0);
    wire_send(wire, 10, C, ACK, 16, 2, 0);
    assert_history(wire, C, "SYN-SENT ESTABLISHED FIN-WAIT-1 FIN-WAIT-2 TIME-WAIT");
    assert_history(wire, S, "SYN-RECEIVED ESTABLISHED CLOSE-WAIT LAST-ACK CLOSED");
}

static void test_reset_closer_data_on_its_way_is_no_half_close(void **state) {
    struct wire *wire = wire_open_with_data(state);

    wire_send(wire, 10, C, FIN | ACK, 101, 1, 0);
    wire_send(wire, 1, S, ACK, 1, 101, 100);
    wire_send(wire, 1, C, RST, 101, 0, 0);
    wire_send(wire, 1, S, ACK, 101, 102, 100);
    assert_no_finding(wire, FINDING_HALF_CLOSED);
}

/* The FIN itself is not captured; its number is. */
static void test_ack_beyond_what_was_sent_proves_the_fin_of_a_simultaneous_close(void **state) {
    struct wire *wire = wire_open_established(state);

    wire_send(wire, 10, C, FIN | ACK, 1, 1, 0);
    wire_send(wire, 10, S, ACK, 2, 2, 0);
    assert_finding(wire, FINDING_SIMULTANEOUS_CLOSE);
    assert_no_finding(wire, FINDING_GAP);
    assert_int_equal(wire->verdict.states[S], STATE_CLOSING);
    wire_send(wire, 210, S, FIN | ACK, 1, 2, 0);
    wire_send(wire, 1, C, ACK, 2, 2, 0);
    assert_int_equal(wire->verdict.states[C], STATE_TIME_WAIT);
    assert_int_equal(wire->verdict.states[S], STATE_TIME_WAIT);
}

static void test_rst_in_the_name_of_an_end_that_goes_on_had_no_effect(void **state) {
    struct wire *wire = wire_open_established(state);

    wire_send(wire, 100, S, RST | ACK, 1, 1, 0);
    assert_int_equal(wire_report(wire).teardown, TEARDOWN_RESET);
    wire_send(wire, 100, C, ACK, 1, 1, 3);
    wire_send(wire, 10, S, ACK, 1, 4, 0);
    assert_int_equal(wire_finding(wire, FINDING_RESET_WITHOUT_EFFECT)->who, S);
    assert_int_equal(wire_report(wire).teardown, TEARDOWN_NONE);
    assert_int_equal(wire->verdict.states[S], STATE_ESTABLISHED);
    wire_send(wire, 10, S, ACK, 1, 4, 2);
    assert_no_finding(wire, FINDING_RESET_WITHOUT_EFFECT);
}

static void test_rst_behind_both_fins_leaves_the_teardown(void **state) {
    struct wire *wire = wire_open_established(state);

    wire_send(wire, 10, C, FIN | ACK, 1, 1, 0);
    wire_send(wire, 10, S, FIN | ACK, 1, 2, 0);
    wire_send(wire, 1, C, ACK, 2, 2, 0);
    wire_send(wire, 1, C, RST, 2, 0, 0);
    assert_int_equal(wire_report(wire).teardown, TEARDOWN_MERGED);
}

static void test_refusal_by_another_host_is_forgotten_when_the_server_answers(void **state) {
    struct wire *wire = wire_open_syn_sent(state);

    wire_send(wire, 10, S, RST | ACK, 0, 1, 0);
    assert_int_equal(wire_report(wire).handshake, HANDSHAKE_REFUSED);
    wire_send(wire, 10, S, SYN | ACK, 0, 1, 0);
    assert_finding(wire, FINDING_RESET_WITHOUT_EFFECT);
    wire_send(wire, 1, C, ACK, 1, 1, 0);
    assert_int_equal(wire_report(wire).handshake, HANDSHAKE_THREE_WAY);
}

static void test_fin_again_with_newer_ack_repeated_no_retransmission(void **state) {
    struct wire *wire = wire_open_with_data(state);

    wire_send(wire, 1, S, FIN | ACK, 1, 101, 0);
    wire_send(wire, 80, C, ACK, 101, 1, 1000);
    wire_send(wire, 1, S, FIN | ACK, 1, 1101, 0);
    assert_finding(wire, FINDING_FIN_REPEATED);
    assert_no_finding(wire, FINDING_FIN_RETRANSMITTED);
    assert_no_finding(wire, FINDING_TAIL_PROBE);
    assert_int_equal(wire_report(wire).endpoints[S].retransmissions, 0);
    wire_send(wire, 80, C, ACK, 1101, 2, 0);
    assert_finding(wire, FINDING_FIN_ACKED);
    assert_int_equal(wire->verdict.states[S], STATE_FIN_WAIT_2);
}

static void test_syn_and_fin_again_counted(void **state) {
    struct wire *wire = wire_open_syn_sent(state);

    wire_send(wire, 1000, C, SYN, 0, 0, 0);
    wire_send(wire, 10, S, SYN | ACK, 0, 1, 0);
    assert_int_equal(wire_report(wire).handshake, HANDSHAKE_INCOMPLETE);
    wire_send(wire, 10, C, ACK, 1, 1, 0);
    wire_send(wire, 10, C, FIN | ACK, 1, 1, 0);
    wire_send(wire, 500, C, FIN | ACK, 1, 1, 0);
    assert_int_equal(wire_report(wire).endpoints[C].retransmissions, 2);
    assert_int_equal(wire_report(wire).endpoints[S].retransmissions, 0);
}

static void test_conn_state_mid_stream_and_one_direction_as_zeek_has_them(void **state) {
    struct wire *wire = wire_open(state, 10);

    wire_send(wire, 0, C, ACK, 5001, 7001, 100);
    wire_send(wire, 10, S, ACK, 7001, 5101, 100);
    assert_string_equal(wire_report(wire).conn_state, "OTH");
    wire_send(wire, 10, C, FIN | ACK, 5101, 7101, 0);
    assert_string_equal(wire_report(wire).conn_state, "SH");
    wire_send(wire, 10, S, FIN | ACK, 7101, 5102, 0);
    assert_string_equal(wire_report(wire).conn_state, "SF");
}

static void test_history_gap_only_for_what_was_acknowledged_and_never_seen(void **state) {
    struct wire *wire = wire_open_established(state);

    wire_send(wire, 10, S, ACK, 101, 1, 100);
    assert_string_equal(wire_report(wire).history, "ShAd");
    wire_send(wire, 10, C, ACK, 1, 201, 0);
    assert_string_equal(wire_report(wire).history, "ShAdg");
}

/* Its number shows that the server sent its FIN before the client's came. */
static void test_fin_with_an_older_acknowledgment_takes_close_wait_back(void **state) {
    struct wire *wire = wire_open_with_data(state);
    const struct change *change = wire->verdict.changes;

    wire_send(wire, 10, C, FIN | ACK, 101, 1, 0);
    wire_send(wire, 1, S, ACK, 1, 102, 0);
    wire_send(wire, 0, S, FIN | ACK, 1, 101, 0);
    assert_true(change->retracted);
    assert_int_equal(change->from, STATE_CLOSE_WAIT);
    assert_int_equal(change->to, STATE_ESTABLISHED);
    assert_history(wire, S, "SYN-RECEIVED ESTABLISHED FIN-WAIT-1 CLOSING");
}

/* Too soon for a timeout; but a probe has gone before it. */
static void test_third_fin_within_a_timeout_is_a_retransmission(void **state) {
    struct wire *wire = wire_open_with_data(state);

    wire_send(wire, 10, C, FIN | ACK, 101, 1, 0);
    wire_send(wire, 100, C, FIN | ACK, 101, 1, 0);
    assert_finding(wire, FINDING_TAIL_PROBE);
    wire_send(wire, 50, C, FIN | ACK, 101, 1, 0);
    assert_finding(wire, FINDING_FIN_RETRANSMITTED);
    assert_no_finding(wire, FINDING_FIN);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        wire_test(test_ack_beyond_what_was_sent_proves_the_fin_of_a_simultaneous_close),
        wire_test(test_rst_in_the_name_of_an_end_that_goes_on_had_no_effect),
        wire_test(test_rst_behind_both_fins_leaves_the_teardown),
        wire_test(test_refusal_by_another_host_is_forgotten_when_the_server_answers),
        wire_test(test_established_four_segments_time_wait_and_closed),
        wire_test(test_established_merged_fin_three_segments),
        wire_test(test_fin_wait_1_crossing_fin_closing),
        wire_test(test_closing_last_ack_names_the_end_that_enters_time_wait),
        wire_test(test_fin_wait_1_late_fin_passes_fin_wait_2),
        wire_test(test_close_wait_fin_sent_earlier_closing),
        wire_test(test_fin_wait_2_data_half_closed),
        wire_test(test_fin_wait_2_data_sent_again_not_half_closed),
        wire_test(test_established_keepalive_is_no_fin),
        wire_test(test_close_wait_keepalive_after_half_close_is_no_fin),
        wire_test(test_established_fin_lost_counts_from_its_copy),
        wire_test(test_established_fin_sacked_behind_hole_pending),
        wire_test(test_established_fin_sacked_behind_one_byte_pending),
        wire_test(test_established_empty_sack_behind_fin_not_pending),
        wire_test(test_established_wrap_around_fin_counts),
        wire_test(test_reset_closer_data_on_its_way_is_no_half_close),
        wire_test(test_fin_again_with_newer_ack_repeated_no_retransmission),
        wire_test(test_syn_and_fin_again_counted),
        wire_test(test_conn_state_mid_stream_and_one_direction_as_zeek_has_them),
        wire_test(test_history_gap_only_for_what_was_acknowledged_and_never_seen),
        wire_test(test_fin_with_an_older_acknowledgment_takes_close_wait_back),
        wire_test(test_third_fin_within_a_timeout_is_a_retransmission),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
