#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "wire.h"

static void test_closed_three_segments_established(void **state) {
    struct wire *wire = wire_open_syn_sent(state);

    assert_true(wire->verdict.opens);
    assert_finding(wire, FINDING_SYN);
    assert_int_equal(wire->verdict.states[C], STATE_SYN_SENT);
    assert_int_equal(wire->verdict.states[S], STATE_UNKNOWN);
    wire_send(wire, 10, S, SYN | ACK, 0, 1, 0);
    assert_int_equal(wire->verdict.changes[0].from, STATE_LISTEN);
    assert_true(wire->verdict.changes[1].assumed);
    wire_send(wire, 5, C, ACK, 1, 1, 0);
    assert_int_equal(wire_finding(wire, FINDING_HANDSHAKE_ACK)->duration, 15 * MS);
    assert_finding(wire, FINDING_NEGOTIATED);
    assert_history(wire, C, "SYN-SENT ESTABLISHED");
    assert_history(wire, S, "SYN-RECEIVED ESTABLISHED");
}

/* Its sender has started again, with another number (RFC 9293 §3.10.7.4 does not forbid it). */
static void test_syn_sent_syn_of_other_number_without_answer_opens_again(void **state) {
    struct wire *wire = wire_open_syn_sent(state);

    wire_send(wire, 3000, C, SYN, 100000, 0, 0);
    assert_true(wire->verdict.opens);
    assert_int_equal(tracker_flow_count(wire->tracker), 2);
}

static void test_syn_sent_crossing_syn_syn_received_at_both(void **state) {
    struct wire *wire = wire_open_syn_sent(state);

    wire_send(wire, 5, S, SYN, 0, 0, 0);
    assert_finding(wire, FINDING_SIMULTANEOUS_OPEN);
    assert_no_finding(wire, FINDING_SYN_RETRANSMITTED);
    /* Established is who has its SYN acknowledged, not who has seen two SYNs. */
    assert_int_equal(wire->verdict.states[C], STATE_SYN_SENT);
    wire_send(wire, 0, C, SYN | ACK, 0, 1, 0);
    assert_no_finding(wire, FINDING_SYN_ACK_RETRANSMITTED);
    assert_int_equal(wire->verdict.states[S], STATE_SYN_SENT);
    wire_send(wire, 5, S, SYN | ACK, 0, 1, 0);
    assert_no_finding(wire, FINDING_SYN_ACK_RETRANSMITTED);
    wire_send(wire, 0, C, ACK, 1, 1, 0);
    assert_history(wire, C, "SYN-SENT SYN-RECEIVED ESTABLISHED");
    assert_history(wire, S, "SYN-SENT SYN-RECEIVED ESTABLISHED");
}

/* A RST without ACK answers the last segment: what that one brought did not happen, and what came
 * before it did. */
static void test_syn_received_rst_in_answer_to_first_data_established_before(void **state) {
    struct wire *wire = wire_open_established(state);

    wire_send(wire, 1, C, ACK, 1, 1, 100);
    assert_int_equal(wire->verdict.change_count, 0);
    assert_int_equal(wire->verdict.states[S], STATE_ESTABLISHED);
    wire_send(wire, 10, S, RST, 1, 0, 0);
    assert_history(wire, S, "SYN-RECEIVED ESTABLISHED CLOSED");
}

static void test_syn_received_first_data_prove_established(void **state) {
    struct wire *wire = wire_open_established(state);

    wire_send(wire, 1, S, ACK, 1, 1, 100);
    assert_int_equal(wire->verdict.change_count, 0);
    wire_send(wire, 10, S, RST, 101, 0, 0);
    assert_history(wire, S, "SYN-RECEIVED ESTABLISHED CLOSED");
}

/* With Fast Open an end sends data in SYN-RECEIVED: they prove nothing. */
static void test_syn_received_first_data_with_fast_open_prove_nothing(void **state) {
    struct wire *wire = wire_open(state, 10);

    wire_option_fast_open(wire, 8);
    wire_send(wire, 0, C, SYN, 0, 0, 50);
    wire_send(wire, 10, S, SYN | ACK, 0, 51, 0);
    wire_send(wire, 1, S, ACK, 1, 51, 100);
    assert_history(wire, S, "SYN-RECEIVED");
    wire_send(wire, 10, C, ACK, 51, 1, 0);
    wire_send(wire, 1, S, ACK, 101, 51, 100);
    wire_send(wire, 10, S, RST, 201, 0, 0);
    assert_history(wire, S, "SYN-RECEIVED CLOSED");
}

static void test_syn_received_rst_in_answer_to_third_segment_never_established(void **state) {
    struct wire *wire = wire_open_established(state);

    wire_send(wire, 10, S, RST, 1, 0, 0);
    assert_history(wire, S, "SYN-RECEIVED CLOSED");
}

static void test_syn_sent_split_handshake_established(void **state) {
    struct wire *wire = wire_open_syn_sent(state);

    wire_send(wire, 5, S, ACK, 0, 1, 0);
    wire_send(wire, 5, S, SYN, 0, 0, 0);
    wire_send(wire, 5, C, SYN | ACK, 0, 1, 0);
    wire_send(wire, 5, S, ACK, 1, 1, 0);
    assert_history(wire, C, "SYN-SENT SYN-RECEIVED ESTABLISHED");
    assert_history(wire, S, "SYN-SENT ESTABLISHED");
}

static void test_syn_sent_rst_covering_the_syn_closed(void **state) {
    struct wire *wire = wire_open_syn_sent(state);

    wire_send(wire, 5, S, RST | ACK, 0, 1, 0);
    assert_finding(wire, FINDING_REFUSED);
    assert_no_finding(wire, FINDING_RESET);
    assert_history(wire, C, "SYN-SENT CLOSED");
    assert_history(wire, S, "");

    const struct flow_report report = wire_report(wire);

    assert_int_equal(report.handshake, HANDSHAKE_REFUSED);
    assert_int_equal(report.rtt, -1); /* a RST is no handshake to take a round trip from */
    assert_string_equal(report.conn_state, "REJ");
}

static void test_syn_sent_rst_in_answer_to_the_syn_ack_told_from_syn_sent(void **state) {
    struct wire *wire = wire_open_syn_sent(state);

    wire_send(wire, 5, S, SYN | ACK, 0, 1, 0);
    wire_send(wire, 5, C, RST, 1, 0, 0);
    assert_finding(wire, FINDING_RESET);
    assert_int_equal(wire_finding(wire, FINDING_RESET)->state, STATE_SYN_SENT);
    assert_history(wire, C, "SYN-SENT CLOSED");
}

static void test_syn_sent_rst_with_other_ack_ignored(void **state) {
    struct wire *wire = wire_open_syn_sent(state);

    wire_send(wire, 5, S, RST | ACK, 0, 2, 0);
    assert_finding(wire, FINDING_RESET_WITHOUT_SYN_ACKED);
    wire_send(wire, 5, S, RST, 0, 0, 0);
    assert_finding(wire, FINDING_RESET_WITHOUT_SYN_ACKED);
    assert_no_finding(wire, FINDING_RESET_IGNORED);
    assert_history(wire, C, "SYN-SENT");
}

static void test_syn_sent_syn_ack_with_bad_ack_ignored(void **state) {
    struct wire *wire = wire_open_syn_sent(state);

    wire_send(wire, 5, S, SYN | ACK, 0, 77, 0);
    assert_int_equal(wire_finding(wire, FINDING_BAD_ACK)->ack, wire->isn[C] + 77);
    assert_int_equal(wire_finding(wire, FINDING_BAD_ACK)->expected_ack, wire->isn[C]);
    assert_history(wire, C, "SYN-SENT");
    assert_history(wire, S, "");
}

static void test_syn_answered_and_not_completed_is_incomplete(void **state) {
    struct wire *wire = wire_open_syn_sent(state);

    assert_int_equal(wire_report(wire).handshake, HANDSHAKE_UNANSWERED);
    wire_send(wire, 20, S, SYN | ACK, 0, 1, 0);
    assert_int_equal(wire_report(wire).handshake, HANDSHAKE_INCOMPLETE);
}

static void test_syn_and_fin_sent_again_count_as_retransmissions(void **state) {
    struct wire *wire = wire_open_syn_sent(state);

    wire_send(wire, 1000, C, SYN, 0, 0, 0);
    wire_send(wire, 20, S, SYN | ACK, 0, 1, 0);
    wire_send(wire, 1, C, ACK, 1, 1, 0);
    wire_send(wire, 10, C, FIN | ACK, 1, 1, 0);
    wire_send(wire, 300, C, FIN | ACK, 1, 1, 0);
    assert_int_equal(wire_report(wire).endpoints[C].retransmissions, 2);
    assert_int_equal(wire_report(wire).endpoints[S].retransmissions, 0);
}

static void test_syn_sent_no_answer_told_at_the_end(void **state) {
    struct wire *wire = wire_open_syn_sent(state);

    wire_send(wire, 1000, C, SYN, 0, 0, 0);
    assert_int_equal(wire_finding(wire, FINDING_SYN_RETRANSMITTED)->count, 1);
    assert_int_equal(wire_finding(wire, FINDING_SYN_RETRANSMITTED)->duration, 1000 * MS);
    assert_int_equal(wire_wait(wire, 60000), 0);
    assert_int_equal(wire_wait(wire, 60000), 1);
    assert_int_equal(wire_finding(wire, FINDING_NO_ANSWER)->count, 2);
}

static void test_syn_received_syn_ack_again_third_ack_lost(void **state) {
    struct wire *wire = wire_open_established(state);

    wire_send(wire, 1000, S, SYN | ACK, 0, 1, 0);
    assert_finding(wire, FINDING_THIRD_ACK_LOST);
    assert_finding(wire, FINDING_SYN_ACK_RETRANSMITTED);
    assert_history(wire, S, "SYN-RECEIVED");
    wire_send(wire, 5, C, ACK, 1, 1, 0);
    assert_history(wire, S, "SYN-RECEIVED ESTABLISHED");
    assert_history(wire, C, "SYN-SENT ESTABLISHED");
}

static void test_syn_received_syn_ack_within_round_trip_no_loss(void **state) {
    struct wire *wire = wire_open_established(state);

    wire_send(wire, 2, S, SYN | ACK, 0, 1, 0);
    assert_no_finding(wire, FINDING_THIRD_ACK_LOST);
    assert_int_equal(wire->retractions, 0);
}

static void test_syn_sent_syn_ack_unanswered_taken_back(void **state) {
    struct wire *wire = wire_open_syn_sent(state);

    wire_send(wire, 1, S, SYN | ACK, 0, 1, 0);
    wire_send(wire, 1000, S, SYN | ACK, 0, 1, 0);
    assert_history(wire, C, "SYN-SENT");
}

static void test_established_second_syn_ack_other_isn_does_not_rebase(void **state) {
    struct wire *wire = wire_open_syn_sent(state);

    wire_send(wire, 10, S, SYN | ACK, 0, 1, 0);
    wire_send(wire, 1, S, SYN | ACK, 9000, 1, 0);
    assert_int_equal(wire->verdict.isn[S], wire->isn[S]);
    wire_send(wire, 9, C, ACK, 1, 1, 0);
    assert_int_equal(wire->verdict.isn[S], wire->isn[S]);
    assert_no_finding(wire, FINDING_BAD_ACK);
}

static void test_syn_sent_ack_of_other_isn_rebases(void **state) {
    struct wire *wire = wire_open_syn_sent(state);

    wire_option_mss(wire, 1000);
    wire_send(wire, 10, S, SYN | ACK, 0, 1, 0);
    wire_option_mss(wire, 1400);
    wire_option_window_scale(wire, 5);
    wire_send(wire, 1, S, SYN | ACK, 9000, 1, 0);
    assert_int_equal(wire_finding(wire, FINDING_OTHER_ISN)->seq, wire->isn[S] + 9000);
    assert_int_equal(wire_finding(wire, FINDING_OTHER_ISN)->expected_seq, wire->isn[S]);
    wire_send(wire, 9, C, ACK, 1, 9001, 0);
    assert_no_finding(wire, FINDING_BAD_ACK);
    assert_int_equal(wire->verdict.isn[S], wire->isn[S] + 9000);
    assert_history(wire, C, "SYN-SENT ESTABLISHED");
    assert_int_equal(wire_report(wire).endpoints[S].mss, 1400);
    assert_int_equal(wire_report(wire).endpoints[S].window_scale, 5);
}

static void test_syn_sent_ack_of_neither_isn_told(void **state) {
    struct wire *wire = wire_open_syn_sent(state);

    wire_send(wire, 10, S, SYN | ACK, 0, 1, 0);
    wire_send(wire, 1, S, SYN | ACK, 9000, 1, 0);
    wire_send(wire, 9, C, ACK, 1, 5000, 0);
    assert_finding(wire, FINDING_BAD_ACK);
    assert_int_equal(wire->verdict.isn[S], wire->isn[S]);
}

static void test_syn_sent_third_ack_bad_number_told(void **state) {
    struct wire *wire = wire_open_syn_sent(state);

    wire_send(wire, 10, S, SYN | ACK, 0, 1, 0);
    wire_send(wire, 10, C, ACK, 1, 5, 0);
    assert_int_equal(wire_finding(wire, FINDING_BAD_ACK)->expected_ack, wire->isn[S]);
    assert_history(wire, S, "SYN-RECEIVED");
}

static void test_syn_ack_unseen_third_ack_proves_client(void **state) {
    struct wire *wire = wire_open_syn_sent(state);

    wire_send(wire, 20, C, ACK, 1, 1, 0);
    assert_history(wire, C, "SYN-SENT ESTABLISHED");
    assert_history(wire, S, "SYN-RECEIVED ESTABLISHED");
}

static void test_self_connection_one_end(void **state) {
    struct wire *wire = wire_open(state, 10);

    wire->addresses[S][3] = 1;
    wire->ports[S] = 40000;
    wire->isn[S] = wire->isn[C];
    wire_send(wire, 0, C, SYN, 0, 0, 0);
    wire_send(wire, 1, C, SYN | ACK, 0, 1, 0);
    wire_send(wire, 1, C, ACK, 1, 1, 0);
    wire_send(wire, 1, C, FIN | ACK, 1, 1, 0);
    wire_send(wire, 1, C, ACK, 2, 2, 0);
    assert_history(wire, C, "SYN-SENT SYN-RECEIVED ESTABLISHED FIN-WAIT-1 CLOSING TIME-WAIT");
    assert_history(wire, S, "");
}

static void test_syn_refused_then_answered_server_listens_after_all(void **state) {
    struct wire *wire = wire_open_syn_sent(state);

    wire_send(wire, 1, S, RST | ACK, (uint32_t)-wire->isn[S], 1, 0);
    assert_finding(wire, FINDING_REFUSED);
    wire_send(wire, 500, C, SYN, 0, 0, 0);
    wire_send(wire, 1, S, SYN | ACK, 0, 1, 0);
    assert_int_equal(wire->verdict.states[S], STATE_SYN_RECEIVED);
    wire_send(wire, 1, C, ACK, 1, 1, 0);
    assert_int_equal(wire->verdict.states[S], STATE_ESTABLISHED);
    assert_int_equal(wire->verdict.states[C], STATE_ESTABLISHED);
}

/* What takes 16.8 s was held up: no round trip can be told from it. */
static void test_syn_ack_after_17_s_no_round_trip(void **state) {
    struct wire *wire = wire_open_syn_sent(state);

    wire_send(wire, 17000, S, SYN | ACK, 0, 1, 0);
    wire_send(wire, 10, C, ACK, 1, 1, 0);
    assert_int_equal(wire_finding(wire, FINDING_HANDSHAKE_ACK)->duration, 0);
    assert_int_equal(wire_report(wire).rtt, -1);
    assert_int_equal(wire_report(wire).endpoints[C].rtt_handshake, -1);
    assert_int_equal(wire_report(wire).endpoints[S].rtt_handshake, 10 * MS);
}

static void test_third_segment_after_17_s_no_round_trip(void **state) {
    struct wire *wire = wire_open_syn_sent(state);

    wire_send(wire, 10, S, SYN | ACK, 0, 1, 0);
    wire_send(wire, 17000, C, ACK, 1, 1, 0);
    assert_int_equal(wire_finding(wire, FINDING_HANDSHAKE_ACK)->duration, 0);
    assert_int_equal(wire_report(wire).endpoints[C].rtt_handshake, 10 * MS);
    assert_int_equal(wire_report(wire).endpoints[S].rtt_handshake, -1);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        wire_test(test_closed_three_segments_established),
        wire_test(test_syn_sent_syn_of_other_number_without_answer_opens_again),
        wire_test(test_syn_sent_crossing_syn_syn_received_at_both),
        wire_test(test_syn_received_rst_in_answer_to_first_data_established_before),
        wire_test(test_syn_received_first_data_prove_established),
        wire_test(test_syn_received_first_data_with_fast_open_prove_nothing),
        wire_test(test_syn_received_rst_in_answer_to_third_segment_never_established),
        wire_test(test_syn_sent_split_handshake_established),
        wire_test(test_syn_sent_rst_covering_the_syn_closed),
        wire_test(test_syn_sent_rst_in_answer_to_the_syn_ack_told_from_syn_sent),
        wire_test(test_syn_sent_rst_with_other_ack_ignored),
        wire_test(test_syn_sent_syn_ack_with_bad_ack_ignored),
        wire_test(test_syn_answered_and_not_completed_is_incomplete),
        wire_test(test_syn_and_fin_sent_again_count_as_retransmissions),
        wire_test(test_syn_sent_no_answer_told_at_the_end),
        wire_test(test_syn_received_syn_ack_again_third_ack_lost),
        wire_test(test_syn_received_syn_ack_within_round_trip_no_loss),
        wire_test(test_syn_sent_syn_ack_unanswered_taken_back),
        wire_test(test_established_second_syn_ack_other_isn_does_not_rebase),
        wire_test(test_syn_sent_ack_of_other_isn_rebases),
        wire_test(test_syn_sent_ack_of_neither_isn_told),
        wire_test(test_syn_sent_third_ack_bad_number_told),
        wire_test(test_syn_ack_unseen_third_ack_proves_client),
        wire_test(test_self_connection_one_end),
        wire_test(test_syn_refused_then_answered_server_listens_after_all),
        wire_test(test_syn_ack_after_17_s_no_round_trip),
        wire_test(test_third_segment_after_17_s_no_round_trip),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
