/* What SYNs announce and agree on. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "wire.h"

static void test_syn_window_scale_above_14_counts_as_14(void **state) {
    struct wire *wire = wire_open(state, 10);

    wire_option_window_scale(wire, 17);
    wire_send(wire, 0, C, SYN, 0, 0, 0);
    assert_int_equal(wire_report(wire).endpoints[C].window_scale, 14);
}

static void test_fast_open_data_in_syn_accepted(void **state) {
    struct wire *wire = wire_open(state, 10);

    wire_option_fast_open(wire, 8);
    wire_send(wire, 0, C, SYN, 0, 0, 100);
    assert_int_equal(wire_finding(wire, FINDING_FAST_OPEN_USED)->length, 100);
    wire_send(wire, 10, S, SYN | ACK, 0, 101, 0);
    assert_int_equal(wire_finding(wire, FINDING_FAST_OPEN_ACCEPTED)->length, 100);
    /* Data before the third segment proves nothing here. */
    wire_send(wire, 1, S, ACK, 1, 101, 50);
    assert_history(wire, S, "SYN-RECEIVED");
    wire_send(wire, 10, C, ACK, 101, 51, 0);
    assert_history(wire, S, "SYN-RECEIVED ESTABLISHED");
    assert_int_equal(wire_report(wire).handshake, HANDSHAKE_FAST_OPEN);
}

static void test_fast_open_data_in_syn_not_covered_ignored(void **state) {
    struct wire *wire = wire_open(state, 10);

    wire_option_fast_open(wire, 8);
    wire_send(wire, 0, C, SYN, 0, 0, 100);
    wire_option_fast_open(wire, 8);
    wire_send(wire, 10, S, SYN | ACK, 0, 1, 0);
    assert_int_equal(wire_finding(wire, FINDING_FAST_OPEN_IGNORED)->length, 100);
    assert_int_equal(wire_finding(wire, FINDING_FAST_OPEN_GRANTED)->length, 8);
}

static void test_fast_open_empty_cookie_requested(void **state) {
    struct wire *wire = wire_open(state, 10);

    wire_option_fast_open(wire, 0);
    wire_send(wire, 0, C, SYN, 0, 0, 0);
    assert_finding(wire, FINDING_FAST_OPEN_REQUEST);
}

static void test_ecn_setup_agreed(void **state) {
    struct wire *wire = wire_open(state, 10);

    wire_send(wire, 0, C, SYN | TCP_ECE | TCP_CWR, 0, 0, 0);
    assert_finding(wire, FINDING_ECN_SETUP);
    wire_send(wire, 10, S, SYN | ACK | TCP_ECE, 0, 1, 0);
    assert_finding(wire, FINDING_ECN_SETUP);
    assert_true(wire_report(wire).ecn);
}

static void test_accecn_setup_told_apart(void **state) {
    struct wire *wire = wire_open(state, 10);

    wire_send(wire, 0, C, SYN | TCP_AE | TCP_ECE | TCP_CWR, 0, 0, 0);
    assert_finding(wire, FINDING_ACCECN_SETUP);
    assert_no_finding(wire, FINDING_ECN_SETUP);
}

/* A larger shift than 14 counts as 14 (RFC 7323 §2.3). */
static void test_window_scale_above_14_counts_as_14(void **state) {
    struct wire *wire = wire_open(state, 10);

    wire_option_window_scale(wire, 14);
    wire_send(wire, 0, C, SYN, 0, 0, 0);
    wire_option_window_scale(wire, 255);
    wire_send(wire, 10, S, SYN | ACK, 0, 1, 0);
    assert_int_equal(wire_report(wire).endpoints[C].window_scale, 14);
    assert_int_equal(wire_report(wire).endpoints[S].window_scale, 14);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        wire_test(test_syn_window_scale_above_14_counts_as_14),
        wire_test(test_fast_open_data_in_syn_accepted),
        wire_test(test_fast_open_data_in_syn_not_covered_ignored),
        wire_test(test_fast_open_empty_cookie_requested),
        wire_test(test_ecn_setup_agreed),
        wire_test(test_accecn_setup_told_apart),
        wire_test(test_window_scale_above_14_counts_as_14),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
