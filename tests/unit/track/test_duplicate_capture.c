/* One packet that is in the capture twice is no retransmission. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "wire.h"

static void test_same_packet_twice_same_id_duplicate_capture(void **state) {
    struct wire *wire = wire_open_established(state);

    wire->id = 7;
    wire_send(wire, 1, C, ACK, 1, 1, 100);
    wire->id = 7;
    wire_send(wire, 0, C, ACK, 1, 1, 100);
    assert_finding(wire, FINDING_DUPLICATE_CAPTURE);
    assert_no_finding(wire, FINDING_RETRANSMISSION);
    wire->id = 8;
    wire_send(wire, 0, C, ACK, 1, 1, 100);
    assert_no_finding(wire, FINDING_DUPLICATE_CAPTURE);
    assert_finding(wire, FINDING_RETRANSMISSION);
}

static void test_acknowledgment_twice_same_id_duplicate_capture(void **state) {
    struct wire *wire = wire_open_established(state);

    wire_send(wire, 1, C, ACK, 1, 1, 100);
    wire_send(wire, 0, C, ACK, 101, 1, 100);
    wire->id = 7;
    wire_send(wire, 10, S, ACK, 1, 101, 0);
    wire->id = 7;
    wire_send(wire, 0, S, ACK, 1, 101, 0);
    assert_finding(wire, FINDING_DUPLICATE_CAPTURE);
    assert_no_finding(wire, FINDING_DUPLICATE_ACK);
}

/* The same number, acknowledgment, window and identification: but the peer has spoken between. */
static void test_acknowledgment_again_behind_peers_segment_no_copy(void **state) {
    struct wire *wire = wire_open_established(state);

    wire_send(wire, 1, C, ACK, 1, 1, 100);
    wire->id = 7;
    wire_send(wire, 10, S, ACK, 1, 101, 0);
    wire_send(wire, 0, C, ACK, 1, 1, 100);
    wire->id = 7;
    wire_send(wire, 0, S, ACK, 1, 101, 0);
    assert_no_finding(wire, FINDING_DUPLICATE_CAPTURE);
}

static void test_same_id_later_no_duplicate_capture(void **state) {
    struct wire *wire = wire_open_established(state);

    wire->id = 7;
    wire_send(wire, 1, C, ACK, 1, 1, 100);
    wire->id = 7;
    wire_send(wire, 300, C, ACK, 1, 1, 100);
    assert_no_finding(wire, FINDING_DUPLICATE_CAPTURE);
    assert_finding(wire, FINDING_RETRANSMISSION);
}

static void test_host_with_constant_id_no_duplicate_capture(void **state) {
    struct wire *wire = wire_open_established(state);

    for (uint32_t i = 0; i < 2; i++) {
        wire->id = 7;
        wire_send(wire, 1, C, ACK, 1 + 100 * i, 1, 100);
    }
    wire->id = 7;
    wire_send(wire, 0, C, ACK, 101, 1, 100);
    assert_no_finding(wire, FINDING_DUPLICATE_CAPTURE);
}

/* Sends a segment, and at once its copy, as seen on the second interface of a router. */
static void send_twice(struct wire *wire, int milliseconds, enum endpoint from, unsigned flags,
                       uint32_t seq, uint32_t ack, uint32_t length) {
    uint16_t id = wire->id;

    wire_send(wire, milliseconds, from, flags, seq, ack, length);
    assert_no_finding(wire, FINDING_DUPLICATE_CAPTURE);
    wire->id = id;
    wire_send(wire, 0, from, flags, seq, ack, length);
    assert_finding(wire, FINDING_DUPLICATE_CAPTURE);
    assert_int_equal(wire->verdict.finding_count, 1);
    assert_int_equal(wire->verdict.change_count, 0);
}

static void test_syn_twice_at_once_no_retransmission(void **state) {
    struct wire *wire = wire_open_syn_sent(state);

    wire_send(wire, 0, C, SYN, 0, 0, 0);
    assert_finding(wire, FINDING_DUPLICATE_CAPTURE);
    assert_no_finding(wire, FINDING_SYN_RETRANSMITTED);
    wire_send(wire, 10, S, SYN | ACK, 0, 1, 0);
    wire_send(wire, 10, C, ACK, 1, 1, 0);
    assert_in_range(wire_finding(wire, FINDING_HANDSHAKE_ACK)->duration, 20 * MS, 20 * MS);
}

static void test_syn_ack_twice_at_once_no_retransmission(void **state) {
    struct wire *wire = wire_open_syn_sent(state);

    send_twice(wire, 10, S, SYN | ACK, 0, 1, 0);
}

static void test_syn_copy_answered_again_retransmission(void **state) {
    struct wire *wire = wire_open_syn_sent(state);

    wire_send(wire, 10, S, SYN | ACK, 0, 1, 0);
    wire_send(wire, 1, C, SYN, 0, 0, 0);
    wire_send(wire, 0, S, SYN | ACK, 0, 1, 0);
    assert_finding(wire, FINDING_SYN_ACK_RETRANSMITTED);
}

static void test_every_packet_twice_without_id_no_retransmission(void **state) {
    struct wire *wire = wire_open(state, 10);

    send_twice(wire, 0, C, SYN, 0, 0, 0);
    send_twice(wire, 10, S, SYN | ACK, 0, 1, 0);
    send_twice(wire, 10, C, ACK, 1, 1, 0);
    send_twice(wire, 10, C, ACK, 1, 1, 100);
    send_twice(wire, 10, S, ACK, 1, 101, 0);
    send_twice(wire, 10, C, FIN | ACK, 101, 1, 0);
    send_twice(wire, 10, S, FIN | ACK, 1, 102, 0);
    send_twice(wire, 10, C, ACK, 102, 2, 0);
    assert_history(wire, C, "SYN-SENT ESTABLISHED FIN-WAIT-1 FIN-WAIT-2 TIME-WAIT");
    assert_history(wire, S, "SYN-RECEIVED ESTABLISHED CLOSE-WAIT LAST-ACK CLOSED");
}

static void test_batch_twice_by_id_no_retransmission(void **state) {
    struct wire *wire = wire_open(state, 10);

    send_twice(wire, 0, C, SYN, 0, 0, 0);
    send_twice(wire, 10, S, SYN | ACK, 0, 1, 0);
    wire_send(wire, 10, C, ACK, 1, 1, 0);
    for (unsigned copy = 0; copy < 2; copy++) {
        for (uint16_t i = 0; i < 3; i++) {
            wire->id = (uint16_t)(500 + i);
            wire_send(wire, 0, C, ACK, 1 + 100u * i, 1, 100);
            assert_int_equal(wire_finding(wire, FINDING_DUPLICATE_CAPTURE) != NULL, copy == 1);
            assert_no_finding(wire, FINDING_RETRANSMISSION);
        }
    }
}

static void test_fin_twice_in_one_direction_time_wait_starts_again(void **state) {
    struct wire *wire = wire_open_established(state);

    wire_send(wire, 10, C, FIN | ACK, 1, 1, 0);
    wire_send(wire, 10, S, FIN | ACK, 1, 2, 0);
    wire_send(wire, 10, C, ACK, 2, 2, 0);
    wire_send(wire, 300, S, FIN | ACK, 1, 2, 0);
    assert_finding(wire, FINDING_FIN_RETRANSMITTED);
    wire_send(wire, 0, S, FIN | ACK, 1, 2, 0);
    assert_finding(wire, FINDING_DUPLICATE_CAPTURE);
    assert_no_finding(wire, FINDING_FIN_RETRANSMITTED);
    assert_finding(wire, FINDING_TIME_WAIT_RESTARTED);
}

static void test_data_again_after_a_while_without_id_no_copy(void **state) {
    struct wire *wire = wire_open_established(state);

    wire_send(wire, 10, C, ACK, 1, 1, 100);
    wire_send(wire, 299, S, ACK, 1, 1, 10);
    wire_send(wire, 1, C, ACK, 1, 1, 100);
    assert_no_finding(wire, FINDING_DUPLICATE_CAPTURE);
}

/* Copies are captured within a millisecond of each other. */
static void test_same_id_after_1_ms_duplicate_capture_and_later_not(void **state) {
    struct wire *wire = wire_open_established(state);

    wire->id = 7;
    wire_send(wire, 1, C, ACK, 1, 1, 100);
    wire->id = 7;
    wire_send(wire, 1, C, ACK, 1, 1, 100);
    assert_int_equal(wire_finding(wire, FINDING_DUPLICATE_CAPTURE)->duration, 1 * MS);
    wire->id = 7;
    wire->now += 1 * MS + 1;
    wire_send(wire, 0, C, ACK, 1, 1, 100);
    assert_no_finding(wire, FINDING_DUPLICATE_CAPTURE);
}

/* The first of a batch comes again; both ends' packets are known to be captured twice. */
static struct wire *open_behind_batch(void **state, uint16_t packets) {
    struct wire *wire = wire_open(state, 10);

    send_twice(wire, 0, C, SYN, 0, 0, 0);
    send_twice(wire, 10, S, SYN | ACK, 0, 1, 0);
    wire_send(wire, 10, C, ACK, 1, 1, 0);
    for (uint16_t i = 0; i < packets; i++) {
        wire->id = (uint16_t)(500 + i);
        wire_send(wire, 0, C, ACK, 1 + 10u * i, 1, 10);
    }
    wire->id = 500;
    wire_send(wire, 0, C, ACK, 1, 1, 10);
    return wire;
}

static void test_batch_of_256_twice_duplicate_capture(void **state) {
    struct wire *wire = open_behind_batch(state, 256);

    assert_finding(wire, FINDING_DUPLICATE_CAPTURE);
}

static void test_batch_of_257_twice_retransmission(void **state) {
    struct wire *wire = open_behind_batch(state, 257);

    assert_no_finding(wire, FINDING_DUPLICATE_CAPTURE);
    assert_finding(wire, FINDING_RETRANSMISSION);
}

/* Where the clock was set back, by as much as copies may be apart. */
static void test_same_id_1_ms_before_duplicate_capture_and_earlier_not(void **state) {
    struct wire *wire = wire_open_established(state);

    wire->id = 7;
    wire_send(wire, 1, C, ACK, 1, 1, 100);
    wire->id = 7;
    wire->now -= 1 * MS;
    wire_send(wire, 0, C, ACK, 1, 1, 100);
    assert_int_equal(wire_finding(wire, FINDING_DUPLICATE_CAPTURE)->duration, 0);
    wire->id = 7;
    wire->now -= 1;
    wire_send(wire, 0, C, ACK, 1, 1, 100);
    assert_no_finding(wire, FINDING_DUPLICATE_CAPTURE);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        wire_test(test_same_packet_twice_same_id_duplicate_capture),
        wire_test(test_acknowledgment_twice_same_id_duplicate_capture),
        wire_test(test_acknowledgment_again_behind_peers_segment_no_copy),
        wire_test(test_same_id_later_no_duplicate_capture),
        wire_test(test_host_with_constant_id_no_duplicate_capture),
        wire_test(test_syn_twice_at_once_no_retransmission),
        wire_test(test_syn_ack_twice_at_once_no_retransmission),
        wire_test(test_syn_copy_answered_again_retransmission),
        wire_test(test_every_packet_twice_without_id_no_retransmission),
        wire_test(test_batch_twice_by_id_no_retransmission),
        wire_test(test_fin_twice_in_one_direction_time_wait_starts_again),
        wire_test(test_data_again_after_a_while_without_id_no_copy),
        wire_test(test_same_id_after_1_ms_duplicate_capture_and_later_not),
        wire_test(test_batch_of_256_twice_duplicate_capture),
        wire_test(test_batch_of_257_twice_retransmission),
        wire_test(test_same_id_1_ms_before_duplicate_capture_and_earlier_not),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
