/* Tail loss probes (RFC 8985 §7), and what is none. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "wire.h"

static void test_last_segment_repeated_before_timeout_tail_probe(void **state) {
    struct wire *wire = wire_open_established(state);

    wire_send(wire, 1, C, ACK, 1, 1, 100);
    wire_send(wire, 45, C, ACK, 1, 1, 100);
    assert_in_range(wire_finding(wire, FINDING_TAIL_PROBE)->duration, 44 * MS, 46 * MS);
    /* There is one probe; then timeouts follow. */
    wire_send(wire, 150, C, ACK, 1, 1, 100);
    assert_no_finding(wire, FINDING_TAIL_PROBE);
    assert_finding(wire, FINDING_RETRANSMISSION);
}

static void test_first_of_flight_repeated_before_timeout_no_tail_probe(void **state) {
    struct wire *wire = wire_open_established(state);

    wire_send(wire, 1, C, ACK, 1, 1, 100);
    wire_send(wire, 0, C, ACK, 101, 1, 100);
    wire_send(wire, 45, C, ACK, 1, 1, 100);
    assert_no_finding(wire, FINDING_TAIL_PROBE);
    assert_finding(wire, FINDING_RETRANSMISSION);
}

/* A timeout would resend the first of the flight. */
static void test_last_of_flight_repeated_after_timeout_tail_probe(void **state) {
    struct wire *wire = wire_open_with_data(state);

    wire_send(wire, 1, C, ACK, 101, 1, 100);
    wire_send(wire, 0, C, ACK, 201, 1, 100);
    wire_send(wire, 230, C, ACK, 201, 1, 100);
    assert_finding(wire, FINDING_TAIL_PROBE);
}

/* Linux 3.10 of 2013 was the first system with probes (RFC 8985 §7): a copy before that is none. */
static void test_last_segment_repeated_before_2013_no_tail_probe(void **state) {
    struct wire *wire = wire_open(state, 10);

    wire->now = INT64_C(1356998399000) * MS;
    wire_handshake(wire);
    wire_send(wire, 1, C, ACK, 1, 1, 100);
    wire_send(wire, 45, C, ACK, 1, 1, 100);
    assert_no_finding(wire, FINDING_TAIL_PROBE);
    assert_finding(wire, FINDING_RETRANSMISSION);

    wire->addresses[C][3] = 9;
    wire->now = INT64_C(1356998400000) * MS;
    wire_handshake(wire);
    wire_send(wire, 1, C, ACK, 1, 1, 100);
    wire_send(wire, 45, C, ACK, 1, 1, 100);
    assert_finding(wire, FINDING_TAIL_PROBE);
}

/* The probe is the second copy: what is sent a third time, as soon, is none. */
static void test_last_segment_repeated_a_third_time_no_tail_probe(void **state) {
    struct wire *wire = wire_open_established(state);

    wire_send(wire, 1, C, ACK, 1, 1, 100);
    wire_send(wire, 45, C, ACK, 1, 1, 100);
    assert_finding(wire, FINDING_TAIL_PROBE);
    wire_send(wire, 45, C, ACK, 1, 1, 100);
    assert_no_finding(wire, FINDING_TAIL_PROBE);
    assert_finding(wire, FINDING_RETRANSMISSION);
}

/* No probe is sent before a round trip is over, which is 20 ms. */
static void test_last_segment_repeated_within_round_trip_no_tail_probe(void **state) {
    struct wire *wire = wire_open_established(state);

    wire_send(wire, 1, C, ACK, 1, 1, 100);
    wire_send(wire, 19, C, ACK, 1, 1, 100);
    assert_no_finding(wire, FINDING_TAIL_PROBE);
    assert_finding(wire, FINDING_RETRANSMISSION);
}

static void test_last_segment_repeated_after_round_trip_tail_probe(void **state) {
    struct wire *wire = wire_open_established(state);

    wire_send(wire, 1, C, ACK, 1, 1, 100);
    wire_send(wire, 20, C, ACK, 1, 1, 100);
    assert_finding(wire, FINDING_TAIL_PROBE);
}

/* A timeout is 200 ms at least (RFC 6298 has a second; Linux 200 ms). */
static void test_only_segment_repeated_after_timeout_no_tail_probe(void **state) {
    struct wire *wire = wire_open_established(state);

    wire_send(wire, 1, C, ACK, 1, 1, 100);
    wire_send(wire, 200, C, ACK, 1, 1, 100);
    assert_no_finding(wire, FINDING_TAIL_PROBE);
    assert_finding(wire, FINDING_RETRANSMISSION);
}

static void test_only_segment_repeated_just_before_timeout_tail_probe(void **state) {
    struct wire *wire = wire_open_established(state);

    wire_send(wire, 1, C, ACK, 1, 1, 100);
    wire_send(wire, 199, C, ACK, 1, 1, 100);
    assert_finding(wire, FINDING_TAIL_PROBE);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        wire_test(test_last_segment_repeated_before_timeout_tail_probe),
        wire_test(test_first_of_flight_repeated_before_timeout_no_tail_probe),
        wire_test(test_last_of_flight_repeated_after_timeout_tail_probe),
        wire_test(test_last_segment_repeated_before_2013_no_tail_probe),
        wire_test(test_last_segment_repeated_a_third_time_no_tail_probe),
        wire_test(test_last_segment_repeated_within_round_trip_no_tail_probe),
        wire_test(test_last_segment_repeated_after_round_trip_tail_probe),
        wire_test(test_only_segment_repeated_after_timeout_no_tail_probe),
        wire_test(test_only_segment_repeated_just_before_timeout_tail_probe),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
