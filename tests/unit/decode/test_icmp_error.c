#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tcpgloss/decode/icmp_error.h"
#include "tcpgloss/decode/link.h"

#include "copy.h"

/* A router's "fragmentation needed", MTU 1400, about a segment of which 8 bytes are quoted. */
static const uint8_t too_big_v4[] = {
    0x45, 0, 0, 56,   0,    1, 0, 0,   64, 1, 0, 0, /* ICMP in IPv4 */
    192,  0, 2, 254,  192,  0, 2, 1,                /* the router to the sender */
    3,    4, 0, 0,    0,    0, 5, 120,              /* unreachable, fragmentation needed, MTU */
    0x45, 0, 5, 220,  0x12, 0, 0, 0,   64, 6, 0, 0, /* the segment's IP header */
    192,  0, 2, 1,    192,  0, 2, 2,                /* from whom to whom */
    0x04, 1, 0, 0x50, 0,    0, 3, 232,              /* ports 1025 and 80, seq 1000 */
};
enum { NO_ERROR = -1, TYPE_V6 = 40 };
enum { IPV4 = 20, ICMP = 8, TYPE = IPV4, CODE = IPV4 + 1, QUOTED_PROTOCOL = IPV4 + ICMP + 9 };

/* "Packet too big", MTU 1280, in IPv6, with a whole SYN. */
static const uint8_t too_big_v6[] = {
    0x60, 0, 0,    0,    0, 68, 58, 64,                              /* ICMPv6 in IPv6 */
    0x20, 1, 0x0d, 0xb8, 0, 0,  0,  0,    0, 0, 0, 0, 0,    0, 0, 9, /* the router */
    0x20, 1, 0x0d, 0xb8, 0, 0,  0,  0,    0, 0, 0, 0, 0,    0, 0, 1, /* the sender */
    2,    0, 0,    0,    0, 0,  5,  0,                               /* MTU 1280 */
    0x60, 0, 0,    0,    0, 20, 6,  64,                              /* the segment's header */
    0x20, 1, 0x0d, 0xb8, 0, 0,  0,  0,    0, 0, 0, 0, 0,    0, 0, 1, /* from whom */
    0x20, 1, 0x0d, 0xb8, 0, 0,  0,  0,    0, 0, 0, 0, 0,    0, 0, 2, /* to whom */
    0x04, 1, 0,    0x50, 0, 0,  3,  0xe8, 0, 0, 0, 0, 0x50, 2, 0, 0, 0, 0, 0, 0,
};

/* Reads the first `captured` bytes as IP without a link header. The block is the caller's. */
static bool read_error(const uint8_t *bytes, uint32_t captured, uint8_t **block,
                       struct icmp_error *error, struct packet *quoted) {
    static struct packet packet;

    *block = decode_copy(LINK_RAW, bytes, captured, captured, &packet);
    return icmp_error_read(&packet, error, quoted);
}

static void test_icmp_error_fragmentation_needed_names_mtu_and_segment(void **state) {
    struct icmp_error error;
    struct packet quoted;
    uint8_t *block;

    (void)state;
    assert_true(read_error(too_big_v4, sizeof too_big_v4, &block, &error, &quoted));
    assert_int_equal(error.kind, ICMP_ERROR_TOO_BIG);
    assert_int_equal(error.version, 4);
    assert_int_equal(error.mtu, 1400);
    assert_false(error.hard);
    assert_int_equal(quoted.ip.version, 4);
    assert_memory_equal(quoted.ip.source, "\xc0\0\2\1", 4);
    assert_memory_equal(quoted.ip.destination, "\xc0\0\2\2", 4);
    assert_int_equal(quoted.tcp.source_port, 1025);
    assert_int_equal(quoted.tcp.destination_port, 80);
    assert_int_equal(quoted.tcp.seq, 1000);
    assert_false(quoted.has_tcp);
    free(block);
}

static void test_icmp_error_packet_too_big_quotes_whole_header(void **state) {
    struct icmp_error error;
    struct packet quoted;
    uint8_t *block;

    (void)state;
    assert_true(read_error(too_big_v6, sizeof too_big_v6, &block, &error, &quoted));
    assert_int_equal(error.kind, ICMP_ERROR_TOO_BIG);
    assert_int_equal(error.version, 6);
    assert_int_equal(error.mtu, 1280);
    assert_true(quoted.has_tcp);
    assert_int_equal(quoted.tcp.flags, TCP_SYN);
    assert_int_equal(quoted.tcp.seq, 1000);
    free(block);
}

static void test_icmp_error_codes_are_hard_or_soft_as_rfc_9293_says(void **state) {
    static const struct {
        uint8_t code;
        bool hard;
    } codes[] = {{0, false}, {1, false}, {2, true}, {3, true}, {5, false}, {13, false}};
    uint8_t bytes[sizeof too_big_v4];

    (void)state;
    for (size_t i = 0; i < sizeof codes / sizeof codes[0]; i++) {
        struct icmp_error error;
        struct packet quoted;
        uint8_t *block;

        memcpy(bytes, too_big_v4, sizeof bytes);
        bytes[CODE] = codes[i].code;
        assert_true(read_error(bytes, sizeof bytes, &block, &error, &quoted));
        assert_int_equal(error.kind, ICMP_ERROR_UNREACHABLE);
        assert_int_equal(error.hard, codes[i].hard);
        assert_int_equal(error.mtu, 0);
        free(block);
    }
}

/* Whatever the code, by its whole table: RFC 1122 §3.2.2.1 and RFC 1812 §5.2.7.1, RFC 4443 §3.1. */
static void test_icmp_error_code_of_unreachable_says_who_prohibits(void **state) {
    static const unsigned prohibited[2] = {1u << 9 | 1u << 10 | 1u << 13,
                                           1u << 1 | 1u << 5 | 1u << 6};
    static const unsigned hard[2] = {1u << 2 | 1u << 3, 1u << 1 | 1u << 4};

    (void)state;
    for (unsigned code = 0; code < 16; code++) {
        uint8_t v4[sizeof too_big_v4];
        uint8_t v6[sizeof too_big_v6];
        struct icmp_error error;
        struct packet quoted;
        uint8_t *block;

        memcpy(v4, too_big_v4, sizeof v4);
        v4[CODE] = (uint8_t)code;
        assert_true(read_error(v4, sizeof v4, &block, &error, &quoted));
        assert_int_equal(error.code, code);
        assert_int_equal(error.kind, code == 4 ? ICMP_ERROR_TOO_BIG : ICMP_ERROR_UNREACHABLE);
        assert_int_equal(error.prohibited, prohibited[0] >> code & 1);
        assert_int_equal(error.hard, hard[0] >> code & 1);
        free(block);
        memcpy(v6, too_big_v6, sizeof v6);
        v6[TYPE_V6] = 1;
        v6[TYPE_V6 + 1] = (uint8_t)code;
        assert_true(read_error(v6, sizeof v6, &block, &error, &quoted));
        assert_int_equal(error.kind, ICMP_ERROR_UNREACHABLE);
        assert_int_equal(error.prohibited, prohibited[1] >> code & 1);
        assert_int_equal(error.hard, hard[1] >> code & 1);
        free(block);
    }
}

/* Type by type, only the errors are any. */
static void test_icmp_error_type_is_an_error_or_none(void **state) {
    static const struct {
        uint8_t type;
        int v4, v6; /* enum icmp_error_kind, or NO_ERROR */
    } kinds[] = {
        {1, NO_ERROR, ICMP_ERROR_UNREACHABLE},
        {2, NO_ERROR, ICMP_ERROR_TOO_BIG},
        {3, ICMP_ERROR_TOO_BIG, ICMP_ERROR_TIME_EXCEEDED},
        {4, NO_ERROR, ICMP_ERROR_PARAMETER_PROBLEM},
        {5, NO_ERROR, NO_ERROR},
        {10, NO_ERROR, NO_ERROR},
        {11, ICMP_ERROR_TIME_EXCEEDED, NO_ERROR},
        {12, ICMP_ERROR_PARAMETER_PROBLEM, NO_ERROR},
        {13, NO_ERROR, NO_ERROR},
    };

    (void)state;
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        uint8_t v4[sizeof too_big_v4];
        uint8_t v6[sizeof too_big_v6];
        struct icmp_error error;
        struct packet quoted;
        uint8_t *block;
        bool is_error;

        memcpy(v4, too_big_v4, sizeof v4);
        v4[TYPE] = kinds[i].type;
        is_error = read_error(v4, sizeof v4, &block, &error, &quoted);
        free(block);
        assert_int_equal(is_error ? (int)error.kind : (int)NO_ERROR, kinds[i].v4);
        memcpy(v6, too_big_v6, sizeof v6);
        v6[TYPE_V6] = kinds[i].type;
        is_error = read_error(v6, sizeof v6, &block, &error, &quoted);
        free(block);
        assert_int_equal(is_error ? (int)error.kind : (int)NO_ERROR, kinds[i].v6);
    }
}

static void test_icmp_error_echo_and_quoted_udp_are_none(void **state) {
    uint8_t bytes[sizeof too_big_v4];
    struct icmp_error error;
    struct packet quoted;
    uint8_t *block;

    (void)state;
    memcpy(bytes, too_big_v4, sizeof bytes);
    bytes[TYPE] = 8;
    assert_false(read_error(bytes, sizeof bytes, &block, &error, &quoted));
    free(block);
    memcpy(bytes, too_big_v4, sizeof bytes);
    bytes[QUOTED_PROTOCOL] = 17;
    assert_false(read_error(bytes, sizeof bytes, &block, &error, &quoted));
    free(block);
}

/* The quoted segment needs its ports and its number: anything shorter is no quote of it. */
static void test_icmp_error_cut_anywhere_reads_nothing_missing(void **state) {
    (void)state;
    for (uint32_t captured = 1; captured < sizeof too_big_v4; captured++) {
        struct icmp_error error;
        struct packet quoted;
        uint8_t *block;

        assert_false(read_error(too_big_v4, captured, &block, &error, &quoted));
        free(block);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_icmp_error_fragmentation_needed_names_mtu_and_segment),
        cmocka_unit_test(test_icmp_error_packet_too_big_quotes_whole_header),
        cmocka_unit_test(test_icmp_error_codes_are_hard_or_soft_as_rfc_9293_says),
        cmocka_unit_test(test_icmp_error_code_of_unreachable_says_who_prohibits),
        cmocka_unit_test(test_icmp_error_type_is_an_error_or_none),
        cmocka_unit_test(test_icmp_error_echo_and_quoted_udp_are_none),
        cmocka_unit_test(test_icmp_error_cut_anywhere_reads_nothing_missing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
