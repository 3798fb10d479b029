/* Data and what controls the connection, a SYN, FIN or RST: each is timed by itself. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "wire.h"

static int64_t duration(const struct wire *wire, enum finding_kind kind) {
    const struct finding *finding = wire_finding(wire, kind);

    assert_non_null(finding);
    return finding->duration;
}

static void test_data_repeated_behind_fin_timed_by_data(void **state) {
    struct wire *wire = wire_open_established(state);

    wire_send(wire, 1, C, ACK, 1, 1, 100);
    wire_send(wire, 150, C, FIN | ACK, 101, 1, 0);
    wire_send(wire, 70, C, ACK, 1, 1, 100);
    assert_int_equal(duration(wire, FINDING_RETRANSMISSION), 220 * MS);
    wire_send(wire, 440, C, ACK, 1, 1, 100);
    assert_int_equal(duration(wire, FINDING_RETRANSMISSION), 660 * MS);
}

static void test_data_repeated_soon_behind_fin_tail_probe(void **state) {
    struct wire *wire = wire_open_established(state);

    wire_send(wire, 1, C, ACK, 1, 1, 100);
    wire_send(wire, 50, C, FIN | ACK, 101, 1, 0);
    wire_send(wire, 50, C, ACK, 1, 1, 100);
    assert_int_equal(duration(wire, FINDING_TAIL_PROBE), 100 * MS);
}

static void test_fin_repeated_behind_data_timed_by_fin(void **state) {
    struct wire *wire = wire_open_established(state);

    wire_send(wire, 1, C, ACK, 1, 1, 100);
    wire_send(wire, 150, C, FIN | ACK, 101, 1, 0);
    wire_send(wire, 210, C, FIN | ACK, 101, 1, 0);
    assert_int_equal(duration(wire, FINDING_FIN_RETRANSMITTED), 210 * MS);
    wire_send(wire, 420, C, FIN | ACK, 101, 1, 0);
    assert_int_equal(duration(wire, FINDING_FIN_RETRANSMITTED), 420 * MS);
    wire_send(wire, 10, C, ACK, 1, 1, 100);
    assert_int_equal(duration(wire, FINDING_RETRANSMISSION), 790 * MS);
}

static void test_fin_with_data_repeated_both_timed(void **state) {
    struct wire *wire = wire_open_established(state);

    wire_send(wire, 1, C, FIN | ACK, 1, 1, 100);
    wire_send(wire, 220, C, FIN | ACK, 1, 1, 100);
    assert_int_equal(duration(wire, FINDING_RETRANSMISSION), 220 * MS);
    assert_int_equal(duration(wire, FINDING_FIN_RETRANSMITTED), 220 * MS);
    wire_send(wire, 440, C, FIN | ACK, 1, 1, 100);
    assert_int_equal(duration(wire, FINDING_RETRANSMISSION), 660 * MS);
    assert_int_equal(duration(wire, FINDING_FIN_RETRANSMITTED), 440 * MS);
}

static void test_fin_with_data_acknowledged_round_trip(void **state) {
    struct wire *wire = wire_open_established(state);
    struct flow_report report;

    wire_send(wire, 1, C, FIN | ACK, 1, 1, 100);
    wire_send(wire, 8, S, ACK, 1, 102, 0);
    tracker_current_flow(wire->tracker, &report);
    assert_int_equal(report.endpoints[C].rtt_data, 8 * MS);
}

static void test_fin_behind_acknowledged_data_repeated_no_round_trip(void **state) {
    struct wire *wire = wire_open_established(state);
    struct flow_report report;

    /* Captured out of order: the acknowledgment came first. */
    wire_send(wire, 1, S, ACK, 1, 101, 0);
    wire_send(wire, 1, C, ACK, 1, 1, 100);
    wire_send(wire, 30, C, FIN | ACK, 101, 1, 0);
    wire_send(wire, 210, C, FIN | ACK, 101, 1, 0);
    wire_send(wire, 1, S, ACK, 1, 102, 0);
    tracker_current_flow(wire->tracker, &report);
    assert_int_equal(report.endpoints[C].rtt_data, -1);
}

/* A RST in the client's name that was not its own: the client goes on, and the server did not get
 * it, as it shows when it acknowledges later than a RST that arrived would let it. */
static void test_data_behind_foreign_reset_server_goes_on(void **state) {
    struct wire *wire = wire_open_established(state);

    wire_send(wire, 1, C, ACK, 1, 1, 100);
    wire_send(wire, 10, S, ACK, 1, 101, 0);
    wire_send(wire, 10, C, RST, 101, 0, 0);
    wire_send(wire, 20, C, ACK, 101, 1, 100);
    assert_int_equal(wire->verdict.states[C], STATE_ESTABLISHED);
    wire_send(wire, 10, S, ACK, 1, 201, 0);
    assert_int_equal(wire->verdict.states[S], STATE_ESTABLISHED);
}

/* Fast Open: the server sends data before its SYN-ACK is acknowledged. */
static void test_data_before_third_segment_handshake_timed_by_syn_ack(void **state) {
    struct wire *wire = wire_open(state, 10);
    struct flow_report report;

    wire_option_fast_open(wire, 8);
    wire_send(wire, 1, C, SYN, 0, 0, 100);
    wire_send(wire, 10, S, SYN | ACK, 0, 101, 0);
    wire_send(wire, 5, S, ACK, 1, 101, 200);
    wire_send(wire, 15, C, ACK, 101, 201, 0);
    tracker_current_flow(wire->tracker, &report);
    assert_int_equal(report.rtt, 30 * MS);
}

static void test_fast_open_data_repeated_timed_by_syn(void **state) {
    struct wire *wire = wire_open(state, 10);

    wire_option_fast_open(wire, 8);
    wire_send(wire, 1, C, SYN, 0, 0, 100);
    wire_send(wire, 10, S, SYN | ACK, 0, 1, 0);
    wire_send(wire, 20, C, ACK, 1, 1, 100);
    assert_int_equal(duration(wire, FINDING_RETRANSMISSION), 30 * MS);
}

static void test_syn_ack_repeated_behind_data_timed_by_syn_ack(void **state) {
    struct wire *wire = wire_open_established(state);

    wire_send(wire, 10, S, ACK, 1, 1, 100);
    wire_send(wire, 10, S, SYN | ACK, 0, 1, 0);
    assert_int_equal(duration(wire, FINDING_SYN_ACK_RETRANSMITTED), 30 * MS);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        wire_test(test_data_repeated_behind_fin_timed_by_data),
        wire_test(test_data_repeated_soon_behind_fin_tail_probe),
        wire_test(test_fin_repeated_behind_data_timed_by_fin),
        wire_test(test_fin_with_data_repeated_both_timed),
        wire_test(test_fin_with_data_acknowledged_round_trip),
        wire_test(test_fin_behind_acknowledged_data_repeated_no_round_trip),
        wire_test(test_data_behind_foreign_reset_server_goes_on),
        wire_test(test_data_before_third_segment_handshake_timed_by_syn_ack),
        wire_test(test_fast_open_data_repeated_timed_by_syn),
        wire_test(test_syn_ack_repeated_behind_data_timed_by_syn_ack),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
