#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "wire.h"

static struct wire *open_with_ecn(void **state, unsigned answer) {
    struct wire *wire = wire_open(state, 10);

    wire_send(wire, 0, C, SYN | TCP_ECE | TCP_CWR | (answer != TCP_ECE ? TCP_AE : 0u), 0, 0, 0);
    wire_send(wire, 10, S, SYN | ACK | answer, 0, 1, 0);
    wire_send(wire, 10, C, ACK, 1, 1, 0);
    wire_send(wire, 1, C, ACK, 1, 1, 100);
    return wire;
}

static void test_echo_repeated_one_finding_an_episode(void **state) {
    struct wire *wire = open_with_ecn(state, TCP_ECE);

    wire_send(wire, 10, S, ACK | TCP_ECE, 1, 101, 0);
    assert_finding(wire, FINDING_ECN_ECHO);
    wire_send(wire, 1, C, ACK, 101, 1, 100);
    wire_send(wire, 10, S, ACK | TCP_ECE, 1, 201, 0);
    assert_no_finding(wire, FINDING_ECN_ECHO);
    wire_send(wire, 1, C, ACK | TCP_CWR, 201, 1, 100);
    assert_finding(wire, FINDING_ECN_REDUCED);
    wire_send(wire, 10, S, ACK, 1, 301, 0);
    wire_send(wire, 1, C, ACK, 301, 1, 100);
    assert_no_finding(wire, FINDING_ECN_REDUCED);
    wire_send(wire, 10, S, ACK | TCP_ECE, 1, 401, 0);
    assert_finding(wire, FINDING_ECN_ECHO);
}

/* There the bits are a counter (RFC 9768 §3.2). */
static void test_accecn_counter_no_echo(void **state) {
    struct wire *wire = open_with_ecn(state, TCP_CWR);

    wire_send(wire, 10, S, ACK | TCP_ECE | TCP_AE, 1, 101, 0);
    assert_no_finding(wire, FINDING_ECN_ECHO);
}

static void test_urgent_pointer_reported(void **state) {
    struct wire *wire = wire_open_established(state);

    wire->urgent = 3;
    wire_send(wire, 1, C, ACK, 1, 1, 100);
    assert_no_finding(wire, FINDING_URGENT);
    wire->urgent = 3;
    wire_send(wire, 1, C, ACK | TCP_URG, 101, 1, 100);
    assert_int_equal(wire_finding(wire, FINDING_URGENT)->urgent_pointer, 3);
}

static void test_push_reported_with_data_only(void **state) {
    struct wire *wire = wire_open_established(state);

    wire_send(wire, 1, C, ACK | TCP_PSH, 1, 1, 100);
    assert_finding(wire, FINDING_PUSH);
    wire_send(wire, 1, C, FIN | ACK | TCP_PSH, 101, 1, 0);
    assert_no_finding(wire, FINDING_PUSH);
}

static void test_segment_above_mss_of_receiver_offload(void **state) {
    struct wire *wire = wire_open(state, 10);

    wire_option_mss(wire, 1460);
    wire_send(wire, 0, C, SYN, 0, 0, 0);
    wire_option_mss(wire, 500);
    wire_send(wire, 10, S, SYN | ACK, 0, 1, 0);
    wire_send(wire, 10, C, ACK, 1, 1, 0);
    wire_send(wire, 1, C, ACK, 1, 1, 500);
    assert_no_finding(wire, FINDING_OFFLOAD_LARGE);
    wire_send(wire, 1, C, ACK, 501, 1, 501);
    assert_int_equal(wire_finding(wire, FINDING_OFFLOAD_LARGE)->mss, 500);
    assert_int_equal(wire_finding(wire, FINDING_OFFLOAD_LARGE)->length, 501);
    wire_send(wire, 1, S, ACK, 1, 1002, 1460);
    assert_no_finding(wire, FINDING_OFFLOAD_LARGE);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        wire_test(test_echo_repeated_one_finding_an_episode),
        wire_test(test_accecn_counter_no_echo),
        wire_test(test_urgent_pointer_reported),
        wire_test(test_push_reported_with_data_only),
        wire_test(test_segment_above_mss_of_receiver_offload),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
