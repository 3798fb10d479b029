#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tcpgloss/decode/link.h"
#include "tcpgloss/print/printer.h"

#include "../decode/copy.h"

/* Ethernet, IP and TCP with the timestamps alone and four bytes of payload. */
static const uint8_t ipv4_frame[] = {
    2,    0,    0,    0,    0, 2,   2,    0,   0,  0, 0, 1,  8,    0, /* Ethernet */
    0x45, 0,    0,    56,   0, 1,   0x40, 0,   64, 6, 0, 0,  10,   0,
    0,    1,    10,   0,    0, 200, /* IPv4 */
    0x30, 0x39, 0x13, 0x88, 0, 1,   0,    0,   0,  2, 0, 0,  0x80, 0x18,
    1,    0,    0,    0,    0, 0,                            /* TCP */
    1,    1,    8,    10,   0, 0,   0,    100, 0,  0, 0, 99, /* options */
    'd',  'a',  't',  'a',
};
static const uint8_t ipv6_frame[] = {
    2,    0,    0,    0,    0, 2,  2, 0,   0, 0, 0, 1,  0x86, 0xdd,                   /* Ethernet */
    0x60, 0,    0,    0,    0, 36, 6, 64,                                             /* IPv6 */
    0x20, 1,    0xd,  0xb8, 0, 0,  0, 0,   0, 0, 0, 0,  0,    0,    0, 1,             /* from */
    0x20, 1,    0xd,  0xb8, 0, 0,  0, 0,   0, 0, 0, 0,  0,    0,    0, 2,             /* to */
    0x30, 0x39, 0x13, 0x88, 0, 1,  0, 0,   0, 2, 0, 0,  0x80, 0x18, 1, 0, 0, 0, 0, 0, /* TCP */
    1,    1,    8,    10,   0, 0,  0, 100, 0, 0, 0, 99,                               /* options */
    'd',  'a',  't',  'a',
};

/* Knows no name, so that the numbers are printed: a printer with such a source has no plain
 * segments, and prints what it prints layer by layer. */
static const char *no_host(void *context, unsigned version, const uint8_t *address) {
    (void)context;
    (void)version;
    (void)address;
    return NULL;
}

static const char *no_service(void *context, const char *transport, uint16_t port) {
    (void)context;
    (void)transport;
    (void)port;
    return NULL;
}

static const struct name_source no_names = {.host = no_host, .service = no_service};

struct pair {
    struct printer *plain;
    struct printer *layered;
    struct text plain_text;
    struct text layered_text;
};

static struct printer *create(const struct name_source *names) {
    const struct printer_settings settings = {.names = names};
    struct error error;
    struct printer *printer = printer_create(&settings, &error);

    assert_non_null(printer);
    return printer;
}

static struct pair create_pair(void) {
    struct pair pair = {.plain = create(NULL), .layered = create(&no_names)};

    text_init(&pair.plain_text);
    text_init(&pair.layered_text);
    return pair;
}

static void free_pair(struct pair *pair) {
    printer_destroy(pair->plain);
    printer_destroy(pair->layered);
    text_free(&pair->plain_text);
    text_free(&pair->layered_text);
}

/* As printer_print_plain() promises to who copies the line unseen. */
static void assert_plain_line_is_harmless(struct pair *pair, const struct packet *packet) {
    const struct text *text = &pair->plain_text;

    text_clear(&pair->plain_text);
    if (!printer_print_plain(pair->plain, packet, &pair->plain_text)) {
        assert_int_equal(text->length, 0);
        return;
    }
    assert_int_equal(text->length, pair->layered_text.length);
    assert_memory_equal(text->data, pair->layered_text.data, text->length);
    assert_int_equal(text->data[text->length - 1], '\n');
    for (size_t i = 0; i + 1 < text->length; i++) {
        assert_in_range(text->data[i], ' ', '~');
        assert_int_not_equal(text->data[i], '"');
        assert_int_not_equal(text->data[i], '\\');
    }
}

static void assert_same(struct pair *pair, const uint8_t *bytes, size_t captured, size_t length) {
    struct packet packet;
    uint8_t *block = decode_copy(LINK_EN10MB, bytes, (uint32_t)captured, (uint32_t)length, &packet);

    text_clear(&pair->plain_text);
    text_clear(&pair->layered_text);
    printer_print(pair->plain, &packet, &pair->plain_text);
    printer_print(pair->layered, &packet, &pair->layered_text);
    assert_int_equal(pair->plain_text.length, pair->layered_text.length);
    assert_memory_equal(pair->plain_text.data, pair->layered_text.data, pair->plain_text.length);
    assert_plain_line_is_harmless(pair, &packet);
    free(block);
}

static void assert_same_with_any_byte_changed(const uint8_t *frame, size_t length) {
    struct pair pair = create_pair();
    uint8_t changed[sizeof ipv6_frame];

    memcpy(changed, frame, length);
    for (size_t at = 0; at < length; at++) {
        for (unsigned value = 0; value < 256; value++) {
            changed[at] = (uint8_t)value;
            assert_same(&pair, changed, length, length);
        }
        changed[at] = frame[at];
    }
    free_pair(&pair);
}

static void test_line_plain_any_byte_changed_is_as_by_layers(void **state) {
    (void)state;
    assert_same_with_any_byte_changed(ipv4_frame, sizeof ipv4_frame);
    assert_same_with_any_byte_changed(ipv6_frame, sizeof ipv6_frame);
}

static void assert_same_at_every_cut(const uint8_t *frame, size_t length) {
    struct pair pair = create_pair();

    for (size_t captured = 1; captured <= length; captured++) {
        for (size_t on_wire = captured; on_wire <= length + 2; on_wire++) {
            assert_same(&pair, frame, captured, on_wire);
        }
    }
    free_pair(&pair);
}

static void test_line_plain_every_cut_is_as_by_layers(void **state) {
    (void)state;
    assert_same_at_every_cut(ipv4_frame, sizeof ipv4_frame);
    assert_same_at_every_cut(ipv6_frame, sizeof ipv6_frame);
}

/* Where a first fragment ends within the options that its header promises. */
static void test_line_plain_first_fragment_is_as_by_layers(void **state) {
    struct pair pair = create_pair();
    uint8_t frame[sizeof ipv4_frame];

    (void)state;
    memcpy(frame, ipv4_frame, sizeof frame);
    frame[20] = 0x20; /* more fragments */
    for (uint8_t length = 20; length <= 56; length++) {
        for (unsigned words = 0; words < 16; words++) {
            frame[17] = length;
            frame[46] = (uint8_t)(words << 4);
            assert_same(&pair, frame, sizeof frame, sizeof frame);
        }
    }
    free_pair(&pair);
}

/* Both ports, in either order, of all that is printed and some that is not. */
static void test_line_plain_known_port_is_as_by_layers(void **state) {
    struct pair pair = create_pair();
    uint8_t frame[sizeof ipv4_frame];

    (void)state;
    memcpy(frame, ipv4_frame, sizeof frame);
    for (uint32_t port = 1; port < 11000; port++) {
        for (size_t at = 34; at <= 36; at += 2) {
            memcpy(frame + 34, ipv4_frame + 34, 4);
            frame[at] = (uint8_t)(port >> 8);
            frame[at + 1] = (uint8_t)port;
            assert_same(&pair, frame, sizeof frame, sizeof frame);
        }
    }
    free_pair(&pair);
}

/* Where both ends stand in the frame: the last two bytes of the source, and all of them. */
struct ends_place {
    size_t source_low, addresses, size;
};

static const struct ends_place ipv4_ends = {.source_low = 28, .addresses = 26, .size = 8 + 4};
static const struct ends_place ipv6_ends = {.source_low = 36, .addresses = 22, .size = 32 + 4};

static void assert_same_of_many_ends(const uint8_t *frame, size_t length,
                                     const struct ends_place *ends) {
    struct pair pair = create_pair();
    uint8_t changed[sizeof ipv6_frame];

    memcpy(changed, frame, length);
    for (unsigned round = 0; round < 2; round++) {
        for (unsigned end = 0; end < 3000; end++) {
            changed[ends->source_low] = (uint8_t)(end >> 8);
            changed[ends->source_low + 1] = (uint8_t)end;
            for (unsigned again = 0; again < 2; again++) {
                assert_same(&pair, changed, length, length);
            }
        }
    }
    free_pair(&pair);
}

/* What is kept of both ends is another's as soon as many come, and its own when they come again. */
static void test_line_plain_many_ends_twice_are_as_by_layers(void **state) {
    (void)state;
    assert_same_of_many_ends(ipv4_frame, sizeof ipv4_frame, &ipv4_ends);
    assert_same_of_many_ends(ipv6_frame, sizeof ipv6_frame, &ipv6_ends);
}

/* All ones are the longest text that there is. */
static void assert_same_of_extremes(const uint8_t *frame, size_t length,
                                    const struct ends_place *ends) {
    struct pair pair = create_pair();
    uint8_t changed[sizeof ipv6_frame];

    memcpy(changed, frame, length);
    for (unsigned again = 0; again < 2; again++) {
        memset(changed + ends->addresses, 0, ends->size);
        assert_same(&pair, changed, length, length);
        memset(changed + ends->addresses, 0xff, ends->size);
        assert_same(&pair, changed, length, length);
    }
    free_pair(&pair);
}

static void test_line_plain_ends_all_zero_or_all_ones_are_as_by_layers(void **state) {
    (void)state;
    assert_same_of_extremes(ipv4_frame, sizeof ipv4_frame, &ipv4_ends);
    assert_same_of_extremes(ipv6_frame, sizeof ipv6_frame, &ipv6_ends);
}

/* Each length of the ends' text, from what is kept to what is not; between two of them another's
 * line, so that nothing is left of the first. */
static void test_line_plain_ends_of_any_length_are_as_by_layers(void **state) {
    struct pair pair = create_pair();
    uint8_t frame[sizeof ipv6_frame];

    (void)state;
    memcpy(frame, ipv6_frame, sizeof frame);
    memset(frame + ipv6_ends.addresses, 0x11, ipv6_ends.size);
    for (size_t group = 0; group < 16; group++) {
        for (unsigned again = 0; again < 2; again++) {
            assert_same(&pair, frame, sizeof frame, sizeof frame);
            assert_same(&pair, ipv4_frame, sizeof ipv4_frame, sizeof ipv4_frame);
        }
        frame[ipv6_ends.addresses + 2 * group] = 0; /* "1111" becomes "11" */
    }
    free_pair(&pair);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_line_plain_any_byte_changed_is_as_by_layers),
        cmocka_unit_test(test_line_plain_every_cut_is_as_by_layers),
        cmocka_unit_test(test_line_plain_first_fragment_is_as_by_layers),
        cmocka_unit_test(test_line_plain_known_port_is_as_by_layers),
        cmocka_unit_test(test_line_plain_many_ends_twice_are_as_by_layers),
        cmocka_unit_test(test_line_plain_ends_all_zero_or_all_ones_are_as_by_layers),
        cmocka_unit_test(test_line_plain_ends_of_any_length_are_as_by_layers),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
