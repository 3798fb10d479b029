/* TIME-WAIT: how it ends, and a four-tuple that is opened again meanwhile. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "wire.h"

/* The first end to close is in TIME-WAIT. */
static struct wire *open_time_wait(void **state, enum endpoint first) {
    struct wire *wire = wire_open_established(state);

    wire_send(wire, 10, first, FIN | ACK, 1, 1, 0);
    wire_send(wire, 10, endpoint_peer(first), FIN | ACK, 1, 2, 0);
    wire_send(wire, 1, first, ACK, 2, 2, 0);
    return wire;
}

static void test_last_ack_fin_again_taken_back(void **state) {
    struct wire *wire = open_time_wait(state, C);

    assert_int_equal(wire->verdict.states[S], STATE_CLOSED);
    wire_send(wire, 300, S, FIN | ACK, 1, 2, 0);
    assert_finding(wire, FINDING_FIN_RETRANSMITTED);
    assert_finding(wire, FINDING_TIME_WAIT_RESTARTED);
    assert_int_equal(wire->verdict.states[S], STATE_LAST_ACK);
    wire_send(wire, 1, C, ACK, 2, 2, 0);
    assert_no_finding(wire, FINDING_TIME_WAIT_RESTARTED);
    assert_history(wire, S, "SYN-RECEIVED ESTABLISHED CLOSE-WAIT LAST-ACK CLOSED");
}

static void test_time_wait_ack_again_restarted(void **state) {
    struct wire *wire = open_time_wait(state, C);

    wire_send(wire, 1, C, ACK, 2, 2, 0);
    assert_finding(wire, FINDING_TIME_WAIT_RESTARTED);
}

static void test_time_wait_2msl_closed(void **state) {
    struct wire *wire = open_time_wait(state, C);
    struct flow_report report;
    int64_t since = wire->now - 1 * MS;

    assert_int_equal(wire_wait(wire, 59990), 0);
    assert_int_equal(wire_wait(wire, 10), 1);
    assert_int_equal(wire_finding(wire, FINDING_TIME_WAIT_EXPIRED)->duration, 60000 * MS);
    assert_int_equal(wire->verdict.time, since + 60000 * MS);
    assert_int_equal(wire->verdict.packet, 0);
    assert_history(wire, C, "SYN-SENT ESTABLISHED FIN-WAIT-1 FIN-WAIT-2 TIME-WAIT CLOSED");
    assert_true(tracker_next_ended(wire->tracker, &report));
    assert_int_equal(report.endpoints[C].state, STATE_CLOSED);
    assert_false(tracker_next_ended(wire->tracker, &report));
}

static void test_time_wait_higher_syn_reopens(void **state) {
    struct wire *wire = open_time_wait(state, S);
    int64_t opened;

    wire_send(wire, 500, C, SYN, 70000, 0, 0);
    assert_true(wire->verdict.opens);
    assert_int_equal(wire->verdict.flow, 2);
    assert_int_equal(wire->verdict.incarnation, 2);
    assert_true(wire_finding(wire, FINDING_REUSED)->in_time_wait);
    /* The old flow's TIME-WAIT ended with that. */
    opened = wire->now;
    assert_int_equal(wire_wait(wire, 0), 1);
    assert_int_equal(wire->verdict.time, opened);
    assert_int_equal(wire->verdict.flow, 1);
    assert_int_equal(wire->verdict.changes[0].to, STATE_CLOSED);
}

static void test_time_wait_lower_syn_does_not_reopen(void **state) {
    struct wire *wire = open_time_wait(state, S);

    wire->isn[C] -= 5000;
    wire_send(wire, 500, C, SYN, 0, 0, 0);
    wire->isn[C] += 5000;
    /* The client's own end is closed, so to it this is a new connection; the server's answer, an
     * acknowledgment of the old one, would tell otherwise. */
    assert_int_equal(wire->verdict.flow, 2);
}

static void test_time_wait_rst_assassinated(void **state) {
    struct wire *wire = open_time_wait(state, C);

    wire_send(wire, 10, S, RST, 2, 0, 0);
    assert_finding(wire, FINDING_TIME_WAIT_ASSASSINATED);
    assert_no_finding(wire, FINDING_RESET);
    assert_int_equal(wire->verdict.states[C], STATE_CLOSED);
}

/* The SYN of the new connection is not in the capture. */
static void test_time_wait_syn_ack_alone_opens_again(void **state) {
    struct wire *wire = wire_open_fin_wait_2(state);

    wire_send(wire, 10, S, FIN | ACK, 1, 102, 0);
    wire_send(wire, 10, C, ACK, 102, 2, 0);
    wire_send(wire, 10, S, SYN | ACK, 700000, 900000, 0);
    assert_true(wire->verdict.opens);
    assert_finding(wire, FINDING_REUSED);
    assert_int_equal(wire->verdict.states[S], STATE_SYN_RECEIVED);
    wire_send(wire, 10, C, ACK, 900000, 700001, 100);
    assert_no_finding(wire, FINDING_SEGMENT_IGNORED);
    assert_int_equal(wire->verdict.states[S], STATE_ESTABLISHED);
}

/* Neither of both SYNs is: a segment of each end, which fit each other. */
static void test_time_wait_new_numbers_of_both_ends_open_again(void **state) {
    struct wire *wire = wire_open_fin_wait_2(state);

    wire_send(wire, 10, S, FIN | ACK, 1, 102, 0);
    wire_send(wire, 10, C, ACK, 102, 2, 0);
    wire_send(wire, 10, C, ACK, 900000, 700000, 100);
    assert_finding(wire, FINDING_SEGMENT_IGNORED);
    assert_false(wire->verdict.opens);
    wire_send(wire, 10, S, ACK, 700000, 900100, 100);
    assert_no_finding(wire, FINDING_SEGMENT_IGNORED);
    assert_finding(wire, FINDING_REUSED);
    assert_true(wire->verdict.opens);
    wire_send(wire, 10, C, ACK, 900100, 700100, 0);
    assert_no_finding(wire, FINDING_SEGMENT_IGNORED);
}

/* One alone may be forged, and so may two that do not fit. */
static void test_time_wait_new_numbers_that_do_not_fit_open_nothing(void **state) {
    struct wire *wire = wire_open_fin_wait_2(state);

    wire_send(wire, 10, S, FIN | ACK, 1, 102, 0);
    wire_send(wire, 10, C, ACK, 102, 2, 0);
    wire_send(wire, 10, C, ACK, 900000, 700000, 100);
    wire_send(wire, 10, C, ACK, 900100, 700000, 100);
    assert_false(wire->verdict.opens);
    wire_send(wire, 10, S, ACK, 700000, 900500, 0);
    assert_false(wire->verdict.opens);
    assert_finding(wire, FINDING_SEGMENT_IGNORED);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        wire_test(test_last_ack_fin_again_taken_back),
        wire_test(test_time_wait_ack_again_restarted),
        wire_test(test_time_wait_2msl_closed),
        wire_test(test_time_wait_higher_syn_reopens),
        wire_test(test_time_wait_lower_syn_does_not_reopen),
        wire_test(test_time_wait_rst_assassinated),
        wire_test(test_time_wait_syn_ack_alone_opens_again),
        wire_test(test_time_wait_new_numbers_of_both_ends_open_again),
        wire_test(test_time_wait_new_numbers_that_do_not_fit_open_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
