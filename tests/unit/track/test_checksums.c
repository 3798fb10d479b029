/*
 * When a wrong checksum tells something.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "track/states/acceptability.h"
#include "wire.h"

static uint8_t header[20];

/* A TCP header over IPv4 with the given checksum. */
static struct packet packet_with(uint16_t checksum) {
    static const uint8_t fields[16] = {0x9c, 0x40, 0, 80, 0,    0,    0,    1,
                                       0,    0,    0, 2,  0x50, 0x10, 0x03, 0xe8};
    static const uint8_t addresses[2][4] = {{10, 0, 0, 1}, {10, 0, 0, 2}};
    struct packet packet;

    memcpy(header, fields, sizeof fields);
    header[16] = (uint8_t)(checksum >> 8);
    header[17] = (uint8_t)checksum;
    memset(&packet, 0, sizeof packet);
    packet.layer_count = 1;
    packet.layers[0] = (struct layer){
        .kind = LAYER_TCP, .data = header, .captured = sizeof header, .length = sizeof header};
    packet.ip.version = 4;
    packet.ip.source = addresses[0];
    packet.ip.destination = addresses[1];
    packet.tcp.checksum = checksum;
    return packet;
}

static enum checksum judge(uint16_t checksum) {
    const struct packet packet = packet_with(checksum);

    return checksum_judge(&packet);
}

static void test_checksum_right_unfinished_or_wrong(void **unused) {
    /* 0a00+0001+0a00+0002+0006+0014 = 141d; with the header 9c40+0050+0001+0002+5010+03e8. */
    uint16_t pseudo = 0x141d;
    uint16_t sum =
        (uint16_t)(0x141d + 0x9c40 + 0x0050 + 0x0001 + 0x0002 + 0x5010 + 0x03e8 - 0x10000 + 1);

    (void)unused;
    assert_int_equal(judge((uint16_t)~sum), CHECKSUM_RIGHT);
    assert_int_equal(judge(pseudo), CHECKSUM_UNKNOWN);
    assert_int_equal(judge(pseudo - 0x14), CHECKSUM_UNKNOWN);
    assert_int_equal(judge(0), CHECKSUM_UNKNOWN);
    assert_int_equal(judge(0x1234), CHECKSUM_WRONG);
}

/* ESTABLISHED, with right checksums. */
static struct wire *open_checked(void **state) {
    struct wire *wire = wire_open(state, 10);

    wire->checked = true;
    wire_handshake(wire);
    return wire;
}

/* Where bytes are missing, the sum cannot be right. */
static void test_checksum_of_a_segment_that_is_not_whole_unknown(void **unused) {
    struct packet packet = packet_with(0x1234);

    (void)unused;
    packet.layers[0].captured--;
    assert_int_equal(checksum_judge(&packet), CHECKSUM_UNKNOWN);
    packet = packet_with(0x1234);
    packet.ip.more_fragments = true;
    assert_int_equal(checksum_judge(&packet), CHECKSUM_UNKNOWN);
    packet = packet_with(0x1234);
    packet.layers[0].kind = LAYER_FRAGMENT;
    assert_int_equal(checksum_judge(&packet), CHECKSUM_UNKNOWN);
    packet = packet_with(0x1234);
    packet.layers[0].length = packet.layers[0].captured = UINT16_MAX + 1;
    assert_int_equal(checksum_judge(&packet), CHECKSUM_UNKNOWN);
}

static void test_established_fin_damaged_then_again_closes_once(void **state) {
    struct wire *wire = open_checked(state);

    wire->damaged = true;
    wire_send(wire, 10, C, FIN | ACK, 1, 1, 0);
    assert_int_equal(wire_finding(wire, FINDING_SEGMENT_IGNORED)->reason, IGNORED_CHECKSUM);
    assert_int_equal(wire->verdict.change_count, 0);
    wire_send(wire, 300, C, FIN | ACK, 1, 1, 0);
    assert_finding(wire, FINDING_TEARDOWN);
    assert_no_finding(wire, FINDING_FIN_RETRANSMITTED);
    wire_send(wire, 10, S, ACK, 1, 2, 0);
    assert_finding(wire, FINDING_FIN_ACKED);
    assert_history(wire, C, "SYN-SENT ESTABLISHED FIN-WAIT-1 FIN-WAIT-2");
}

static void test_established_fin_damaged_and_acknowledged_closes(void **state) {
    struct wire *wire = open_checked(state);

    wire->damaged = true;
    wire_send(wire, 10, S, FIN | ACK, 1, 1, 7);
    assert_finding(wire, FINDING_SEGMENT_IGNORED);
    wire_send(wire, 10, C, ACK, 1, 9, 0);
    assert_finding(wire, FINDING_TEARDOWN);
    assert_int_equal(wire_finding(wire, FINDING_TEARDOWN)->who, S);
    assert_no_finding(wire, FINDING_ACK_UNSEEN);
    assert_int_equal(wire->verdict.changes[0].endpoint, S);
    assert_int_equal(wire->verdict.changes[0].from, STATE_ESTABLISHED);
    assert_int_equal(wire->verdict.changes[0].to, STATE_FIN_WAIT_1);
    assert_int_equal(wire->retractions, 0);
    assert_history(wire, S, "SYN-RECEIVED ESTABLISHED FIN-WAIT-1 FIN-WAIT-2");
    assert_history(wire, C, "SYN-SENT ESTABLISHED CLOSE-WAIT");
    wire_send(wire, 10, C, FIN | ACK, 1, 9, 0);
    assert_finding(wire, FINDING_FOUR_WAY);
}

static void test_established_second_fin_damaged_and_acknowledged_closes(void **state) {
    struct wire *wire = open_checked(state);

    wire_send(wire, 10, C, FIN | ACK, 1, 1, 0);
    wire->damaged = true;
    wire_send(wire, 10, S, FIN | ACK, 1, 2, 0);
    assert_finding(wire, FINDING_SEGMENT_IGNORED);
    wire_send(wire, 1, C, ACK, 2, 2, 0);
    assert_finding(wire, FINDING_MERGED);
    assert_int_equal(wire->verdict.states[C], STATE_TIME_WAIT);
    assert_int_equal(wire->verdict.states[S], STATE_CLOSED);
}

static void test_established_all_checksums_wrong_fin_counts(void **state) {
    struct wire *wire = wire_open(state, 10);

    wire->damaged = true;
    wire_send(wire, 0, C, SYN, 0, 0, 0);
    wire->damaged = true;
    wire_send(wire, 10, S, SYN | ACK, 0, 1, 0);
    wire->damaged = true;
    wire_send(wire, 10, C, FIN | ACK, 1, 1, 0);
    assert_no_finding(wire, FINDING_SEGMENT_IGNORED);
    assert_finding(wire, FINDING_FIN);
}

static void test_established_rst_damaged_ignored(void **state) {
    struct wire *wire = open_checked(state);

    wire->damaged = true;
    wire_send(wire, 10, S, RST | ACK, 1, 1, 0);
    assert_int_equal(wire_finding(wire, FINDING_SEGMENT_IGNORED)->reason, IGNORED_CHECKSUM);
    assert_no_finding(wire, FINDING_RESET);
    assert_int_equal(wire->verdict.states[C], STATE_ESTABLISHED);
}

static void test_established_data_damaged_judged_in_the_first_100_packets(void **state) {
    struct wire *wire = open_checked(state);

    for (uint32_t packets = 2; packets < 99; packets++) {
        wire_send(wire, 10, C, ACK, 1, 1, 0);
    }
    wire->damaged = true;
    wire_send(wire, 10, C, ACK, 1, 1, 10);
    assert_int_equal(wire_finding(wire, FINDING_SEGMENT_IGNORED)->reason, IGNORED_CHECKSUM);
    wire->damaged = true;
    wire_send(wire, 10, C, ACK, 11, 1, 10);
    assert_no_finding(wire, FINDING_SEGMENT_IGNORED);
}

static void test_close_wait_data_damaged_judged_in_the_first_100_packets(void **state) {
    struct wire *wire = open_checked(state);

    wire_send(wire, 10, S, FIN | ACK, 1, 1, 0);
    for (uint32_t packets = 2; packets < 99; packets++) {
        wire_send(wire, 10, C, ACK, 1, 2, 0);
    }
    wire->damaged = true;
    wire_send(wire, 10, C, ACK, 1, 2, 10);
    assert_int_equal(wire_finding(wire, FINDING_SEGMENT_IGNORED)->reason, IGNORED_CHECKSUM);
    wire->damaged = true;
    wire_send(wire, 10, C, ACK, 11, 2, 10);
    assert_no_finding(wire, FINDING_SEGMENT_IGNORED);
}

/* What does not just go on is looked at in any packet: no warning comes of damage. */
static void test_established_damaged_beside_the_next_number_is_no_loss(void **state) {
    struct wire *wire = open_checked(state);

    wire_send(wire, 10, C, ACK, 1, 1, 100);
    for (uint32_t packets = 3; packets < 120; packets++) {
        wire_send(wire, 10, C, ACK, 101, 1, 0);
    }
    wire->damaged = true;
    wire_send(wire, 10, C, ACK, 1, 1, 100);
    assert_int_equal(wire_finding(wire, FINDING_SEGMENT_IGNORED)->reason, IGNORED_CHECKSUM);
    assert_no_finding(wire, FINDING_RETRANSMISSION);
    wire->damaged = true;
    wire_send(wire, 10, C, ACK, 501, 1, 100);
    assert_int_equal(wire_finding(wire, FINDING_SEGMENT_IGNORED)->reason, IGNORED_CHECKSUM);
    assert_no_finding(wire, FINDING_GAP);
    wire->damaged = true;
    wire_send(wire, 10, S, ACK, 1, 60, 0);
    assert_no_finding(wire, FINDING_SEGMENT_IGNORED); /* it goes on */
    wire->damaged = true;
    wire_send(wire, 10, S, ACK, 1, 500, 0);
    assert_int_equal(wire_finding(wire, FINDING_SEGMENT_IGNORED)->reason, IGNORED_CHECKSUM);
    assert_no_finding(wire, FINDING_ACK_UNSEEN);
    wire_send(wire, 10, C, ACK, 101, 1, 100);
    assert_no_finding(wire, FINDING_GAP);
    assert_no_finding(wire, FINDING_RETRANSMISSION);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_checksum_right_unfinished_or_wrong),
        wire_test(test_established_fin_damaged_then_again_closes_once),
        wire_test(test_established_fin_damaged_and_acknowledged_closes),
        wire_test(test_established_second_fin_damaged_and_acknowledged_closes),
        wire_test(test_established_all_checksums_wrong_fin_counts),
        wire_test(test_established_rst_damaged_ignored),
        cmocka_unit_test(test_checksum_of_a_segment_that_is_not_whole_unknown),
        wire_test(test_established_data_damaged_judged_in_the_first_100_packets),
        wire_test(test_close_wait_data_damaged_judged_in_the_first_100_packets),
        wire_test(test_established_damaged_beside_the_next_number_is_no_loss),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
