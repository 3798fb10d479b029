#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "wire.h"

static void test_data_after_its_ack_is_late_and_no_retransmission(void **state) {
    struct wire *wire = wire_open_established(state);

    wire_send(wire, 10, C, ACK, 1, 801, 0);
    assert_finding(wire, FINDING_ACK_UNSEEN);
    wire_send(wire, 0, S, ACK, 1, 1, 400);
    assert_finding(wire, FINDING_CAPTURED_LATE);
    assert_no_finding(wire, FINDING_SPURIOUS_RETRANSMISSION);
    wire_send(wire, 0, S, ACK, 401, 1, 400);
    assert_finding(wire, FINDING_CAPTURED_LATE);
    assert_int_equal(wire_report(wire).endpoints[S].retransmissions, 0);
}

/* So long after it, it can be a copy of what the capture has missed. */
static void test_data_long_after_its_ack_is_a_retransmission(void **state) {
    struct wire *wire = wire_open_established(state);

    wire_send(wire, 10, C, ACK, 1, 1001, 0);
    wire_send(wire, 250, S, ACK, 1, 1, 1000);
    assert_no_finding(wire, FINDING_CAPTURED_LATE);
    assert_finding(wire, FINDING_SPURIOUS_RETRANSMISSION);
}

static void test_syn_ack_after_its_ack_brings_its_options(void **state) {
    struct wire *wire = wire_open(state, 10);

    wire_option_window_scale(wire, 7);
    wire_send(wire, 0, C, SYN, 0, 0, 0);
    wire_send(wire, 20, C, ACK, 1, 1, 0);
    wire_option_mss(wire, 1440);
    wire_option_window_scale(wire, 8);
    wire_send(wire, 0, S, SYN | ACK, 0, 1, 0);
    assert_finding(wire, FINDING_CAPTURED_LATE);
    assert_finding(wire, FINDING_SYN_ACK);
    assert_finding(wire, FINDING_NEGOTIATED);
    assert_no_finding(wire, FINDING_SYN_ACK_RETRANSMITTED);
    assert_int_equal(wire_report(wire).endpoints[S].mss, 1440);
    assert_int_equal(wire_report(wire).endpoints[S].window_scale, 8);
    assert_int_equal(wire->verdict.states[S], STATE_ESTABLISHED);
    assert_int_equal(wire->retractions, 0);
}

/* What was sent behind the SYN-ACK, up to what was acknowledged, was not captured before. */
static void test_last_byte_acknowledged_before_the_syn_ack_is_late(void **state) {
    struct wire *wire = wire_open(state, 10);

    wire_send(wire, 0, C, SYN, 0, 0, 0);
    wire_send(wire, 20, C, ACK, 1, 1001, 0);
    wire_send(wire, 0, S, SYN | ACK, 0, 1, 0);
    wire_send(wire, 0, S, ACK, 1000, 1, 1);
    assert_finding(wire, FINDING_CAPTURED_LATE);
    assert_no_finding(wire, FINDING_SPURIOUS_RETRANSMISSION);
}

static void test_fin_after_its_ack_closes(void **state) {
    struct wire *wire = wire_open_established(state);

    wire_send(wire, 10, C, ACK, 1, 2, 0);
    assert_int_equal(wire->verdict.states[S], STATE_UNKNOWN);
    wire_send(wire, 0, S, FIN | ACK, 1, 1, 0);
    assert_finding(wire, FINDING_CAPTURED_LATE);
    assert_finding(wire, FINDING_FIN);
    assert_history(wire, S, "SYN-RECEIVED ESTABLISHED FIN-WAIT-1 FIN-WAIT-2");
    assert_int_equal(wire->verdict.states[C], STATE_CLOSE_WAIT);
    wire_send(wire, 10, C, FIN | ACK, 1, 2, 0);
    wire_send(wire, 10, S, ACK, 2, 2, 0);
    assert_int_equal(wire->verdict.states[S], STATE_TIME_WAIT);
    assert_int_equal(wire->verdict.states[C], STATE_CLOSED);
    assert_int_equal(wire->retractions, 2); /* that both ends were unknown, and no more */
}

int main(void) {
    const struct CMUnitTest tests[] = {
        wire_test(test_data_after_its_ack_is_late_and_no_retransmission),
        wire_test(test_data_long_after_its_ack_is_a_retransmission),
        wire_test(test_syn_ack_after_its_ack_brings_its_options),
        wire_test(test_last_byte_acknowledged_before_the_syn_ack_is_late),
        wire_test(test_fin_after_its_ack_closes),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
