/* Whether the sender's card was to finish a checksum. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "tcpgloss/base/checksum.h"

#include "gloss/offload.h"

enum { CAPTURED = 24 };

static const uint8_t addresses[2][16] = {{0x20, 1, 0x0d, 0xb8, [15] = 1},
                                         {0x20, 1, 0x0d, 0xb8, [15] = 2}};

/* A segment of `length` bytes with options, of which the first are captured. */
struct segment_bytes {
    struct packet packet;
    uint8_t bytes[CAPTURED];
    uint64_t pseudo; /* the sum that stands in an unfinished one */
};

static void make(struct segment_bytes *segment, uint8_t version, uint32_t length) {
    const size_t size = version == 6 ? 16 : 4;
    const uint8_t tail[8] = {(uint8_t)(length >> 24), (uint8_t)(length >> 16),
                             (uint8_t)(length >> 8), (uint8_t)length, [7] = 6};
    struct packet *packet = &segment->packet;

    memset(segment, 0, sizeof *segment);
    segment->bytes[0] = 0x9c;
    segment->bytes[12] = 0x60;
    packet->ip =
        (struct ip_view){.version = version, .source = addresses[0], .destination = addresses[1]};
    packet->layer_count = 1;
    packet->layers[0] = (struct layer){
        .kind = LAYER_TCP, .data = segment->bytes, .captured = CAPTURED, .length = length};
    packet->has_tcp = true;
    packet->tcp.options.length = 4;
    packet->tcp.payload_length = length - 24;
    segment->pseudo = checksum_add(0, addresses[0], size);
    segment->pseudo = checksum_add(segment->pseudo, addresses[1], size);
    segment->pseudo = checksum_add(segment->pseudo, tail, sizeof tail);
}

static void set_checksum(struct segment_bytes *segment, uint16_t checksum) {
    segment->packet.tcp.checksum = checksum;
    segment->bytes[16] = (uint8_t)(checksum >> 8);
    segment->bytes[17] = (uint8_t)checksum;
}

static void test_offload_checksum_of_the_pseudo_header_unfinished(void **state) {
    static const uint32_t lengths[] = {24, 25, 300, 65535, 70000, 17000000};

    (void)state;
    for (uint8_t version = 4; version <= 6; version += 2) {
        for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
            struct segment_bytes segment;

            make(&segment, version, lengths[i]);
            set_checksum(&segment, (uint16_t)~checksum_finish(segment.pseudo));
            assert_true(offload_left_checksum(&segment.packet));
            set_checksum(&segment, (uint16_t)(segment.packet.tcp.checksum + 1));
            assert_false(offload_left_checksum(&segment.packet));
        }
    }
}

static void test_offload_checksum_that_is_right_finished(void **state) {
    struct segment_bytes segment;

    (void)state;
    make(&segment, 4, CAPTURED);
    set_checksum(&segment, 0);
    set_checksum(&segment, checksum_finish(checksum_add(segment.pseudo, segment.bytes, CAPTURED)));
    assert_false(offload_left_checksum(&segment.packet));
}

/* Header and data add up to nothing: the sum of the pseudo header is the right one. */
static void test_offload_checksum_that_is_both_finished(void **state) {
    struct segment_bytes segment;
    uint16_t sum;

    (void)state;
    make(&segment, 4, CAPTURED);
    set_checksum(&segment, (uint16_t)~checksum_finish(segment.pseudo));
    sum = checksum_finish(checksum_add(segment.pseudo, segment.bytes, CAPTURED));
    segment.bytes[4] = (uint8_t)(sum >> 8);
    segment.bytes[5] = (uint8_t)sum;
    assert_int_equal(checksum_finish(checksum_add(segment.pseudo, segment.bytes, CAPTURED)), 0);
    assert_false(offload_left_checksum(&segment.packet));
    /* Where a byte is missing, that cannot be told. */
    segment.packet.layers[0].captured = CAPTURED - 1;
    assert_true(offload_left_checksum(&segment.packet));
}

static void test_offload_of_what_has_no_segment_is_none(void **state) {
    struct segment_bytes segment;

    (void)state;
    make(&segment, 4, CAPTURED);
    set_checksum(&segment, (uint16_t)~checksum_finish(segment.pseudo));
    segment.packet.ip.more_fragments = true;
    assert_false(offload_left_checksum(&segment.packet));
    segment.packet.ip.more_fragments = false;
    segment.packet.layers[0].kind = LAYER_FRAGMENT;
    assert_false(offload_left_checksum(&segment.packet));
    segment.packet.layers[0].kind = LAYER_TCP;
    assert_true(offload_left_checksum(&segment.packet));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_offload_checksum_of_the_pseudo_header_unfinished),
        cmocka_unit_test(test_offload_checksum_that_is_right_finished),
        cmocka_unit_test(test_offload_checksum_that_is_both_finished),
        cmocka_unit_test(test_offload_of_what_has_no_segment_is_none),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
