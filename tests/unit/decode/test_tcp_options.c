#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tcpgloss/decode/tcp.h"
#include "tcpgloss/decode/tcp_options.h"

/* A heap block of exactly these bytes, so that a byte too many is seen. */
static struct span copy(const uint8_t *bytes, size_t length) {
    uint8_t *block = malloc(length != 0 ? length : 1);

    assert_non_null(block);
    memcpy(block, bytes, length);
    return (struct span){.data = block, .length = length};
}

static void release(struct span block) {
    free((void *)block.data);
}

#define COPY(...) copy((const uint8_t[]){__VA_ARGS__}, sizeof((const uint8_t[]){__VA_ARGS__}))

static void test_option_next_walks_to_the_end(void **state) {
    struct span block = COPY(1, 2, 4, 5, 0xb4, 4, 2, 3, 3, 7, 0, 1);
    struct span rest = block;
    struct tcp_option option;

    (void)state;
    assert_true(tcp_option_next(&rest, &option));
    assert_int_equal(option.kind, TCP_OPTION_NOP);
    assert_int_equal(option.value.length, 0);
    assert_true(tcp_option_next(&rest, &option));
    assert_int_equal(option.kind, TCP_OPTION_MSS);
    assert_int_equal(option.value.length, 2);
    assert_true(tcp_option_next(&rest, &option));
    assert_int_equal(option.kind, TCP_OPTION_SACK_PERMITTED);
    assert_true(tcp_option_next(&rest, &option));
    assert_int_equal(option.kind, TCP_OPTION_WINDOW_SCALE);
    assert_int_equal(option.value.data[0], 7);
    assert_false(tcp_option_next(&rest, &option));
    assert_false(tcp_option_next(&rest, &option));
    release(block);
}

/* What stands behind the end of the list is padding, whatever it looks like (RFC 9293 §3.1). */
static void test_options_read_behind_their_end_are_none(void **state) {
    struct span block = COPY(1, 0, 4, 4, 2, 4, 5, 0xb4, 1, 1, 4, 2);
    struct tcp_options options;

    (void)state;
    tcp_options_read(block, &options);
    assert_false(options.has_mss);
    assert_false(options.sack_permitted);
    release(block);
}

static void test_option_next_length_below_two_ends(void **state) {
    (void)state;
    for (uint8_t length = 0; length < 2; length++) {
        struct span block = COPY(8, length, 1, 1);
        struct span rest = block;
        struct tcp_option option;

        assert_false(tcp_option_next(&rest, &option));
        assert_int_equal(rest.length, 0);
        release(block);
    }
}

static void test_option_next_length_past_the_end_ends(void **state) {
    struct span block = COPY(8, 10, 0, 0, 0, 1, 0, 0, 0);
    struct span rest = block;
    struct tcp_option option;

    (void)state;
    assert_false(tcp_option_next(&rest, &option));
    release(block);
}

static void test_option_next_kind_without_length_ends(void **state) {
    struct span block = COPY(8);
    struct span rest = block;
    struct tcp_option option;

    (void)state;
    assert_false(tcp_option_next(&rest, &option));
    release(block);
}

/* Any two bytes at the front: the walk stays inside and ends. */
static void test_option_next_any_kind_and_length_advances(void **state) {
    (void)state;
    for (unsigned kind = 0; kind < 256; kind++) {
        for (unsigned length = 0; length < 256; length++) {
            struct span block = COPY((uint8_t)kind, (uint8_t)length, 3, 3, 9, 1, 8, 2);
            struct span rest = block;
            struct tcp_option option;
            size_t before = rest.length;

            while (tcp_option_next(&rest, &option)) {
                assert_true(rest.length < before);
                assert_true(option.value.data + option.value.length <= block.data + block.length);
                before = rest.length;
            }
            release(block);
        }
    }
}

static void test_options_read_syn_has_all(void **state) {
    struct span block = COPY(2, 4, 5, 0xb4, 4, 2, 8, 10, 0, 0, 0, 9, 0, 0, 0, 8, 1, 3, 3, 15);
    struct tcp_options options;

    (void)state;
    tcp_options_read(block, &options);
    assert_true(options.has_mss);
    assert_int_equal(options.mss, 1460);
    assert_true(options.sack_permitted);
    assert_true(options.has_timestamps);
    assert_int_equal(options.ts_value, 9);
    assert_int_equal(options.ts_echo, 8);
    assert_true(options.has_window_scale);
    assert_int_equal(options.window_scale, 15);
    release(block);
}

static void test_options_read_wrong_lengths_are_ignored(void **state) {
    struct span block = COPY(2, 3, 5, 3, 2, 8, 9, 0, 0, 0, 9, 0, 0, 0, 5, 9, 0, 0, 0, 1, 0, 0, 0);
    struct tcp_options options;

    (void)state;
    tcp_options_read(block, &options);
    assert_false(options.has_mss);
    assert_false(options.has_window_scale);
    assert_false(options.has_timestamps);
    assert_int_equal(options.sack_count, 0);
    release(block);
}

static void test_options_read_sack_has_its_blocks(void **state) {
    struct span block = COPY(5, 18, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 5, 0xff, 0, 0, 6);
    struct tcp_options options;

    (void)state;
    tcp_options_read(block, &options);
    assert_int_equal(options.sack_count, 2);
    assert_int_equal(options.sack[0].left, 1);
    assert_int_equal(options.sack[0].right, 2);
    assert_int_equal(options.sack[1].left, 5);
    assert_int_equal(options.sack[1].right, 0xff000006);
    release(block);
}

static void test_options_read_fast_open_in_both_forms(void **state) {
    struct span request = COPY(34, 2);
    struct span cookie = COPY(254, 8, 0xf9, 0x89, 1, 2, 3, 4);
    struct span other = COPY(254, 4, 0x12, 0x34);
    struct tcp_options options;

    (void)state;
    tcp_options_read(request, &options);
    assert_true(options.has_fast_open);
    assert_int_equal(options.fast_open_cookie.length, 0);
    tcp_options_read(cookie, &options);
    assert_true(options.has_fast_open);
    assert_int_equal(options.fast_open_cookie.length, 4);
    tcp_options_read(other, &options);
    assert_false(options.has_fast_open);
    release(request);
    release(cookie);
    release(other);
}

static void test_options_read_sack_of_more_blocks_than_fit_has_four(void **state) {
    uint8_t bytes[2 + 5 * 8] = {5, sizeof bytes};
    struct span block;
    struct tcp_options options;

    (void)state;
    for (uint8_t i = 0; i < 5; i++) {
        bytes[2 + i * 8 + 3] = (uint8_t)(i + 1);
    }
    block = copy(bytes, sizeof bytes);
    tcp_options_read(block, &options);
    assert_int_equal(options.sack_count, 4);
    assert_int_equal(options.sack[3].left, 4);
    release(block);
}

static void test_options_read_experiment_without_cookie_asks_for_one(void **state) {
    struct span request = COPY(253, 4, 0xf9, 0x89);
    struct span cut = COPY(254, 3, 0xf9, 0x89); /* the second byte of the number lies outside */
    struct tcp_options options;

    (void)state;
    tcp_options_read(request, &options);
    assert_true(options.has_fast_open);
    assert_int_equal(options.fast_open_cookie.length, 0);
    tcp_options_read(cut, &options);
    assert_false(options.has_fast_open);
    release(request);
    release(cut);
}

static void test_options_read_timestamps_alone_are_those_of_all(void **state) {
    struct span alone = COPY(1, 1, 8, 10, 0, 0, 0, 9, 0, 0, 0, 8);
    struct span without_padding = COPY(8, 10, 0, 0, 0, 9, 0, 0, 0, 8);
    struct tcp_options options;

    (void)state;
    tcp_options_read(alone, &options);
    assert_true(options.has_timestamps);
    assert_int_equal(options.ts_value, 9);
    assert_int_equal(options.ts_echo, 8);
    tcp_options_read(without_padding, &options);
    assert_true(options.has_timestamps);
    assert_int_equal(options.ts_value, 9);
    assert_int_equal(options.ts_echo, 8);
    release(alone);
    release(without_padding);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_option_next_walks_to_the_end),
        cmocka_unit_test(test_options_read_behind_their_end_are_none),
        cmocka_unit_test(test_option_next_length_below_two_ends),
        cmocka_unit_test(test_option_next_length_past_the_end_ends),
        cmocka_unit_test(test_option_next_kind_without_length_ends),
        cmocka_unit_test(test_option_next_any_kind_and_length_advances),
        cmocka_unit_test(test_options_read_syn_has_all),
        cmocka_unit_test(test_options_read_wrong_lengths_are_ignored),
        cmocka_unit_test(test_options_read_sack_has_its_blocks),
        cmocka_unit_test(test_options_read_fast_open_in_both_forms),
        cmocka_unit_test(test_options_read_sack_of_more_blocks_than_fit_has_four),
        cmocka_unit_test(test_options_read_experiment_without_cookie_asks_for_one),
        cmocka_unit_test(test_options_read_timestamps_alone_are_those_of_all),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
