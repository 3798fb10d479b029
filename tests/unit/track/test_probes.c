#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "wire.h"

/* The client has filled the server's window, and it stays closed. */
static struct wire *open_closed_window(void **state) {
    struct wire *wire = wire_open_established(state);

    wire_send(wire, 1, C, ACK, 1, 1, 1000);
    wire->window = 0;
    wire_send(wire, 10, S, ACK, 1, 1001, 0);
    return wire;
}

static void test_zero_window_number_before_next_window_probe(void **state) {
    struct wire *wire = open_closed_window(state);

    wire_send(wire, 300, C, ACK, 1000, 1, 0);
    assert_int_equal(wire_finding(wire, FINDING_WINDOW_PROBE)->length, 0);
    assert_no_finding(wire, FINDING_KEEPALIVE_PROBE);
    wire->window = 0;
    wire_send(wire, 10, S, ACK, 1, 1001, 0);
    assert_finding(wire, FINDING_WINDOW_PROBE_ACK);
    assert_no_finding(wire, FINDING_KEEPALIVE_ACK);
    assert_no_finding(wire, FINDING_DUPLICATE_ACK);
}

static void test_zero_window_one_new_byte_window_probe(void **state) {
    struct wire *wire = open_closed_window(state);

    wire_send(wire, 300, C, ACK, 1001, 1, 1);
    assert_int_equal(wire_finding(wire, FINDING_WINDOW_PROBE)->length, 1);
    wire->window = 0;
    wire_send(wire, 10, S, ACK, 1, 1001, 0);
    assert_finding(wire, FINDING_WINDOW_PROBE_ACK);
    wire_send(wire, 600, C, ACK, 1001, 1, 1);
    assert_finding(wire, FINDING_WINDOW_PROBE);
    assert_no_finding(wire, FINDING_RETRANSMISSION);
    /* The window opens, and the byte starts over with what is behind it. */
    wire_send(wire, 10, S, ACK, 1, 1001, 0);
    assert_finding(wire, FINDING_WINDOW_UPDATE);
    assert_no_finding(wire, FINDING_WINDOW_PROBE_ACK);
    wire_send(wire, 1, C, ACK, 1001, 1, 500);
    assert_no_finding(wire, FINDING_RETRANSMISSION);
}

static void test_zero_window_probe_byte_taken_answered(void **state) {
    struct wire *wire = open_closed_window(state);

    wire_send(wire, 300, C, ACK, 1001, 1, 1);
    wire->window = 0;
    wire_send(wire, 10, S, ACK, 1, 1002, 0);
    assert_finding(wire, FINDING_WINDOW_PROBE_ACK);
}

static void test_zero_window_full_segment_no_probe(void **state) {
    struct wire *wire = open_closed_window(state);

    wire_send(wire, 300, C, ACK, 901, 1, 100);
    assert_no_finding(wire, FINDING_WINDOW_PROBE);
    assert_finding(wire, FINDING_SPURIOUS_RETRANSMISSION);
}

static void test_open_window_number_before_next_keepalive(void **state) {
    struct wire *wire = wire_open_with_data(state);

    wire_send(wire, 75000, C, ACK, 100, 1, 0);
    assert_int_equal(wire_finding(wire, FINDING_KEEPALIVE_PROBE)->duration, 75000 * MS);
    assert_int_equal(wire_finding(wire, FINDING_KEEPALIVE_PROBE)->expected_seq, wire->isn[C] + 101);
    assert_no_finding(wire, FINDING_RETRANSMISSION);
    wire_send(wire, 10, S, ACK, 1, 101, 0);
    assert_finding(wire, FINDING_KEEPALIVE_ACK);
    assert_no_finding(wire, FINDING_DUPLICATE_ACK);
    wire_send(wire, 10, S, ACK, 1, 101, 0);
    assert_no_finding(wire, FINDING_KEEPALIVE_ACK);
}

static void test_open_window_old_byte_after_silence_keepalive(void **state) {
    struct wire *wire = wire_open_with_data(state);

    wire_send(wire, 75000, C, ACK, 100, 1, 1);
    assert_int_equal(wire_finding(wire, FINDING_KEEPALIVE_PROBE)->length, 1);
    assert_no_finding(wire, FINDING_SPURIOUS_RETRANSMISSION);
}

static void test_open_window_old_byte_at_once_spurious_retransmission(void **state) {
    struct wire *wire = wire_open_established(state);

    wire_send(wire, 1, C, ACK, 1, 1, 1);
    wire_send(wire, 10, S, ACK, 1, 2, 0);
    wire_send(wire, 200, C, ACK, 1, 1, 1);
    assert_no_finding(wire, FINDING_KEEPALIVE_PROBE);
    assert_finding(wire, FINDING_SPURIOUS_RETRANSMISSION);
}

/* The last data were sent 10 ms before they were acknowledged. */
static void test_open_window_old_byte_after_899_ms_no_keepalive(void **state) {
    struct wire *wire = wire_open_with_data(state);

    wire_send(wire, 889, C, ACK, 100, 1, 1);
    assert_finding(wire, FINDING_SPURIOUS_RETRANSMISSION);
}

static void test_open_window_old_byte_after_900_ms_keepalive(void **state) {
    struct wire *wire = wire_open_with_data(state);

    wire_send(wire, 890, C, ACK, 100, 1, 1);
    assert_finding(wire, FINDING_KEEPALIVE_PROBE);
}

static void
test_open_window_number_before_next_after_900_ms_keepalive_of_that_silence(void **state) {
    struct wire *wire = wire_open_with_data(state);

    wire_send(wire, 900, C, ACK, 100, 1, 0);
    assert_int_equal(wire_finding(wire, FINDING_KEEPALIVE_PROBE)->duration, 900 * MS);
}

static void test_open_window_number_before_next_soon_keepalive_of_unknown_silence(void **state) {
    struct wire *wire = wire_open_with_data(state);

    wire_send(wire, 500, C, ACK, 100, 1, 0);
    assert_int_equal(wire_finding(wire, FINDING_KEEPALIVE_PROBE)->duration, 0);
}

static void test_open_window_two_old_bytes_no_keepalive(void **state) {
    struct wire *wire = wire_open_with_data(state);

    wire_send(wire, 75000, C, ACK, 99, 1, 2);
    assert_no_finding(wire, FINDING_KEEPALIVE_PROBE);
    assert_finding(wire, FINDING_SPURIOUS_RETRANSMISSION);
}

static void test_open_window_number_before_next_with_new_ack_no_keepalive(void **state) {
    struct wire *wire = wire_open_with_data(state);

    wire_send(wire, 10, S, ACK, 1, 101, 100);
    wire_send(wire, 1000, C, ACK, 100, 101, 0);
    assert_no_finding(wire, FINDING_KEEPALIVE_PROBE);
}

/* The probe of a system that leaves out the timestamps. */
static void test_bare_ack_where_timestamps_were_agreed_keepalive(void **state) {
    struct wire *wire = wire_open(state, 10);

    wire_option_timestamps(wire, 1, 0);
    wire_send(wire, 0, C, SYN, 0, 0, 0);
    wire_option_timestamps(wire, 1, 1);
    wire_send(wire, 10, S, SYN | ACK, 0, 1, 0);
    wire_option_timestamps(wire, 2, 1);
    wire_send(wire, 10, C, ACK, 1, 1, 0);
    wire_option_timestamps(wire, 3, 1);
    wire_send(wire, 10, C, ACK, 1, 1, 0);
    assert_no_finding(wire, FINDING_KEEPALIVE_PROBE);
    wire_send(wire, 7000, C, ACK, 1, 1, 0);
    assert_finding(wire, FINDING_KEEPALIVE_PROBE);
}

/* An acknowledgment that was overtaken by a byte of data has the same number. */
static void test_data_outstanding_number_before_next_no_keepalive(void **state) {
    struct wire *wire = wire_open_established(state);

    wire_send(wire, 1, C, ACK, 1, 1, 1);
    wire_send(wire, 0, C, ACK, 1, 1, 0);
    assert_no_finding(wire, FINDING_KEEPALIVE_PROBE);
}

static void test_fin_with_number_before_next_no_keepalive(void **state) {
    struct wire *wire = wire_open_established(state);

    wire_send(wire, 1, C, FIN | ACK, 1, 1, 0);
    wire_send(wire, 10, S, ACK, 1, 2, 0);
    wire_send(wire, 300, C, FIN | ACK, 1, 1, 0);
    assert_no_finding(wire, FINDING_KEEPALIVE_PROBE);
}

static void test_time_wait_bare_ack_with_window_zero_is_no_probe(void **state) {
    struct wire *wire = wire_open(state, 10);

    wire_option_timestamps(wire, 1, 0);
    wire_send(wire, 0, C, SYN, 0, 0, 0);
    wire_option_timestamps(wire, 1, 1);
    wire_send(wire, 1, S, SYN | ACK, 0, 1, 0);
    wire_option_timestamps(wire, 2, 1);
    wire_send(wire, 1, C, FIN | ACK, 1, 1, 0);
    wire_option_timestamps(wire, 2, 2);
    wire_send(wire, 1, S, FIN | ACK, 1, 2, 0);
    wire_option_timestamps(wire, 3, 2);
    wire_send(wire, 1, C, ACK, 2, 2, 0);
    wire->window = 0;
    wire_send(wire, 1, C, ACK, 2, 2, 0);
    assert_no_finding(wire, FINDING_KEEPALIVE_PROBE);
    assert_no_finding(wire, FINDING_ZERO_WINDOW);
}

static void test_keepalives_of_both_ends_with_a_byte_none_spurious(void **state) {
    struct wire *wire = wire_open_with_data(state);

    wire_send(wire, 5, S, ACK, 1, 101, 200);
    wire_send(wire, 5, C, ACK, 101, 201, 0);
    wire_send(wire, 60000, C, ACK, 100, 201, 1);
    assert_finding(wire, FINDING_KEEPALIVE_PROBE);
    wire_send(wire, 20, S, ACK, 201, 101, 0);
    wire_send(wire, 300, S, ACK, 200, 101, 1);
    assert_finding(wire, FINDING_KEEPALIVE_PROBE);
    assert_no_finding(wire, FINDING_SPURIOUS_RETRANSMISSION);
    wire_send(wire, 1, C, ACK, 101, 201, 0);
    assert_finding(wire, FINDING_KEEPALIVE_ACK);
}

static void test_mid_stream_keepalive_first_answer_acknowledges_nothing_unseen(void **state) {
    struct wire *wire = wire_open(state, 10);

    wire_send(wire, 0, S, ACK, 5000, 7001, 0);
    wire_send(wire, 20, C, ACK, 7001, 5001, 0);
    assert_no_finding(wire, FINDING_ACK_UNSEEN);
    wire_send(wire, 45000, S, ACK, 5000, 7001, 0);
    assert_finding(wire, FINDING_KEEPALIVE_PROBE);
}

static void test_syn_window_smaller_than_scale_unit_is_not_closed(void **state) {
    struct wire *wire = wire_open(state, 10);

    wire_option_window_scale(wire, 14);
    wire->window = 8192;
    wire_send(wire, 0, C, SYN, 0, 0, 0);
    wire_option_window_scale(wire, 14);
    wire->window = 8192;
    wire_send(wire, 10, S, SYN | ACK, 0, 1, 0);
    wire->window = 1;
    wire_send(wire, 10, C, ACK, 1, 1, 0);
    assert_no_finding(wire, FINDING_WINDOW_UPDATE);
}

static void test_right_edge_to_the_left_shrunk(void **state) {
    struct wire *wire = wire_open_established(state);

    wire_send(wire, 10, S, ACK, 1, 1, 100);
    wire->window = 900;
    wire_send(wire, 1, C, ACK, 1, 101, 0);
    assert_no_finding(wire, FINDING_WINDOW_SHRUNK);
    wire_send(wire, 10, S, ACK, 101, 1, 100);
    wire->window = 700;
    wire_send(wire, 1, C, ACK, 1, 201, 0);
    assert_int_equal(wire_finding(wire, FINDING_WINDOW_SHRUNK)->length, 100);
}

/* One byte less may be rounding, where there is no scale as well. */
static void test_right_edge_to_the_left_by_one_not_shrunk_and_by_two_shrunk(void **state) {
    struct wire *wire = wire_open_established(state);

    wire_send(wire, 10, S, ACK, 1, 1, 100);
    wire->window = 899;
    wire_send(wire, 1, C, ACK, 1, 101, 0);
    assert_no_finding(wire, FINDING_WINDOW_SHRUNK);
    wire_send(wire, 10, S, ACK, 101, 1, 100);
    wire->window = 797;
    wire_send(wire, 1, C, ACK, 1, 201, 0);
    assert_int_equal(wire_finding(wire, FINDING_WINDOW_SHRUNK)->length, 2);
}

static void test_right_edge_of_an_older_segment_not_shrunk(void **state) {
    struct wire *wire = wire_open_with_data(state);

    wire_send(wire, 10, C, ACK, 101, 1, 100);
    wire->window = 500;
    wire_send(wire, 1, C, ACK, 1, 1, 100);
    assert_no_finding(wire, FINDING_WINDOW_SHRUNK);
}

/* The window is smaller, and its edge further to the right. */
static void test_right_edge_to_the_right_with_a_smaller_window_not_shrunk(void **state) {
    struct wire *wire = wire_open_established(state);

    wire_send(wire, 10, S, ACK, 1, 1, 100);
    wire->window = 950;
    wire_send(wire, 1, C, ACK, 1, 101, 0);
    assert_no_finding(wire, FINDING_WINDOW_SHRUNK);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        wire_test(test_zero_window_number_before_next_window_probe),
        wire_test(test_zero_window_one_new_byte_window_probe),
        wire_test(test_zero_window_probe_byte_taken_answered),
        wire_test(test_zero_window_full_segment_no_probe),
        wire_test(test_open_window_number_before_next_keepalive),
        wire_test(test_open_window_old_byte_after_silence_keepalive),
        wire_test(test_open_window_old_byte_at_once_spurious_retransmission),
        wire_test(test_data_outstanding_number_before_next_no_keepalive),
        wire_test(test_fin_with_number_before_next_no_keepalive),
        wire_test(test_time_wait_bare_ack_with_window_zero_is_no_probe),
        wire_test(test_keepalives_of_both_ends_with_a_byte_none_spurious),
        wire_test(test_mid_stream_keepalive_first_answer_acknowledges_nothing_unseen),
        wire_test(test_syn_window_smaller_than_scale_unit_is_not_closed),
        wire_test(test_right_edge_to_the_left_shrunk),
        wire_test(test_open_window_old_byte_after_899_ms_no_keepalive),
        wire_test(test_open_window_old_byte_after_900_ms_keepalive),
        wire_test(test_open_window_number_before_next_after_900_ms_keepalive_of_that_silence),
        wire_test(test_open_window_number_before_next_soon_keepalive_of_unknown_silence),
        wire_test(test_open_window_two_old_bytes_no_keepalive),
        wire_test(test_open_window_number_before_next_with_new_ack_no_keepalive),
        wire_test(test_bare_ack_where_timestamps_were_agreed_keepalive),
        wire_test(test_right_edge_to_the_left_by_one_not_shrunk_and_by_two_shrunk),
        wire_test(test_right_edge_of_an_older_segment_not_shrunk),
        wire_test(test_right_edge_to_the_right_with_a_smaller_window_not_shrunk),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
