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

/* A TCP header over IPv4 with the given checksum. */
static enum checksum judge(uint16_t checksum) {
    static const uint8_t addresses[2][4] = {{10, 0, 0, 1}, {10, 0, 0, 2}};
    uint8_t header[20] = {0x9c, 0x40, 0, 80, 0, 0, 0, 1, 0, 0, 0, 2, 0x50, 0x10, 0x03, 0xe8};
    struct packet packet;

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

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_checksum_right_unfinished_or_wrong),
        wire_test(test_established_fin_damaged_then_again_closes_once),
        wire_test(test_established_fin_damaged_and_acknowledged_closes),
        wire_test(test_established_second_fin_damaged_and_acknowledged_closes),
        wire_test(test_established_all_checksums_wrong_fin_counts),
        wire_test(test_established_rst_damaged_ignored),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
