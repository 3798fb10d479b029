/*
 * Which RST counts, whom it tells of, and what takes it back.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "wire.h"

static void test_established_rst_exact_closed(void **state) {
    struct wire *wire = wire_open_with_data(state);

    wire_send(wire, 10, C, RST | ACK, 101, 1, 0);
    assert_int_equal(wire_finding(wire, FINDING_RESET)->state, STATE_ESTABLISHED);
    assert_history(wire, C, "SYN-SENT ESTABLISHED CLOSED");
    assert_history(wire, S, "SYN-RECEIVED ESTABLISHED CLOSED");

    const struct flow_report report = wire_report(wire);

    assert_int_equal(report.teardown, TEARDOWN_RESET);
    assert_string_equal(report.conn_state, "RSTO");
}

static void test_established_rst_in_window_not_exact_ignored(void **state) {
    struct wire *wire = wire_open_with_data(state);

    wire_send(wire, 10, C, RST, 300, 0, 0);
    assert_int_equal(wire_finding(wire, FINDING_RESET_IGNORED)->expected_seq, wire->isn[C] + 101);
    assert_no_finding(wire, FINDING_RESET);
    wire_send(wire, 1, S, ACK, 1, 101, 0);
    assert_finding(wire, FINDING_CHALLENGE_ACK);
    assert_no_finding(wire, FINDING_DUPLICATE_ACK);
    assert_int_equal(wire->verdict.states[S], STATE_ESTABLISHED);
}

static void test_established_blind_rst_then_fin_is_no_retransmission(void **state) {
    struct wire *wire = wire_open_with_data(state);

    wire_send(wire, 10, C, RST, 1u << 30, 0, 0);
    assert_finding(wire, FINDING_RESET_IGNORED);
    wire_send(wire, 100, C, FIN | ACK, 101, 1, 0);
    assert_finding(wire, FINDING_FIN);
    assert_no_finding(wire, FINDING_FIN_RETRANSMITTED);
    assert_no_finding(wire, FINDING_RETRANSMISSION);
    assert_int_equal(wire->verdict.states[S], STATE_CLOSE_WAIT);
}

static void test_close_wait_rst_at_fins_number_closed(void **state) {
    struct wire *wire = wire_open_fin_wait_2(state);

    wire_send(wire, 10, C, RST, 101, 0, 0);
    assert_no_finding(wire, FINDING_RESET_IGNORED);
    assert_int_equal(wire->verdict.states[S], STATE_CLOSED);
}

static void test_established_bare_rst_answers_data_half_open(void **state) {
    struct wire *wire = wire_open_with_data(state);

    wire_send(wire, 500, C, ACK, 101, 1, 100);
    wire_send(wire, 10, S, RST, 1, 0, 0);
    assert_finding(wire, FINDING_RESET_HALF_OPEN);
    assert_history(wire, C, "SYN-SENT ESTABLISHED CLOSED");
}

static void test_fin_wait_2_bare_rst_answers_fin_alone_no_connection_there(void **state) {
    struct wire *wire = wire_open_fin_wait_2(state);

    wire_send(wire, 10, S, FIN | ACK, 1, 102, 0);
    wire_send(wire, 10, C, RST, 102, 0, 0);
    assert_finding(wire, FINDING_RESET_HALF_OPEN);
    assert_no_finding(wire, FINDING_RESET_UNREAD_DATA);
}

static void test_fin_wait_1_bare_rst_answers_data_before_fin_of_peer(void **state) {
    struct wire *wire = wire_open_with_data(state);

    wire_send(wire, 10, C, FIN | ACK, 101, 1, 0);
    wire_send(wire, 10, S, ACK, 1, 101, 50);
    wire_send(wire, 0, S, FIN | ACK, 51, 101, 0);
    wire_send(wire, 0, S, ACK, 52, 102, 0);
    wire_send(wire, 1, C, RST, 101, 0, 0);
    assert_finding(wire, FINDING_RESET_UNREAD_DATA);
    assert_history(wire, C, "SYN-SENT ESTABLISHED FIN-WAIT-1 CLOSED");
}

static void test_fin_wait_2_rst_with_ack_takes_nothing_back(void **state) {
    struct wire *wire = wire_open_fin_wait_2(state);

    wire_send(wire, 10, C, RST | ACK, 102, 1, 0);
    assert_int_equal(wire_finding(wire, FINDING_RESET)->state, STATE_FIN_WAIT_2);
    assert_int_equal(wire->retractions, 0);
    assert_history(wire, C, "SYN-SENT ESTABLISHED FIN-WAIT-1 FIN-WAIT-2 CLOSED");
}

static void test_fin_wait_2_bare_rst_answers_data_unread(void **state) {
    struct wire *wire = wire_open_fin_wait_2(state);

    wire_send(wire, 10, S, ACK, 1, 102, 500);
    wire_send(wire, 1, C, RST, 102, 0, 0);
    assert_finding(wire, FINDING_RESET_UNREAD_DATA);
    assert_history(wire, C, "SYN-SENT ESTABLISHED FIN-WAIT-1 FIN-WAIT-2 CLOSED");
}

static void test_fin_wait_1_bare_rst_answers_fin_with_data_passes_fin_wait_2(void **state) {
    struct wire *wire = wire_open_with_data(state);

    wire_send(wire, 10, C, FIN | ACK, 101, 1, 50);
    wire_send(wire, 10, S, FIN | ACK, 1, 152, 50);
    wire_send(wire, 0, C, RST, 152, 0, 0);
    assert_finding(wire, FINDING_RESET_UNREAD_DATA);
    assert_history(wire, C, "SYN-SENT ESTABLISHED FIN-WAIT-1 FIN-WAIT-2 CLOSED");
    assert_history(wire, S, "SYN-RECEIVED ESTABLISHED CLOSE-WAIT LAST-ACK CLOSED");
}

static void test_established_rst_lost_peer_goes_on_taken_back(void **state) {
    struct wire *wire = wire_open_with_data(state);

    wire_send(wire, 10, C, RST | ACK, 101, 1, 0);
    wire_send(wire, 300, S, ACK, 1, 101, 200);
    assert_history(wire, S, "SYN-RECEIVED ESTABLISHED");
    wire_send(wire, 1, C, RST, 101, 0, 0);
    assert_history(wire, S, "SYN-RECEIVED ESTABLISHED CLOSED");
    assert_history(wire, C, "SYN-SENT ESTABLISHED CLOSED");
}

static void test_established_forged_rst_sender_goes_on_taken_back(void **state) {
    struct wire *wire = wire_open_with_data(state);

    wire_send(wire, 10, C, RST, 101, 0, 0);
    assert_history(wire, C, "SYN-SENT ESTABLISHED CLOSED");
    wire_send(wire, 200, C, ACK, 101, 1, 50);
    assert_history(wire, C, "SYN-SENT ESTABLISHED");
    assert_history(wire, S, "SYN-RECEIVED ESTABLISHED CLOSED");
}

static void test_established_rst_after_unanswered_probes_not_assumed(void **state) {
    struct wire *wire = wire_open_with_data(state);

    wire_send(wire, 1000, C, ACK, 100, 1, 0);
    wire_send(wire, 1000, C, ACK, 100, 1, 0);
    wire_send(wire, 1000, C, RST | ACK, 101, 1, 0);
    assert_int_equal(wire->verdict.states[C], STATE_CLOSED);
    assert_int_equal(wire->verdict.states[S], STATE_ESTABLISHED);
}

/* Nobody answers acknowledgments: that the peer is silent after them says nothing. */
static void test_established_rst_after_acknowledgments_assumed(void **state) {
    struct wire *wire = wire_open_with_data(state);

    wire_send(wire, 1000, C, ACK, 101, 1, 0);
    wire_send(wire, 1000, C, ACK, 101, 1, 0);
    wire_send(wire, 1000, C, RST | ACK, 101, 1, 0);
    assert_int_equal(wire->verdict.states[C], STATE_CLOSED);
    assert_int_equal(wire->verdict.states[S], STATE_CLOSED);
}

/* What the peer expects is between what it has acknowledged and what was sent. */
static void test_established_rst_at_last_number_sent_counts_and_behind_it_not(void **state) {
    struct wire *wire = wire_open_with_data(state);

    wire_send(wire, 1, C, ACK, 101, 1, 500);
    wire_send(wire, 10, C, RST | ACK, 602, 1, 0);
    assert_finding(wire, FINDING_RESET_IGNORED);
    wire_send(wire, 10, C, RST | ACK, 601, 1, 0);
    assert_finding(wire, FINDING_RESET);
}

static void test_established_rst_at_number_acknowledged_counts_and_before_it_not(void **state) {
    struct wire *wire = wire_open_with_data(state);

    wire_send(wire, 1, C, ACK, 101, 1, 500);
    wire_send(wire, 10, C, RST | ACK, 100, 1, 0);
    assert_finding(wire, FINDING_RESET_IGNORED);
    wire_send(wire, 10, C, RST | ACK, 101, 1, 0);
    assert_finding(wire, FINDING_RESET);
}

/* Under way, the first segment that was captured of an end can be one sent again. */
static struct wire *open_under_way(void **state) {
    struct wire *wire = wire_open(state, 10);

    wire_send(wire, 0, S, ACK, 1, 101, 0);
    wire_send(wire, 10, C, ACK, 51, 1, 10);
    wire_send(wire, 10, C, RST | ACK, 81, 1, 0);
    assert_finding(wire, FINDING_RESET_IGNORED);
    return wire;
}

static void test_mid_stream_rst_at_number_acknowledged_counts(void **state) {
    struct wire *wire = open_under_way(state);

    wire_send(wire, 10, C, RST | ACK, 101, 1, 0);
    assert_finding(wire, FINDING_RESET);
}

static void test_mid_stream_rst_at_number_sent_counts(void **state) {
    struct wire *wire = open_under_way(state);

    wire_send(wire, 10, C, RST | ACK, 61, 1, 0);
    assert_finding(wire, FINDING_RESET);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        wire_test(test_established_rst_exact_closed),
        wire_test(test_established_rst_in_window_not_exact_ignored),
        wire_test(test_established_blind_rst_then_fin_is_no_retransmission),
        wire_test(test_close_wait_rst_at_fins_number_closed),
        wire_test(test_established_bare_rst_answers_data_half_open),
        wire_test(test_fin_wait_2_bare_rst_answers_fin_alone_no_connection_there),
        wire_test(test_fin_wait_1_bare_rst_answers_data_before_fin_of_peer),
        wire_test(test_fin_wait_2_rst_with_ack_takes_nothing_back),
        wire_test(test_fin_wait_2_bare_rst_answers_data_unread),
        wire_test(test_fin_wait_1_bare_rst_answers_fin_with_data_passes_fin_wait_2),
        wire_test(test_established_rst_lost_peer_goes_on_taken_back),
        wire_test(test_established_forged_rst_sender_goes_on_taken_back),
        wire_test(test_established_rst_after_unanswered_probes_not_assumed),
        wire_test(test_established_rst_after_acknowledgments_assumed),
        wire_test(test_established_rst_at_last_number_sent_counts_and_behind_it_not),
        wire_test(test_established_rst_at_number_acknowledged_counts_and_before_it_not),
        wire_test(test_mid_stream_rst_at_number_acknowledged_counts),
        wire_test(test_mid_stream_rst_at_number_sent_counts),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
