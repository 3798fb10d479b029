#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tcpgloss/decode/link.h"
#include "tcpgloss/decode/packet.h"

#include "copy.h"

/* Ethernet, one 802.1Q tag, IPv4 with a NOP option, TCP with MSS and NOPs, two bytes of data, and a
 * trailer that is not part of the datagram. */
static const uint8_t tagged_ipv4[] = {
    2,    0,    0,    0,    0,    1,                               /* destination */
    2,    0,    0,    0,    0,    2,    0x81, 0x00,                /* source, 802.1Q */
    0x00, 0x05, 0x08, 0x00,                                        /* VLAN 5, IPv4 */
    0x46, 0x08, 0,    52,   0x12, 0x34, 0x40, 0,    64, 6, 0, 0,   /* header of 24 bytes, DF */
    10,   0,    0,    1,    10,   0,    0,    2,    1,  1, 1, 0,   /* addresses, options */
    0x04, 0xd2, 0,    80,   0,    0,    0,    100,  0,  0, 0, 200, /* ports, seq, ack */
    0x60, 0x18, 0x20, 0,    0,    0,    0,    0,                   /* 24 bytes, PSH and ACK */
    2,    4,    5,    0xb4,                                        /* MSS 1460 */
    'h',  'i',  0,    0,                                           /* data */
    9,    9,    9,                                                 /* trailer */
};

/* The same without its last two bytes of data and the trailer: offsets of the layers. */
enum { ETHERNET = 14, VLAN = 4, IPV4 = 24, TCP = 24 };

/* IPv6 with hop-by-hop options, a routing header, and a first fragment of a TCP segment. */
static const uint8_t chained_ipv6[] = {
    0x60, 0x12, 0x34, 0x56, 0,    45,   0, 64,                            /* 45 bytes */
    0x20, 1,    0x0d, 0xb8, 0,    0,    0, 0,  0, 0, 0, 0, 0,    0, 0, 1, /* source */
    0x20, 1,    0x0d, 0xb8, 0,    0,    0, 0,  0, 0, 0, 0, 0,    0, 0, 2, /* destination */
    43,   0,    1,    4,    0,    0,    0, 0,                             /* PadN */
    44,   0,    3,    0,    0,    0,    0, 0, /* routing, unknown type */
    6,    0,    0,    1,    0xde, 0xad, 0, 1, /* offset 0, more */
    0x04, 0xd2, 0,    80,   0,    0,    0, 1,  0, 0, 0, 0, 0x50, 2, 0, 0, 0, 0, 0, 0, 'x',
};

static void assert_inside(const struct packet *packet, const uint8_t *block, uint32_t captured) {
    assert_in_range(packet->layer_count, 1, PACKET_LAYERS_MAX);
    for (unsigned i = 0; i < packet->layer_count; i++) {
        const struct layer *layer = &packet->layers[i];

        assert_true(layer->data >= block && layer->data <= block + captured);
        assert_true(layer->captured <= captured - (size_t)(layer->data - block));
    }
}

static void assert_kinds(const struct packet *packet, const enum layer_kind *kinds,
                         unsigned count) {
    assert_int_equal(packet->layer_count, count);
    for (unsigned i = 0; i < count; i++) {
        assert_int_equal(packet->layers[i].kind, kinds[i]);
    }
}

static void test_decode_tagged_ipv4_has_every_layer(void **state) {
    static const enum layer_kind kinds[] = {LAYER_ETHERNET, LAYER_VLAN, LAYER_IPV4, LAYER_TCP};
    struct packet packet;
    uint8_t *block =
        decode_copy(LINK_EN10MB, tagged_ipv4, sizeof tagged_ipv4, sizeof tagged_ipv4, &packet);

    (void)state;
    assert_kinds(&packet, kinds, 4);
    assert_int_equal(packet.ip.version, 4);
    assert_int_equal(packet.ip.ttl, 64);
    assert_int_equal(packet.ip.traffic_class, 8);
    assert_int_equal(packet.ip.id, 0x1234);
    assert_false(packet.ip.more_fragments);
    assert_memory_equal(packet.ip.source, "\x0a\0\0\1", 4);
    assert_true(packet.has_tcp);
    assert_int_equal(packet.tcp.source_port, 1234);
    assert_int_equal(packet.tcp.destination_port, 80);
    assert_int_equal(packet.tcp.seq, 100);
    assert_int_equal(packet.tcp.ack, 200);
    assert_int_equal(packet.tcp.flags, TCP_PSH | TCP_ACK);
    assert_int_equal(packet.tcp.window, 0x2000);
    assert_int_equal(packet.tcp.options.length, 4);
    free(block);
}

static void test_decode_trailer_is_not_payload(void **state) {
    struct packet packet;
    uint8_t *block =
        decode_copy(LINK_EN10MB, tagged_ipv4, sizeof tagged_ipv4, sizeof tagged_ipv4, &packet);

    (void)state;
    assert_int_equal(packet.tcp.payload_length, 4);
    assert_int_equal(packet.tcp.payload.length, 4);
    assert_memory_equal(packet.tcp.payload.data, "hi", 2);
    free(block);
}

static void test_decode_snapped_payload_keeps_its_length(void **state) {
    struct packet packet;
    uint32_t captured = ETHERNET + VLAN + IPV4 + TCP + 1;
    uint8_t *block = decode_copy(LINK_EN10MB, tagged_ipv4, captured, sizeof tagged_ipv4, &packet);

    (void)state;
    assert_true(packet.has_tcp);
    assert_int_equal(packet.tcp.payload.length, 1);
    assert_int_equal(packet.tcp.payload_length, 4);
    free(block);
}

static void test_decode_ip_longer_than_frame_believes_ip(void **state) {
    uint8_t bytes[sizeof tagged_ipv4];
    struct packet packet;
    uint8_t *block;

    (void)state;
    memcpy(bytes, tagged_ipv4, sizeof bytes);
    bytes[ETHERNET + VLAN + 2] = 4; /* total length 1024 + 52 */
    block = decode_copy(LINK_EN10MB, bytes, sizeof bytes, sizeof bytes, &packet);
    assert_true(packet.has_tcp);
    assert_int_equal(packet.tcp.payload_length, 1024 + 4);
    assert_int_equal(packet.tcp.payload.length, 4 + 3);
    free(block);
}

static void test_decode_zero_total_length_takes_the_frames(void **state) {
    uint8_t bytes[sizeof tagged_ipv4];
    struct packet packet;
    uint8_t *block;

    (void)state;
    memcpy(bytes, tagged_ipv4, sizeof bytes);
    bytes[ETHERNET + VLAN + 3] = 0;
    block = decode_copy(LINK_EN10MB, bytes, sizeof bytes, sizeof bytes, &packet);
    assert_true(packet.has_tcp);
    assert_int_equal(packet.tcp.payload_length, 4 + 3);
    free(block);
}

static void test_decode_later_fragment_has_no_tcp(void **state) {
    uint8_t bytes[sizeof tagged_ipv4];
    struct packet packet;
    uint8_t *block;

    (void)state;
    memcpy(bytes, tagged_ipv4, sizeof bytes);
    bytes[ETHERNET + VLAN + 7] = 1; /* offset 8 */
    block = decode_copy(LINK_EN10MB, bytes, sizeof bytes, sizeof bytes, &packet);
    assert_false(packet.has_tcp);
    assert_int_equal(packet.layers[packet.layer_count - 1].kind, LAYER_FRAGMENT);
    free(block);
}

static void test_decode_ipv6_chain_reaches_first_fragment(void **state) {
    static const enum layer_kind kinds[] = {LAYER_RAW_IP,          LAYER_IPV6,
                                            LAYER_IPV6_HOP_BY_HOP, LAYER_IPV6_ROUTING,
                                            LAYER_IPV6_FRAGMENT,   LAYER_TCP};
    struct packet packet;
    uint8_t *block =
        decode_copy(LINK_RAW, chained_ipv6, sizeof chained_ipv6, sizeof chained_ipv6, &packet);

    (void)state;
    assert_kinds(&packet, kinds, 6);
    assert_true(packet.has_tcp);
    assert_true(packet.ip.more_fragments);
    assert_int_equal(packet.tcp.payload_length, 1);
    free(block);
}

/* No cut of these may be read past its end, or be believed to hold a whole TCP header. */
static void test_decode_every_truncation_stays_inside(void **state) {
    static const struct {
        int link_type;
        const uint8_t *bytes;
        uint32_t length;
        uint32_t whole; /* from so many bytes on, the TCP header is whole */
    } frames[] = {
        {LINK_EN10MB, tagged_ipv4, sizeof tagged_ipv4, ETHERNET + VLAN + IPV4 + TCP},
        {LINK_RAW, chained_ipv6, sizeof chained_ipv6, sizeof chained_ipv6 - 1},
        {LINK_NULL, tagged_ipv4, sizeof tagged_ipv4, UINT32_MAX},
        {9999, tagged_ipv4, sizeof tagged_ipv4, UINT32_MAX},
    };

    (void)state;
    for (size_t i = 0; i < sizeof frames / sizeof frames[0]; i++) {
        for (uint32_t captured = 0; captured <= frames[i].length; captured++) {
            struct packet packet;
            uint8_t *block = decode_copy(frames[i].link_type, frames[i].bytes, captured,
                                         frames[i].length, &packet);

            assert_inside(&packet, block, captured);
            assert_int_equal(packet.has_tcp, captured >= frames[i].whole);
            free(block);
        }
    }
}

/* Every byte of every header, one after the other, with every value. */
static void test_decode_every_byte_changed_stays_inside(void **state) {
    static const uint8_t *const frames[] = {tagged_ipv4, chained_ipv6};
    static const uint32_t lengths[] = {sizeof tagged_ipv4, sizeof chained_ipv6};
    uint8_t bytes[128];

    (void)state;
    for (size_t i = 0; i < 2; i++) {
        for (uint32_t at = 0; at < lengths[i]; at++) {
            for (unsigned value = 0; value < 256; value++) {
                struct packet packet;
                uint8_t *block;

                memcpy(bytes, frames[i], lengths[i]);
                bytes[at] = (uint8_t)value;
                block = decode_copy(i == 0 ? LINK_EN10MB : LINK_RAW, bytes, lengths[i], lengths[i],
                                    &packet);
                assert_inside(&packet, block, lengths[i]);
                free(block);
            }
        }
    }
}

/* IPv4 in IPv4 in IPv4 …: the chain ends, however long the packet goes on. */
static void test_decode_endless_nesting_ends(void **state) {
    enum { HEADERS = PACKET_LAYERS_MAX + 8 };
    uint8_t bytes[HEADERS * 20];
    struct packet packet;
    uint8_t *block;

    (void)state;
    memset(bytes, 0, sizeof bytes);
    for (size_t i = 0; i < HEADERS; i++) {
        uint8_t *header = bytes + i * 20;
        uint32_t length = (uint32_t)(sizeof bytes - i * 20);

        header[0] = 0x45;
        header[2] = (uint8_t)(length >> 8);
        header[3] = (uint8_t)length;
        header[9] = 4;
    }
    block = decode_copy(LINK_RAW, bytes, sizeof bytes, sizeof bytes, &packet);
    assert_int_equal(packet.layer_count, PACKET_LAYERS_MAX);
    assert_false(packet.has_tcp);
    free(block);
}

/* IPv4 of 20 bytes and nothing behind them: a packet of a protocol that has no header. */
static void test_decode_ipv4_header_alone_is_whole(void **state) {
    static const enum layer_kind kinds[] = {LAYER_RAW_IP, LAYER_IPV4, LAYER_TCP};
    static const uint8_t header[] = {0x45, 0, 0,  20, 0, 7, 0,  0, 64, 6,
                                     0,    0, 10, 0,  0, 1, 10, 0, 0,  2};
    struct packet packet;
    uint8_t *block = decode_copy(LINK_RAW, header, sizeof header, sizeof header, &packet);

    (void)state;
    assert_kinds(&packet, kinds, 3);
    assert_int_equal(packet.ip.version, 4);
    assert_int_equal(packet.layers[2].length, 0);
    assert_false(packet.has_tcp);
    free(block);
}

enum { IPV6 = 40, OPTIONS = 16 };

/* A jumbogram (RFC 2675): hop-by-hop options of 16 bytes, and a TCP header. */
static const uint8_t jumbogram[IPV6 + OPTIONS + 20] = {
    0x60, 0,    0,    0,    0, 0, 0, 64,                            /* length 0, options */
    0x20, 1,    0x0d, 0xb8, 0, 0, 0, 0,  0, 0, 0, 0, 0,    0, 0, 1, /* source */
    0x20, 1,    0x0d, 0xb8, 0, 0, 0, 0,  0, 0, 0, 0, 0,    0, 0, 2, /* destination */
    6,    1,    0,    0xc2, 4, 0, 1, 0,  0, 1, 5, 0, 0,    0, 0, 0, /* Pad1, jumbo, PadN */
    0x04, 0xd2, 0,    80,   0, 0, 0, 1,  0, 0, 0, 0, 0x50, 2,
};

/* With the byte changed. Returns the segment's length, UINT32_MAX if no segment was found. */
static uint32_t jumbo_segment(uint32_t at, uint8_t value) {
    uint8_t bytes[sizeof jumbogram];
    struct packet packet;
    uint8_t *block;

    memcpy(bytes, jumbogram, sizeof bytes);
    bytes[at] = value;
    block = decode_copy(LINK_RAW, bytes, sizeof bytes, sizeof bytes, &packet);
    free(block);
    return packet.has_tcp ? packet.tcp.payload_length : UINT32_MAX;
}

static void test_decode_jumbogram_has_the_length_of_its_option(void **state) {
    (void)state;
    assert_int_equal(jumbo_segment(0, 0x60), 65536 - OPTIONS - 20);
    assert_int_equal(jumbo_segment(IPV6 + 8, 0xff), 65536 + 255 - OPTIONS - 20);
}

static void test_decode_jumbogram_shorter_than_one_has_no_segment(void **state) {
    uint8_t bytes[sizeof jumbogram];
    struct packet packet;
    uint8_t *block;

    (void)state;
    memcpy(bytes, jumbogram, sizeof bytes);
    bytes[IPV6 + 6] = 0;
    bytes[IPV6 + 7] = bytes[IPV6 + 8] = 0xff; /* 65535 */
    block = decode_copy(LINK_RAW, bytes, sizeof bytes, sizeof bytes, &packet);
    assert_false(packet.has_tcp);
    free(block);
}

static void test_decode_jumbo_option_that_is_none_has_no_segment(void **state) {
    (void)state;
    assert_int_equal(jumbo_segment(IPV6 + 3, 0xc3), UINT32_MAX); /* another option */
    assert_int_equal(jumbo_segment(IPV6 + 4, 5), UINT32_MAX);    /* of another size */
    assert_int_equal(jumbo_segment(IPV6 + 2, 5), UINT32_MAX); /* behind one that reaches beyond */
}

/* Where the header itself has a length, that counts. */
static void test_decode_jumbo_option_beside_a_length_is_not_looked_at(void **state) {
    (void)state;
    assert_int_equal(jumbo_segment(5, OPTIONS + 20), 0);
}

/* A length of zero, and no hop-by-hop options that could say otherwise. */
static void test_decode_ipv6_of_no_length_has_no_segment(void **state) {
    (void)state;
    assert_int_equal(jumbo_segment(6, 60), UINT32_MAX); /* destination options */
    assert_int_equal(jumbo_segment(6, 6), UINT32_MAX);
}

/* Without a length, what follows the hop-by-hop options is not looked at either. */
static void test_decode_ipv6_of_no_length_ends_behind_its_options(void **state) {
    static const enum layer_kind kinds[] = {LAYER_RAW_IP, LAYER_IPV6, LAYER_IPV6_HOP_BY_HOP};
    uint8_t bytes[sizeof jumbogram];
    struct packet packet;

    (void)state;
    memcpy(bytes, jumbogram, sizeof bytes);
    bytes[IPV6] = 60;
    bytes[IPV6 + 3] = 0xc3;
    free(decode_copy(LINK_RAW, bytes, sizeof bytes, sizeof bytes, &packet));
    assert_kinds(&packet, kinds, 3);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_decode_tagged_ipv4_has_every_layer),
        cmocka_unit_test(test_decode_trailer_is_not_payload),
        cmocka_unit_test(test_decode_snapped_payload_keeps_its_length),
        cmocka_unit_test(test_decode_ip_longer_than_frame_believes_ip),
        cmocka_unit_test(test_decode_zero_total_length_takes_the_frames),
        cmocka_unit_test(test_decode_later_fragment_has_no_tcp),
        cmocka_unit_test(test_decode_ipv6_chain_reaches_first_fragment),
        cmocka_unit_test(test_decode_every_truncation_stays_inside),
        cmocka_unit_test(test_decode_every_byte_changed_stays_inside),
        cmocka_unit_test(test_decode_endless_nesting_ends),
        cmocka_unit_test(test_decode_ipv4_header_alone_is_whole),
        cmocka_unit_test(test_decode_jumbogram_has_the_length_of_its_option),
        cmocka_unit_test(test_decode_jumbogram_shorter_than_one_has_no_segment),
        cmocka_unit_test(test_decode_jumbo_option_that_is_none_has_no_segment),
        cmocka_unit_test(test_decode_jumbo_option_beside_a_length_is_not_looked_at),
        cmocka_unit_test(test_decode_ipv6_of_no_length_has_no_segment),
        cmocka_unit_test(test_decode_ipv6_of_no_length_ends_behind_its_options),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
