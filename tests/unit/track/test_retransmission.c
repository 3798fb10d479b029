/* Data that is sent again, and what only looks like it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "wire.h"

/* Nothing of the family that tells of loss. */
static void assert_no_loss(const struct wire *wire) {
    for (int kind = FINDING_RETRANSMISSION; kind <= FINDING_DUPLICATE_CAPTURE; kind++) {
        assert_no_finding(wire, (enum finding_kind)kind);
    }
}

static void test_data_in_order_no_finding(void **state) {
    struct wire *wire = wire_open_established(state);

    wire_send(wire, 1, C, ACK, 1, 1, 100);
    assert_int_equal(wire_finding(wire, FINDING_FIRST_DATA)->length, 100);
    assert_no_loss(wire);
    wire_send(wire, 0, C, ACK, 101, 1, 100);
    assert_no_finding(wire, FINDING_FIRST_DATA);
    assert_no_loss(wire);
    wire_send(wire, 20, S, ACK, 1, 201, 0);
    assert_no_loss(wire);
}

static void test_data_repeated_after_timeout_retransmission_with_duration(void **state) {
    struct wire *wire = wire_open_established(state);

    wire_send(wire, 1, C, ACK, 1, 1, 100);
    wire_send(wire, 220, C, ACK, 1, 1, 100);
    assert_int_equal(wire_finding(wire, FINDING_RETRANSMISSION)->length, 100);
    assert_int_equal(wire_finding(wire, FINDING_RETRANSMISSION)->seq, wire->isn[C] + 1);
    assert_in_range(wire_finding(wire, FINDING_RETRANSMISSION)->duration, 219 * MS, 221 * MS);
    wire_send(wire, 440, C, ACK, 1, 1, 100);
    assert_in_range(wire_finding(wire, FINDING_RETRANSMISSION)->duration, 659 * MS, 661 * MS);

    const struct flow_report report = wire_report(wire);

    assert_int_equal(report.endpoints[C].retransmissions, 2);
    assert_int_equal(report.endpoints[S].retransmissions, 0);
}

/* With more ends in trouble at a time than there are records for, a count is unknown, not zero. */
static void test_retransmissions_of_70000_flows_counted_or_unknown(void **state) {
    enum { FLOWS = 70000 };
    struct wire *wire = wire_open(state, FLOWS);
    unsigned unknown = 0;

    for (unsigned i = 0; i < FLOWS; i++) {
        wire->addresses[C][1] = (uint8_t)(i >> 16);
        wire->addresses[C][2] = (uint8_t)(i >> 8);
        wire->addresses[C][3] = (uint8_t)i;
        wire->id = 1;
        wire_send(wire, 0, C, ACK, 1, 1, 100);
        wire->id = 2;
        wire_send(wire, 220, C, ACK, 1, 1, 100);
        assert_non_null(wire_finding(wire, FINDING_RETRANSMISSION));

        const struct endpoint_report *end = &wire_report(wire).endpoints[wire->verdict.from];

        assert_int_equal(end->has_retransmissions, i < UINT16_MAX - 1);
        assert_int_equal(end->retransmissions, end->has_retransmissions ? 1 : 0);
        unknown += !end->has_retransmissions;
    }
    assert_int_equal(unknown, FLOWS - UINT16_MAX + 1);
}

/* What others miss: the number behind the repetition is zero. */
static void test_data_repeated_before_wrap_to_zero_retransmission(void **state) {
    struct wire *wire = wire_open(state, 10);

    wire->isn[C] = UINT32_MAX - 100;
    wire_handshake(wire);
    wire_send(wire, 1, C, ACK, 1, 1, 100);
    wire_send(wire, 300, C, ACK, 1, 1, 100);
    assert_finding(wire, FINDING_RETRANSMISSION);
}

/* The same, where it is the relative number that is zero: mid-stream, numbers start at the first
 * segment seen. */
static void test_mid_stream_data_repeated_to_relative_zero_retransmission(void **state) {
    struct wire *wire = wire_open(state, 10);

    wire_send(wire, 0, C, ACK, 100, 1, 100);
    wire_send(wire, 300, C, ACK, 100, 1, 100);
    assert_finding(wire, FINDING_RETRANSMISSION);
    wire_send(wire, 300, C, ACK, 0, 1, 100);
    assert_finding(wire, FINDING_RETRANSMISSION);
}

static void test_data_repeated_with_more_behind_only_repeated_part_counts(void **state) {
    struct wire *wire = wire_open_established(state);

    wire_send(wire, 1, C, ACK, 1, 1, 100);
    wire_send(wire, 300, C, ACK, 1, 1, 250);
    assert_int_equal(wire_finding(wire, FINDING_RETRANSMISSION)->length, 100);
    wire_send(wire, 1, C, ACK, 251, 1, 10);
    assert_no_loss(wire);
}

static void test_acked_data_repeated_spurious(void **state) {
    struct wire *wire = wire_open_with_data(state);

    wire_send(wire, 300, C, ACK, 1, 1, 100);
    assert_finding(wire, FINDING_SPURIOUS_RETRANSMISSION);
    assert_no_finding(wire, FINDING_RETRANSMISSION);
}

static void test_acked_fin_repeated_no_plain_retransmission(void **state) {
    struct wire *wire = wire_open_established(state);

    wire_send(wire, 1, C, FIN | ACK, 1, 1, 0);
    wire_send(wire, 10, S, ACK, 1, 2, 0);
    wire_send(wire, 300, C, FIN | ACK, 1, 1, 0);
    assert_finding(wire, FINDING_FIN_RETRANSMITTED);
    assert_no_finding(wire, FINDING_RETRANSMISSION);
}

/* Others end the stream at such a RST, and take the FIN for a repetition. */
static void test_fin_after_blind_reset_no_retransmission(void **state) {
    struct wire *wire = wire_open_with_data(state);

    wire_send(wire, 10, C, RST, 90000, 0, 0);
    wire_send(wire, 10, C, FIN | ACK, 101, 1, 0);
    assert_finding(wire, FINDING_FIN);
    assert_no_loss(wire);
}

static void test_simultaneous_open_syn_acks_no_retransmission(void **state) {
    struct wire *wire = wire_open_syn_sent(state);

    wire_send(wire, 1, S, SYN, 0, 0, 0);
    wire_send(wire, 10, C, SYN | ACK, 0, 1, 0);
    assert_no_loss(wire);
    assert_no_finding(wire, FINDING_SYN_RETRANSMITTED);
    assert_no_finding(wire, FINDING_SYN_ACK_RETRANSMITTED);
    wire_send(wire, 1, S, SYN | ACK, 0, 1, 0);
    assert_no_loss(wire);
    assert_no_finding(wire, FINDING_SYN_RETRANSMITTED);
    assert_no_finding(wire, FINDING_SYN_ACK_RETRANSMITTED);
}

static void test_bad_ack_data_leaves_no_trace(void **state) {
    struct wire *wire = wire_open_established(state);

    wire_send(wire, 1, S, ACK, 1, 1, 10);
    wire_send(wire, 1, C, ACK, 1, 11, 0);
    wire_send(wire, 1, C, ACK, 1, 90000, 100);
    wire_send(wire, 1, C, ACK, 1, 11, 100);
    assert_no_loss(wire);
}

static void test_old_timestamp_paws(void **state) {
    struct wire *wire = wire_open_established(state);

    wire_option_timestamps(wire, 1000, 0);
    wire_send(wire, 1, C, ACK, 1, 1, 100);
    wire_send(wire, 1, S, ACK, 1, 101, 0);
    wire_option_timestamps(wire, 1000, 0);
    wire_send(wire, 1, C, ACK, 101, 1, 100);
    assert_no_finding(wire, FINDING_PAWS_OLD);
    wire_option_timestamps(wire, 900, 0);
    wire_send(wire, 1, C, ACK, 201, 1, 100);
    assert_int_equal(wire_finding(wire, FINDING_PAWS_OLD)->ts_value, 900);
    assert_int_equal(wire_finding(wire, FINDING_PAWS_OLD)->ts_recent, 1000);
    assert_no_loss(wire);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        wire_test(test_data_in_order_no_finding),
        wire_test(test_data_repeated_after_timeout_retransmission_with_duration),
        wire_test(test_retransmissions_of_70000_flows_counted_or_unknown),
        wire_test(test_data_repeated_before_wrap_to_zero_retransmission),
        wire_test(test_mid_stream_data_repeated_to_relative_zero_retransmission),
        wire_test(test_data_repeated_with_more_behind_only_repeated_part_counts),
        wire_test(test_acked_data_repeated_spurious),
        wire_test(test_acked_fin_repeated_no_plain_retransmission),
        wire_test(test_fin_after_blind_reset_no_retransmission),
        wire_test(test_simultaneous_open_syn_acks_no_retransmission),
        wire_test(test_bad_ack_data_leaves_no_trace),
        wire_test(test_old_timestamp_paws),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
