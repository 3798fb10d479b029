/* Every link type and every tunnel: the same TCP segment behind each of them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "copy.h"
#include "wrappings.h"

enum { IPV4_TCP = 40, IPV6_TCP = 60 };

/* 10.0.0.1:1234 > 10.0.0.2:80, SYN */
static const uint8_t ipv4_tcp[IPV4_TCP] = {
    0x45, 0,    0, 40, 0, 1, 0, 0, 64, 6, 0, 0, 10,   0, 0, 1, 10, 0, 0, 2, /* IPv4 */
    0x04, 0xd2, 0, 80, 0, 0, 0, 1, 0,  0, 0, 0, 0x50, 2, 2, 0, 0,  0, 0, 0, /* TCP */
};

static const uint8_t ipv6_tcp[IPV6_TCP] = {
    0x60, 0,    0,    0,    0, 20, 6, 64,                            /* 20 bytes, TCP */
    0x20, 1,    0x0d, 0xb8, 0, 0,  0, 0,  0, 0, 0, 0, 0,    0, 0, 1, /* source */
    0x20, 1,    0x0d, 0xb8, 0, 0,  0, 0,  0, 0, 0, 0, 0,    0, 0, 2, /* destination */
    0x04, 0xd2, 0,    80,   0, 0,  0, 1,  0, 0, 0, 0, 0x50, 2, 2, 0, 0, 0, 0, 0,
};

/* The whole frame; returns its length. */
static uint32_t wrap(const struct wrapping *wrapping, uint8_t frame[PREFIX_MAX + IPV6_TCP]) {
    uint32_t size = wrapping->version == 4 ? IPV4_TCP : IPV6_TCP;

    memcpy(frame, wrapping->prefix, wrapping->prefix_length);
    memcpy(frame + wrapping->prefix_length, wrapping->version == 4 ? ipv4_tcp : ipv6_tcp, size);
    return wrapping->prefix_length + size;
}

static void test_link_whole_frame_gives_the_segment(void **state) {
    (void)state;
    for (unsigned i = 0; i < wrapping_count; i++) {
        const struct wrapping *wrapping = &wrappings[i];
        uint8_t frame[PREFIX_MAX + IPV6_TCP];
        uint32_t length = wrap(wrapping, frame);
        struct packet packet;
        uint8_t *block = decode_copy(wrapping->link_type, frame, length, length, &packet);
        unsigned count = 0;

        print_message("%s\n", wrapping->name);
        while (wrapping->kinds[count] != LAYER_RAW) {
            assert_in_range(count, 0, packet.layer_count - 1);
            assert_int_equal(packet.layers[count].kind, wrapping->kinds[count]);
            count++;
        }
        assert_int_equal(packet.layer_count, count + 1);
        assert_int_equal(packet.layers[count].kind, LAYER_TCP);
        assert_int_equal(packet.layers[count].length, TCP_HEADER);
        assert_true(packet.has_tcp);
        assert_int_equal(packet.ip.version, wrapping->version);
        assert_int_equal(packet.tcp.source_port, 1234);
        assert_int_equal(packet.tcp.destination_port, 80);
        assert_int_equal(packet.tcp.flags, TCP_SYN);
        assert_int_equal(packet.tcp.payload_length, 0);
        free(block);
    }
}

static void test_link_cut_frame_ends_the_chain(void **state) {
    (void)state;
    for (unsigned i = 0; i < wrapping_count; i++) {
        const struct wrapping *wrapping = &wrappings[i];
        uint8_t frame[PREFIX_MAX + IPV6_TCP];
        uint32_t length = wrap(wrapping, frame);

        for (uint32_t captured = 0; captured < length; captured++) {
            struct packet packet;
            uint8_t *block = decode_copy(wrapping->link_type, frame, captured, length, &packet);

            assert_false(packet.has_tcp);
            for (unsigned at = 0; at < packet.layer_count; at++) {
                const struct layer *layer = &packet.layers[at];

                assert_true(layer->data >= block && layer->data <= block + captured);
                assert_true(layer->captured <= captured - (size_t)(layer->data - block));
            }
            free(block);
        }
    }
}

/* Headers that name what follows them, so that it is known though nothing of it was captured. */
static bool names_what_follows(enum layer_kind kind) {
    switch (kind) {
    case LAYER_ETHERNET:
    case LAYER_VLAN:
    case LAYER_SNAP:
    case LAYER_SLL:
    case LAYER_SLL2:
    case LAYER_CHDLC:
    case LAYER_NSH:
    case LAYER_GRE:
    case LAYER_VXLAN:
    case LAYER_GENEVE:
        return true;
    default:
        return false;
    }
}

static void test_link_cut_behind_the_wrapping_has_all_its_layers(void **state) {
    (void)state;
    for (unsigned i = 0; i < wrapping_count; i++) {
        const struct wrapping *wrapping = &wrappings[i];
        uint8_t frame[PREFIX_MAX + IPV6_TCP];
        uint32_t length = wrap(wrapping, frame);
        enum layer_kind before = LAYER_RAW;
        struct packet packet;
        unsigned count = 0;

        free(decode_copy(wrapping->link_type, frame, wrapping->prefix_length, length, &packet));
        while (wrapping->kinds[count] != LAYER_RAW) {
            before = count > 0 ? wrapping->kinds[count - 1] : LAYER_RAW;
            count++;
        }
        print_message("%s\n", wrapping->name);
        if (names_what_follows(before)) {
            assert_int_equal(packet.layer_count, count);
            assert_int_equal(packet.layers[count - 1].kind, wrapping->kinds[count - 1]);
        }
    }
}

/* Any byte of a header may lie: nothing is read that was not captured. */
static void test_link_damaged_frame_stays_inside(void **state) {
    static const uint8_t lies[] = {0x00, 0x01, 0x7f, 0x80, 0xff};

    (void)state;
    for (unsigned i = 0; i < wrapping_count; i++) {
        uint8_t frame[PREFIX_MAX + IPV6_TCP];
        uint32_t length = wrap(&wrappings[i], frame);

        for (uint32_t at = 0; at < length; at++) {
            for (unsigned lie = 0; lie < sizeof lies; lie++) {
                uint8_t truth = frame[at];
                struct packet packet;
                uint8_t *block;
                const struct layer *last;

                frame[at] = lies[lie];
                block = decode_copy(wrappings[i].link_type, frame, length, length, &packet);
                last = &packet.layers[packet.layer_count - 1];
                assert_true(last->data >= block && last->data <= block + length);
                assert_true(last->captured <= length - (size_t)(last->data - block));
                frame[at] = truth;
                free(block);
            }
        }
    }
}

static void assert_ends_with(int link_type, const uint8_t *bytes, uint32_t length,
                             enum layer_kind kind, uint32_t protocol) {
    struct packet packet;
    uint8_t *block = decode_copy(link_type, bytes, length, length, &packet);
    const struct layer *last = &packet.layers[packet.layer_count - 1];

    assert_false(packet.has_tcp);
    assert_int_equal(last->kind, kind);
    assert_int_equal(last->protocol, protocol);
    free(block);
}

static void test_link_unknown_protocol_is_named(void **state) {
    static const uint8_t ethernet[] = {MACS, 0x12, 0x34, 1};
    static const uint8_t null[] = {99, 0, 0, 0, 1};
    static const uint8_t ppp[] = {0xff, 3, 0xc0, 0x21, 1};
    static const uint8_t nflog[] = {7, 0, 0, 0, 5, 0, 9, 0, 1, 0, 0, 0};
    static const uint8_t cooked[] = {0, 0, 0, 1, 0, 6, 2, 0, 0, 0, 0, 1, 0, 0, 0, 1};
    static const uint8_t frame_relay[] = {0x18, 0x41, 3, 0x99, 1};
    static const uint8_t enc[] = {99, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1};
    static const uint8_t pflog[65] = {61, 99};

    (void)state;
    assert_ends_with(LINK_FRELAY, frame_relay, sizeof frame_relay, LAYER_RAW, 0x99);
    assert_ends_with(LINK_ENC, enc, sizeof enc, LAYER_RAW, 99);
    assert_ends_with(LINK_PFLOG, pflog, sizeof pflog, LAYER_RAW, 99);
    assert_ends_with(LINK_USER0, enc, sizeof enc, LAYER_PRIVATE, LINK_USER0);
    assert_ends_with(LINK_EN10MB, ethernet, sizeof ethernet, LAYER_OTHER_ETHERTYPE, 0x1234);
    assert_ends_with(LINK_NULL, null, sizeof null, LAYER_RAW, 99);
    assert_ends_with(LINK_PPP, ppp, sizeof ppp, LAYER_RAW, 0xc021);
    assert_ends_with(LINK_NFLOG, nflog, sizeof nflog, LAYER_RAW, 7);
    assert_ends_with(LINK_SLL, cooked, sizeof cooked, LAYER_RAW, 1);
}

static void test_link_length_of_802_3_cuts_the_trailer(void **state) {
    uint8_t frame[22 + IPV4_TCP + 6] = {MACS, 0, 48, SNAP, 0x08, 0};
    struct packet packet;
    uint8_t *block;

    (void)state;
    memcpy(frame + 22, ipv4_tcp, IPV4_TCP);
    block = decode_copy(LINK_EN10MB, frame, sizeof frame, sizeof frame, &packet);
    assert_true(packet.has_tcp);
    assert_int_equal(packet.layers[1].length, 48);
    assert_int_equal(packet.layers[1].captured, 48);
    free(block);
}

static void test_mpls_without_a_last_label_ends_the_chain(void **state) {
    static const uint8_t frame[] = {MACS, 0x88, 0x47, 0, 1, 0, 64, 0, 1, 0, 64, 0, 1, 0, 64};

    (void)state;
    assert_ends_with(LINK_EN10MB, frame, sizeof frame, LAYER_MPLS, 0x8847);
}

static void test_nflog_item_without_room_for_itself_ends_the_chain(void **state) {
    static const uint8_t frame[] = {2, 0, 0, 0, 3, 0, 1, 0, 0, 0, 0, 0};
    static const uint8_t huge[] = {2, 0, 0, 0, 0xff, 0xff, 1, 0, 0, 0, 0, 0};
    static const uint8_t newer[] = {2, 1, 0, 0, 8, 0, 9, 0, 0x45, 0, 0, 0};
    static const uint8_t bare[] = {2, 0, 0, 0};

    (void)state;
    assert_ends_with(LINK_NFLOG, bare, sizeof bare, LAYER_IPV4, 2);
    assert_ends_with(LINK_NFLOG, huge, sizeof huge, LAYER_NFLOG, LINK_NFLOG);
    assert_ends_with(LINK_NFLOG, newer, sizeof newer, LAYER_NFLOG, LINK_NFLOG);
    /* Padded to four bytes, an item of three is one without a value. */
    assert_ends_with(LINK_NFLOG, frame, sizeof frame, LAYER_NFLOG, LINK_NFLOG);
}

static void test_frame_relay_address_without_end_ends_the_chain(void **state) {
    static const uint8_t endless[] = {0x18, 0x40, 0, 0, 3, 0xcc, 0x45};
    static const uint8_t short_one[] = {0x19, 0x41, 3, 0xcc, 0x45};

    (void)state;
    assert_ends_with(LINK_FRELAY, endless, sizeof endless, LAYER_FRAME_RELAY, LINK_FRELAY);
    assert_ends_with(LINK_FRELAY, short_one, sizeof short_one, LAYER_FRAME_RELAY, LINK_FRELAY);
}

static void test_frame_relay_signalling_circuit_has_no_ethertype(void **state) {
    static const uint8_t frame[] = {0, 1, 0x08, 0, 0x45, 0};

    (void)state;
    assert_ends_with(LINK_FRELAY, frame, sizeof frame, LAYER_RAW, 0x45);
}

static void test_pflog_header_too_short_ends_the_chain(void **state) {
    static const uint8_t frame[64] = {44, 2};

    (void)state;
    assert_ends_with(LINK_PFLOG, frame, sizeof frame, LAYER_PFLOG, LINK_PFLOG);
}

static void test_tunnel_frame_longer_than_its_datagram_ends_the_chain(void **state) {
    uint8_t frame[50 + IPV4_TCP] = {
        OUTER(90, 17), 0x15, 0xb3, 0x12, 0xb5, 0, 40, 0, 0, 8, 0, 0, 0, 0, 0, 77, 0, MACS, 0x08, 0};

    (void)state;
    memcpy(frame + 50, ipv4_tcp, IPV4_TCP);
    assert_ends_with(LINK_RAW, frame, sizeof frame, LAYER_ETHERNET, 0);
}

/* The frame of VXLAN, from another port and with another length of the datagram. */
static bool vxlan_is_followed(uint8_t source_port, uint8_t length) {
    uint8_t frame[50 + IPV4_TCP] = {
        OUTER(90, 17), 0, source_port, 0x12, 0xb5, 0, length, 0, 0, 8, 0, 0, 0, 0, 0, 77, 0, MACS,
        0x08,          0};
    struct packet packet;

    memcpy(frame + 50, ipv4_tcp, IPV4_TCP);
    free(decode_copy(LINK_RAW, frame, sizeof frame, sizeof frame, &packet));
    return packet.has_tcp;
}

/* The port that stands first in tcpdump's order counts: DNS is not followed. */
static void test_tunnel_beside_a_port_that_is_printed_ends_the_chain(void **state) {
    (void)state;
    assert_true(vxlan_is_followed(7, 70));
    assert_false(vxlan_is_followed(53, 70));
    assert_false(vxlan_is_followed(67, 70));
}

static void test_tunnel_in_a_datagram_shorter_than_its_header_ends_the_chain(void **state) {
    (void)state;
    assert_false(vxlan_is_followed(7, 7));
    assert_false(vxlan_is_followed(7, 8));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_link_whole_frame_gives_the_segment),
        cmocka_unit_test(test_link_cut_frame_ends_the_chain),
        cmocka_unit_test(test_link_cut_behind_the_wrapping_has_all_its_layers),
        cmocka_unit_test(test_link_damaged_frame_stays_inside),
        cmocka_unit_test(test_link_unknown_protocol_is_named),
        cmocka_unit_test(test_link_length_of_802_3_cuts_the_trailer),
        cmocka_unit_test(test_mpls_without_a_last_label_ends_the_chain),
        cmocka_unit_test(test_nflog_item_without_room_for_itself_ends_the_chain),
        cmocka_unit_test(test_frame_relay_address_without_end_ends_the_chain),
        cmocka_unit_test(test_frame_relay_signalling_circuit_has_no_ethertype),
        cmocka_unit_test(test_pflog_header_too_short_ends_the_chain),
        cmocka_unit_test(test_tunnel_frame_longer_than_its_datagram_ends_the_chain),
        cmocka_unit_test(test_tunnel_beside_a_port_that_is_printed_ends_the_chain),
        cmocka_unit_test(test_tunnel_in_a_datagram_shorter_than_its_header_ends_the_chain),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
