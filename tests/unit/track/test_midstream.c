/* Captures that begin in the middle of a connection. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "wire.h"

static void test_unknown_data_both_ways_established(void **state) {
    struct wire *wire = wire_open(state, 10);

    wire_send(wire, 0, C, ACK, 1, 1, 100);
    assert_finding(wire, FINDING_MID_STREAM);
    assert_int_equal(wire->verdict.states[C], STATE_UNKNOWN);
    wire_send(wire, 10, S, ACK, 1, 101, 100);
    assert_history(wire, C, "ESTABLISHED");
    wire_send(wire, 10, C, FIN | ACK, 101, 101, 0);
    assert_history(wire, C, "ESTABLISHED FIN-WAIT-1");
    assert_history(wire, S, "ESTABLISHED CLOSE-WAIT");
}

static void test_unknown_acknowledgments_only_stay_unknown(void **state) {
    struct wire *wire = wire_open(state, 10);

    wire_send(wire, 0, S, ACK, 1, 1, 100);
    wire_send(wire, 1, C, ACK, 1, 101, 0);
    wire_send(wire, 10, S, ACK, 101, 1, 100);
    wire_send(wire, 1, C, ACK, 1, 201, 0);
    assert_history(wire, C, "");
    assert_history(wire, S, "");
}

static void test_unknown_fin_acked_late_then_data_close_wait(void **state) {
    struct wire *wire = wire_open(state, 10);

    wire_send(wire, 0, S, ACK, 1, 1, 100);
    wire_send(wire, 1, C, ACK, 1, 101, 0);
    wire_send(wire, 10, S, FIN | ACK, 101, 1, 0);
    assert_int_equal(wire->verdict.states[S], STATE_UNKNOWN);
    wire_send(wire, 40, C, ACK, 1, 102, 0);
    assert_int_equal(wire->verdict.states[S], STATE_FIN_WAIT_2);
    assert_int_equal(wire->verdict.states[C], STATE_CLOSE_WAIT);
}

/* An end that is still open, and one that has closed before, both acknowledge at once. */
static void test_unknown_fin_acked_at_once_stays_unknown_until_it_speaks(void **state) {
    struct wire *wire = wire_open(state, 10);

    wire_send(wire, 0, S, ACK, 1, 1, 100);
    wire_send(wire, 1, C, ACK, 1, 101, 0);
    wire_send(wire, 10, S, FIN | ACK, 101, 1, 0);
    wire_send(wire, 1, C, ACK, 1, 102, 0);
    assert_int_equal(wire->verdict.states[C], STATE_UNKNOWN);
    assert_int_equal(wire->verdict.states[S], STATE_UNKNOWN);
    wire_send(wire, 1, C, FIN | ACK, 1, 102, 0);
    assert_int_equal(wire->verdict.states[C], STATE_LAST_ACK);
    assert_int_equal(wire->verdict.states[S], STATE_TIME_WAIT);
    assert_int_equal(wire->retractions, 0);
}

static void test_client_alone_captured_fin_leads_to_no_state(void **state) {
    struct wire *wire = wire_open(state, 10);

    wire_option_window_scale(wire, 10);
    wire_send(wire, 0, C, SYN, 0, 0, 0);
    wire->window = 64;
    wire_send(wire, 10, C, ACK, 1, 1, 0);
    assert_no_finding(wire, FINDING_NEGOTIATED);
    wire_send(wire, 1, C, ACK, 1, 1, 100);
    wire->window = 64;
    wire_send(wire, 10, C, ACK, 101, 5001, 0);
    assert_int_equal(wire_finding(wire, FINDING_ONE_DIRECTION)->who, S);
    assert_no_finding(wire, FINDING_ACK_UNSEEN);
    wire->window = 64;
    wire_send(wire, 10, C, ACK, 101, 9001, 0);
    assert_no_finding(wire, FINDING_ONE_DIRECTION);
    wire->window = 64;
    wire_send(wire, 10, C, FIN | ACK, 101, 9002, 0);
    assert_finding(wire, FINDING_FIN);
    assert_int_equal(wire->verdict.states[C], STATE_UNKNOWN);
    assert_int_equal(wire->verdict.states[S], STATE_UNKNOWN);
}

static void test_server_alone_captured_fin_leads_to_no_state(void **state) {
    struct wire *wire = wire_open(state, 10);

    wire_send(wire, 0, S, SYN | ACK, 0, 1, 0);
    wire_send(wire, 10, S, ACK, 1, 101, 0);
    assert_no_finding(wire, FINDING_NEGOTIATED);
    assert_int_equal(wire_finding(wire, FINDING_ONE_DIRECTION)->who, C);
    wire_send(wire, 10, S, FIN | ACK, 1, 102, 0);
    assert_finding(wire, FINDING_TEARDOWN);
    assert_int_equal(wire->verdict.states[S], STATE_UNKNOWN);
}

static void test_scale_unknown_window_update_without_number(void **state) {
    struct wire *wire = wire_open(state, 10);

    wire_send(wire, 0, C, ACK, 1, 1, 100);
    wire->window = 100;
    wire_send(wire, 1, S, ACK, 1, 101, 0);
    wire->window = 200;
    wire_send(wire, 1, S, ACK, 1, 101, 0);
    assert_int_equal(wire_finding(wire, FINDING_WINDOW_UPDATE)->length, 0);
}

static void test_syn_unseen_window_of_unknown_scale_excludes_nothing(void **state) {
    struct wire *wire = wire_open(state, 10);

    wire_option_window_scale(wire, 10);
    wire_send(wire, 0, S, SYN | ACK, 0, 1, 0);
    wire->window = 63;
    wire_send(wire, 10, C, ACK, 1, 1, 0);
    assert_no_finding(wire, FINDING_WINDOW_UPDATE);
    wire->window = 63;
    wire_send(wire, 10, C, ACK, 1, 1, 1000);
    wire->window = 63;
    wire_send(wire, 10, S, ACK, 1, 1001, 0);
    wire_send(wire, 10, C, ACK, 2001, 1, 1000);
    assert_finding(wire, FINDING_GAP);
    assert_no_finding(wire, FINDING_WINDOW_FULL);
    wire->window = 63;
    wire_send(wire, 10, S, ACK, 1, 1001, 0);
    assert_finding(wire, FINDING_DUPLICATE_ACK);
    assert_no_finding(wire, FINDING_CHALLENGE_ACK);
}

/* What a host does whose address was put into a SYN by someone else. */
static void test_syn_unseen_rst_answers_syn_ack_no_connection_there(void **state) {
    struct wire *wire = wire_open(state, 10);

    wire_send(wire, 0, S, SYN | ACK, 0, 1, 0);
    wire_send(wire, 10, C, RST, 1, 0, 0);
    assert_finding(wire, FINDING_RESET_HALF_OPEN);
    assert_no_finding(wire, FINDING_RESET);
    assert_int_equal(wire->verdict.states[C], STATE_CLOSED);
    assert_int_equal(wire->verdict.states[S], STATE_CLOSED);
}

static void test_syn_seen_rst_answers_syn_ack_client_resets(void **state) {
    struct wire *wire = wire_open_syn_sent(state);

    wire_send(wire, 10, S, SYN | ACK, 0, 1, 0);
    wire_send(wire, 10, C, RST, 1, 0, 0);
    assert_int_equal(wire_finding(wire, FINDING_RESET)->state, STATE_SYN_SENT);
    assert_no_finding(wire, FINDING_RESET_HALF_OPEN);
}

static void test_client_alone_captured_second_rst_says_nothing_new(void **state) {
    struct wire *wire = wire_open(state, 10);

    wire_send(wire, 0, C, ACK, 1000, 500, 100);
    wire_send(wire, 10, C, FIN | ACK, 1100, 500, 0);
    wire_send(wire, 10, C, RST, 1100, 0, 0);
    assert_finding(wire, FINDING_RESET);
    wire_send(wire, 1, C, RST, 1101, 0, 0);
    assert_no_finding(wire, FINDING_RESET);
}

/* Delayed by 20 ms more than the round trip of 1 ms that was seen before. */
static void test_unknown_fin_acked_21_ms_later_is_delayed_and_sooner_not(void **state) {
    struct wire *wire = wire_open(state, 10);

    wire_send(wire, 0, S, ACK, 1, 1, 100);
    wire_send(wire, 1, C, ACK, 1, 101, 0);
    wire_send(wire, 10, S, FIN | ACK, 101, 1, 0);
    wire_send(wire, 20, C, ACK, 1, 102, 0);
    assert_int_equal(wire->verdict.states[S], STATE_UNKNOWN);
    wire->ports[C]++;
    wire_send(wire, 0, S, ACK, 1, 1, 100);
    wire_send(wire, 1, C, ACK, 1, 101, 0);
    wire_send(wire, 10, S, FIN | ACK, 101, 1, 0);
    wire_send(wire, 21, C, ACK, 1, 102, 0);
    assert_int_equal(wire->verdict.states[S], STATE_FIN_WAIT_2);
}

/* Numbers of the upper half, too: the first acknowledgment is the first. */
static void test_unknown_numbers_of_the_upper_half_are_acknowledged(void **state) {
    struct wire *wire = wire_open(state, 10);

    wire->isn[S] = 0x90000000;
    wire_send(wire, 0, S, ACK, 1, 1, 100);
    wire_send(wire, 10, C, ACK, 1, 101, 0);
    wire_send(wire, 75000, S, ACK, 100, 1, 0);
    assert_finding(wire, FINDING_KEEPALIVE_PROBE);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        wire_test(test_unknown_data_both_ways_established),
        wire_test(test_unknown_acknowledgments_only_stay_unknown),
        wire_test(test_unknown_fin_acked_late_then_data_close_wait),
        wire_test(test_unknown_fin_acked_at_once_stays_unknown_until_it_speaks),
        wire_test(test_client_alone_captured_fin_leads_to_no_state),
        wire_test(test_server_alone_captured_fin_leads_to_no_state),
        wire_test(test_scale_unknown_window_update_without_number),
        wire_test(test_syn_unseen_window_of_unknown_scale_excludes_nothing),
        wire_test(test_syn_unseen_rst_answers_syn_ack_no_connection_there),
        wire_test(test_syn_seen_rst_answers_syn_ack_client_resets),
        wire_test(test_client_alone_captured_second_rst_says_nothing_new),
        wire_test(test_unknown_fin_acked_21_ms_later_is_delayed_and_sooner_not),
        wire_test(test_unknown_numbers_of_the_upper_half_are_acknowledged),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
