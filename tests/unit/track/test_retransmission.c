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

static void send_five(struct wire *wire) {
    for (uint32_t i = 0; i < 5; i++) {
        wire_send(wire, 0, C, ACK, 1 + 100 * i, 1, 100);
    }
}

static void test_data_repeated_after_three_duplicates_fast_retransmission(void **state) {
    struct wire *wire = wire_open_established(state);

    send_five(wire);
    for (unsigned i = 1; i <= 3; i++) {
        wire_send(wire, i == 1 ? 15 : 0, S, ACK, 1, i == 0 ? 101 : 1, 0);
        assert_int_equal(wire_finding(wire, FINDING_DUPLICATE_ACK)->count, i);
    }
    wire_send(wire, 1, C, ACK, 1, 1, 100);
    assert_int_equal(wire_finding(wire, FINDING_FAST_RETRANSMISSION)->count, 3);
    /* A partial acknowledgment calls for the next (RFC 6582). */
    wire_send(wire, 20, S, ACK, 1, 201, 0);
    wire_send(wire, 1, C, ACK, 201, 1, 100);
    assert_finding(wire, FINDING_FAST_RETRANSMISSION);
    /* Recovery is over. */
    wire_send(wire, 20, S, ACK, 1, 501, 0);
    wire_send(wire, 1, C, ACK, 501, 1, 100);
    wire_send(wire, 300, C, ACK, 501, 1, 100);
    assert_finding(wire, FINDING_RETRANSMISSION);
}

static void test_data_repeated_after_two_duplicates_without_sack_plain(void **state) {
    struct wire *wire = wire_open_established(state);

    send_five(wire);
    wire_send(wire, 15, S, ACK, 1, 1, 0);
    wire_send(wire, 0, S, ACK, 1, 1, 0);
    wire_send(wire, 1, C, ACK, 1, 1, 100);
    assert_no_finding(wire, FINDING_FAST_RETRANSMISSION);
    assert_finding(wire, FINDING_RETRANSMISSION);
}

static void test_data_repeated_long_after_duplicates_plain(void **state) {
    struct wire *wire = wire_open_established(state);

    send_five(wire);
    for (unsigned i = 0; i < 3; i++) {
        wire_send(wire, 5, S, ACK, 1, 1, 0);
    }
    wire_send(wire, 400, C, ACK, 1, 1, 100);
    assert_no_finding(wire, FINDING_FAST_RETRANSMISSION);
    assert_finding(wire, FINDING_RETRANSMISSION);
}

/* A timer has run out: what is sent again behind that was not asked for (RFC 6582 §4). */
static void test_recovery_timeout_what_follows_is_not_fast(void **state) {
    struct wire *wire = wire_open_established(state);

    send_five(wire);
    for (unsigned i = 0; i < 3; i++) {
        wire_send(wire, i == 0 ? 15 : 1, S, ACK, 1, 1, 0);
    }
    wire_send(wire, 1, C, ACK, 1, 1, 100);
    assert_finding(wire, FINDING_FAST_RETRANSMISSION);
    wire_send(wire, 600, C, ACK, 1, 1, 100);
    assert_finding(wire, FINDING_RETRANSMISSION);
    wire_send(wire, 20, S, ACK, 1, 101, 0);
    wire_send(wire, 1, C, ACK, 101, 1, 100);
    assert_no_finding(wire, FINDING_FAST_RETRANSMISSION);
    assert_finding(wire, FINDING_RETRANSMISSION);
}

static void test_data_repeated_after_one_sack_fast_retransmission(void **state) {
    struct wire *wire = wire_open_sack(state);

    send_five(wire);
    wire_option_sack(wire, wire->isn[C] + 101, wire->isn[C] + 501);
    wire_send(wire, 15, S, ACK, 1, 1, 0);
    assert_finding(wire, FINDING_DUPLICATE_ACK);
    wire_send(wire, 1, C, ACK, 1, 1, 100);
    assert_finding(wire, FINDING_FAST_RETRANSMISSION);
}

/* SACK is in force only if both SYNs permitted it: one duplicate is then not enough. */
static void repeat_after_one_duplicate(struct wire *wire, enum endpoint permits) {
    if (permits == C) {
        wire_option_sack_permitted(wire);
    }
    wire_send(wire, 0, C, SYN, 0, 0, 0);
    if (permits == S) {
        wire_option_sack_permitted(wire);
    }
    wire_send(wire, 10, S, SYN | ACK, 0, 1, 0);
    wire_send(wire, 10, C, ACK, 1, 1, 0);
    send_five(wire);
    wire_send(wire, 15, S, ACK, 1, 1, 0);
    assert_finding(wire, FINDING_DUPLICATE_ACK);
    wire_send(wire, 1, C, ACK, 1, 1, 100);
}

static void test_data_repeated_after_one_duplicate_sack_of_client_alone_plain(void **state) {
    struct wire *wire = wire_open(state, 10);

    repeat_after_one_duplicate(wire, C);
    assert_finding(wire, FINDING_RETRANSMISSION);
}

static void test_data_repeated_after_one_duplicate_sack_of_server_alone_plain(void **state) {
    struct wire *wire = wire_open(state, 10);

    repeat_after_one_duplicate(wire, S);
    assert_finding(wire, FINDING_RETRANSMISSION);
}

/* Two round trips of 20 ms, and 50 ms of jitter. */
static void test_data_repeated_90_ms_after_duplicates_plain(void **state) {
    struct wire *wire = wire_open_established(state);

    send_five(wire);
    for (unsigned i = 0; i < 3; i++) {
        wire_send(wire, 5, S, ACK, 1, 1, 0);
    }
    wire_send(wire, 90, C, ACK, 1, 1, 100);
    assert_no_finding(wire, FINDING_FAST_RETRANSMISSION);
    assert_finding(wire, FINDING_RETRANSMISSION);
}

static void test_data_repeated_89_ms_after_duplicates_fast_retransmission(void **state) {
    struct wire *wire = wire_open_established(state);

    send_five(wire);
    for (unsigned i = 0; i < 3; i++) {
        wire_send(wire, 5, S, ACK, 1, 1, 0);
    }
    wire_send(wire, 89, C, ACK, 1, 1, 100);
    assert_finding(wire, FINDING_FAST_RETRANSMISSION);
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
        wire_test(test_last_segment_repeated_before_timeout_tail_probe),
        wire_test(test_last_segment_repeated_before_2013_no_tail_probe),
        wire_test(test_last_segment_repeated_a_third_time_no_tail_probe),
        wire_test(test_recovery_timeout_what_follows_is_not_fast),
        wire_test(test_first_of_flight_repeated_before_timeout_no_tail_probe),
        wire_test(test_last_of_flight_repeated_after_timeout_tail_probe),
        wire_test(test_data_repeated_after_three_duplicates_fast_retransmission),
        wire_test(test_data_repeated_after_two_duplicates_without_sack_plain),
        wire_test(test_data_repeated_long_after_duplicates_plain),
        wire_test(test_data_repeated_after_one_sack_fast_retransmission),
        wire_test(test_data_repeated_after_one_duplicate_sack_of_client_alone_plain),
        wire_test(test_data_repeated_after_one_duplicate_sack_of_server_alone_plain),
        wire_test(test_bad_ack_data_leaves_no_trace),
        wire_test(test_old_timestamp_paws),
        wire_test(test_data_repeated_90_ms_after_duplicates_plain),
        wire_test(test_data_repeated_89_ms_after_duplicates_fast_retransmission),
        wire_test(test_last_segment_repeated_within_round_trip_no_tail_probe),
        wire_test(test_last_segment_repeated_after_round_trip_tail_probe),
        wire_test(test_only_segment_repeated_after_timeout_no_tail_probe),
        wire_test(test_only_segment_repeated_just_before_timeout_tail_probe),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
