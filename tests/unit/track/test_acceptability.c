/*
 * Which segments count, and what other programs get wrong about it.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "wire.h"

static void test_established_fin_out_of_window_ignored(void **state) {
    struct wire *wire = wire_open_with_data(state);

    wire_send(wire, 10, C, FIN | ACK, 1u << 30, 1, 0);
    assert_no_finding(wire, FINDING_FIN);
    assert_int_equal(wire->verdict.states[C], STATE_ESTABLISHED);
    wire_send(wire, 1, S, ACK, 1, 101, 0);
    assert_finding(wire, FINDING_CHALLENGE_ACK);
}

static void test_established_syn_is_challenged_no_new_flow(void **state) {
    struct wire *wire = wire_open_with_data(state);

    wire_send(wire, 10, C, SYN, 123456, 0, 0);
    assert_int_equal(wire->verdict.flow, 1);
    assert_int_equal(wire->verdict.change_count, 0);
    assert_no_finding(wire, FINDING_SYN_RETRANSMITTED);
    wire_send(wire, 1, S, ACK, 1, 101, 0);
    assert_finding(wire, FINDING_CHALLENGE_ACK);
    wire_send(wire, 10, C, ACK, 101, 1, 50);
    assert_int_equal(wire->verdict.flow, 1);
    assert_int_equal(wire->verdict.isn[C], wire->isn[C]);
}

static void test_established_restarted_peer_opens_again_after_reset(void **state) {
    struct wire *wire = wire_open_with_data(state);

    wire_send(wire, 10, C, SYN, 123456, 0, 0);
    wire_send(wire, 10, S, ACK, 1, 101, 0);
    wire_send(wire, 1, C, RST, 101, 0, 0);
    assert_history(wire, S, "SYN-RECEIVED ESTABLISHED CLOSED");
    wire_send(wire, 1000, C, SYN, 123456, 0, 0);
    assert_int_equal(wire->verdict.flow, 2);
    assert_finding(wire, FINDING_REUSED);
}

static void test_established_stray_syn_answered_by_syn_ack_reopens(void **state) {
    struct wire *wire = wire_open_with_data(state);

    /* The close was not captured; the answer tells that the server had forgotten. */
    wire_send(wire, 10000, C, SYN, 700000, 0, 0);
    assert_int_equal(wire->verdict.flow, 1);
    wire_send(wire, 10, S, SYN | ACK, 900000, 700001, 0);
    assert_int_equal(wire->verdict.flow, 2);
    assert_int_equal(wire->verdict.states[C], STATE_ESTABLISHED);
    assert_int_equal(wire->verdict.states[S], STATE_SYN_RECEIVED);
}

static void test_syn_sent_ack_of_older_connection_is_reset_and_attempt_goes_on(void **state) {
    struct wire *wire = wire_open_syn_sent(state);

    wire_send(wire, 10, S, ACK, 5000, 1000000, 0);
    assert_int_equal(wire_finding(wire, FINDING_BAD_ACK)->ack, wire->isn[C] + 1000000);
    assert_no_finding(wire, FINDING_ACK_UNSEEN);
    wire_send(wire, 0, C, RST, 1000000, 0, 0);
    assert_finding(wire, FINDING_RESET_HALF_OPEN);
    assert_int_equal(wire->verdict.change_count, 0);
    wire_send(wire, 200, C, SYN, 0, 0, 0);
    assert_finding(wire, FINDING_SYN_RETRANSMITTED);
    wire_send(wire, 10, S, SYN | ACK, 0, 1, 0);
    assert_no_finding(wire, FINDING_FAST_OPEN_IGNORED);
    wire_send(wire, 0, C, ACK, 1, 1, 0);
    assert_history(wire, C, "SYN-SENT ESTABLISHED");
    assert_history(wire, S, "SYN-RECEIVED ESTABLISHED");
}

static void test_syn_sent_ack_a_little_beyond_syn_capture_lost_syn_ack(void **state) {
    struct wire *wire = wire_open_syn_sent(state);

    wire_send(wire, 10, S, ACK, 1, 501, 0);
    assert_no_finding(wire, FINDING_BAD_ACK);
    assert_int_equal(wire_finding(wire, FINDING_ACK_UNSEEN)->length, 500);
}

/* The attempt is over: it is not what the acknowledgment answers. */
static void test_syn_refused_then_ack_of_older_connection_is_no_answer(void **state) {
    struct wire *wire = wire_open_syn_sent(state);

    wire_send(wire, 1, S, RST | ACK, (uint32_t)-wire->isn[S], 1, 0);
    assert_finding(wire, FINDING_REFUSED);
    wire_send(wire, 10, S, ACK, 5000, 1000000, 0);
    assert_no_finding(wire, FINDING_BAD_ACK);
}

static void test_time_wait_old_data_acknowledged_no_fin_and_no_challenge(void **state) {
    struct wire *wire = wire_open_established(state);

    wire_option_timestamps(wire, 50, 0);
    wire_send(wire, 1, S, ACK, 1, 1, 100);
    wire_send(wire, 0, C, ACK, 1, 101, 0);
    wire_send(wire, 1, C, FIN | ACK, 1, 101, 0);
    wire_option_timestamps(wire, 60, 0);
    wire_send(wire, 10, S, FIN | ACK, 101, 2, 0);
    wire_send(wire, 0, C, ACK, 2, 102, 0);
    wire_option_timestamps(wire, 50, 0);
    wire_send(wire, 500, S, ACK, 1, 1, 100);
    assert_finding(wire, FINDING_PAWS_OLD);
    wire_send(wire, 0, C, ACK, 2, 102, 0);
    assert_no_finding(wire, FINDING_TIME_WAIT_RESTARTED);
    assert_no_finding(wire, FINDING_CHALLENGE_ACK);
}

static void test_fin_without_ack_to_nobody_answered_as_unknown(void **state) {
    struct wire *wire = wire_open(state, 10);

    wire_send(wire, 0, C, FIN, 1000, 0, 0);
    wire_send(wire, 0, S, RST | ACK, (uint32_t)-wire->isn[S], 1001, 0);
    assert_finding(wire, FINDING_RESET_HALF_OPEN);
}

static void test_time_wait_syn_with_lower_number_not_said_to_be_higher(void **state) {
    struct wire *wire = wire_open_established(state);

    wire_send(wire, 10, S, FIN | ACK, 1, 1, 0);
    wire_send(wire, 10, C, FIN | ACK, 1, 2, 0);
    wire_send(wire, 10, S, ACK, 2, 2, 0);
    wire_send(wire, 10, C, SYN, (uint32_t)-5000, 0, 0);
    assert_false(wire_finding(wire, FINDING_REUSED)->in_time_wait);
}

static void test_established_ack_of_unsent_challenged(void **state) {
    struct wire *wire = wire_open_with_data(state);

    wire_send(wire, 10, C, ACK, 101, 7000000, 6);
    assert_int_equal(wire->verdict.states[C], STATE_ESTABLISHED);
    wire_send(wire, 0, S, ACK, 1, 101, 0);
    assert_finding(wire, FINDING_CHALLENGE_ACK);
}

static void test_established_old_timestamp_fin_does_not_count(void **state) {
    struct wire *wire = wire_open(state, 10);

    wire_option_timestamps(wire, 1000, 0);
    wire_send(wire, 0, C, SYN, 0, 0, 0);
    wire_option_timestamps(wire, 9000, 1000);
    wire_send(wire, 10, S, SYN | ACK, 0, 1, 0);
    wire_option_timestamps(wire, 1020, 9000);
    wire_send(wire, 10, C, ACK, 1, 1, 0);
    wire_option_timestamps(wire, 500, 9000);
    wire_send(wire, 10, C, FIN | ACK, 1, 1, 0);
    assert_int_equal(wire->verdict.states[C], STATE_ESTABLISHED);
}

static void test_established_loss_in_capture_numbers_not_judged(void **state) {
    struct wire *wire = wire_open_with_data(state);

    tracker_packets_lost(wire->tracker);
    wire_send(wire, 10, C, FIN | ACK, 1u << 20, 1, 0);
    assert_int_equal(wire->verdict.states[C], STATE_FIN_WAIT_1);
}

/* Why the next segment is ignored. */
static enum ignored_reason reason_of(const struct wire *wire) {
    assert_finding(wire, FINDING_SEGMENT_IGNORED);
    assert_int_equal(wire->verdict.change_count, 0);
    return wire_finding(wire, FINDING_SEGMENT_IGNORED)->reason;
}

static void test_established_unacceptable_segments_reason_told(void **state) {
    struct wire *wire = wire_open_with_data(state);

    wire_send(wire, 10, C, ACK, 1u << 30, 1, 10);
    assert_int_equal(reason_of(wire), IGNORED_BEYOND_WINDOW);
    wire_send(wire, 10, C, FIN | ACK, 1u << 30, 1, 0);
    assert_int_equal(reason_of(wire), IGNORED_BEYOND_WINDOW);
    assert_no_finding(wire, FINDING_TEARDOWN);
    wire_send(wire, 10, C, ACK, (uint32_t)-5000, 1, 10);
    assert_int_equal(reason_of(wire), IGNORED_BEFORE_SYN);
    assert_no_finding(wire, FINDING_SPURIOUS_RETRANSMISSION);
    wire_send(wire, 10, C, ACK, 101, 7000000, 10);
    assert_int_equal(reason_of(wire), IGNORED_UNSENT_ACKED);
    wire_send(wire, 10, C, ACK, 101, (uint32_t)-2000000000, 10);
    assert_int_equal(reason_of(wire), IGNORED_OLD_ACK);
    wire_send(wire, 10, C, TCP_PSH, 101, 0, 10);
    assert_int_equal(reason_of(wire), IGNORED_NO_ACK);
    wire_send(wire, 10, C, ACK, 101, 1, 10);
    assert_no_finding(wire, FINDING_SEGMENT_IGNORED);
    assert_no_finding(wire, FINDING_RETRANSMISSION);
}

/* The server's window is 1000 bytes from what it has acknowledged. */
static void test_established_data_at_edge_of_window_counts_and_behind_it_not(void **state) {
    struct wire *wire = wire_open_with_data(state);

    wire_send(wire, 10, C, ACK, 1102, 1, 10);
    assert_int_equal(reason_of(wire), IGNORED_BEYOND_WINDOW);
    wire_send(wire, 10, C, ACK, 1101, 1, 10);
    assert_no_finding(wire, FINDING_SEGMENT_IGNORED);
}

/* It was allowed to send what is on its way: what is next to that is within the older window. */
static void test_established_window_taken_back_next_data_counts(void **state) {
    struct wire *wire = wire_open_established(state);

    wire_send(wire, 10, C, ACK, 1, 1, 500);
    wire->window = 0;
    wire_send(wire, 10, S, ACK, 1, 101, 0);
    wire_send(wire, 10, C, ACK, 501, 1, 1);
    assert_no_finding(wire, FINDING_SEGMENT_IGNORED);
    wire_send(wire, 10, C, ACK, 503, 1, 1);
    assert_int_equal(reason_of(wire), IGNORED_BEYOND_WINDOW);
}

/* The client's window is 1000 bytes from what the server sent: that many the capture may lack. */
static void test_established_ack_as_far_as_the_window_reaches_counts_and_no_further(void **state) {
    struct wire *wire = wire_open_with_data(state);

    wire_send(wire, 10, C, ACK, 101, 1002, 10);
    assert_int_equal(reason_of(wire), IGNORED_UNSENT_ACKED);
    wire_send(wire, 10, C, ACK, 101, 1001, 10);
    assert_int_equal(wire_finding(wire, FINDING_ACK_UNSEEN)->length, 1000);
}

/* RFC 5961 §5, with the largest window that there is (RFC 7323 §2.3). */
static void test_established_ack_older_than_the_largest_window_ignored(void **state) {
    const uint32_t largest = UINT32_C(65535) << 14;
    struct wire *wire = wire_open_with_data(state);

    wire_send(wire, 10, C, ACK, 101, 1 - largest - 1, 10);
    assert_int_equal(reason_of(wire), IGNORED_OLD_ACK);
    wire_send(wire, 10, C, ACK, 101, 1 - largest, 10);
    assert_no_finding(wire, FINDING_SEGMENT_IGNORED);
}

static void test_syn_sent_ack_of_syns_own_number_is_of_an_older_connection(void **state) {
    struct wire *wire = wire_open_syn_sent(state);

    wire_send(wire, 10, S, ACK, 5000, 0, 0);
    assert_finding(wire, FINDING_BAD_ACK);
}

/* The capture may lack the SYN-ACK and what a window without scale lets through. */
static void test_syn_sent_ack_beyond_an_unscaled_window_is_of_an_older_connection(void **state) {
    struct wire *wire = wire_open_syn_sent(state);

    wire_send(wire, 10, S, ACK, 1, 1 + 65536, 0);
    assert_finding(wire, FINDING_BAD_ACK);
    wire_send(wire, 10, S, ACK, 1, 1 + 65535, 0);
    assert_no_finding(wire, FINDING_BAD_ACK);
}

/* The numbers have gone half around: before the SYN, or behind it, cannot be told. */
static void test_established_old_data_after_2_gigabytes_not_before_syn(void **state) {
    const uint32_t gigabyte = 1u << 30;
    struct wire *wire = wire_open_established(state);

    for (uint32_t i = 0; i < 3; i++) {
        wire_send(wire, 10, C, ACK, 1 + i * gigabyte, 1, gigabyte);
        wire_send(wire, 10, S, ACK, 1, 1 + (i + 1) * gigabyte, 0);
    }
    wire_send(wire, 10, C, ACK, 1 + 3 * gigabyte - 100, 1, 100);
    assert_no_finding(wire, FINDING_SEGMENT_IGNORED);
    assert_finding(wire, FINDING_SPURIOUS_RETRANSMISSION);
}

static void test_established_number_of_syn_itself_not_before_it(void **state) {
    struct wire *wire = wire_open_established(state);

    wire_send(wire, 1000, C, ACK, 0, 1, 0);
    assert_no_finding(wire, FINDING_SEGMENT_IGNORED);
    assert_finding(wire, FINDING_KEEPALIVE_PROBE);
    wire_send(wire, 1000, C, ACK, (uint32_t)-1, 1, 0);
    assert_int_equal(reason_of(wire), IGNORED_BEFORE_SYN);
}

/* The client's third segment shows that it is past its attempt. */
static void test_established_peers_first_with_old_ack_is_of_this_connection(void **state) {
    struct wire *wire = wire_open_syn_sent(state);

    wire_send(wire, 20, C, ACK, 1, 1, 0);
    wire_send(wire, 10, S, ACK, 1, 0, 0);
    assert_no_finding(wire, FINDING_BAD_ACK);
    assert_no_finding(wire, FINDING_SEGMENT_IGNORED);
}

static void test_fin_wait_stray_of_peer_no_half_close_and_no_arithmetic(void **state) {
    struct wire *wire = wire_open_with_data(state);

    wire_send(wire, 10, C, FIN | ACK, 101, 1, 0);
    wire_send(wire, 10, S, ACK, 1u << 30, 102, 0);
    assert_int_equal(reason_of(wire), IGNORED_BEYOND_WINDOW);
    assert_no_finding(wire, FINDING_FIN_ACKED);
    assert_int_equal(wire->verdict.states[C], STATE_FIN_WAIT_1);
    wire_send(wire, 10, S, ACK, 1, 102, 0);
    wire_send(wire, 10, S, ACK, 1u << 30, 102, 10);
    assert_int_equal(reason_of(wire), IGNORED_BEYOND_WINDOW);
    assert_no_finding(wire, FINDING_HALF_CLOSED);
}

static void test_flags_that_no_host_sends_told(void **state) {
    static const uint16_t invalid[] = {0, SYN | FIN, SYN | RST | ACK, FIN, FIN | TCP_PSH | TCP_URG};
    struct wire *wire = wire_open_with_data(state);

    for (size_t i = 0; i < sizeof invalid / sizeof *invalid; i++) {
        wire_send(wire, 10, C, invalid[i], 101, 1, 0);
        assert_finding(wire, FINDING_FLAGS_INVALID);
        assert_no_finding(wire, FINDING_SEGMENT_IGNORED);
    }
    wire_send(wire, 10, C, FIN | TCP_PSH | TCP_URG | ACK, 101, 1, 0);
    assert_no_finding(wire, FINDING_FLAGS_INVALID);
}

/* Nothing follows a FIN: the segment is forged, and changes nothing. */
static void test_data_beyond_own_fin_ignored_and_no_state_changes(void **state) {
    struct wire *wire = wire_open_established(state);

    wire_send(wire, 10, S, FIN | ACK, 1, 1, 0);
    wire_send(wire, 1, C, ACK, 1, 2, 0);
    wire_send(wire, 100, S, ACK, 2, 1, 5);
    assert_int_equal(reason_of(wire), IGNORED_AFTER_FIN);
    assert_no_finding(wire, FINDING_FIRST_DATA);
    wire_send(wire, 100, C, FIN | ACK, 1, 2, 0);
    assert_no_finding(wire, FINDING_SIMULTANEOUS_CLOSE);
    wire_send(wire, 20, S, ACK, 2, 2, 0);
    assert_int_equal(wire->verdict.states[S], STATE_TIME_WAIT);
    assert_int_equal(wire->verdict.states[C], STATE_CLOSED);
    assert_int_equal(wire->retractions, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        wire_test(test_established_fin_out_of_window_ignored),
        wire_test(test_established_syn_is_challenged_no_new_flow),
        wire_test(test_established_restarted_peer_opens_again_after_reset),
        wire_test(test_established_stray_syn_answered_by_syn_ack_reopens),
        wire_test(test_syn_sent_ack_of_older_connection_is_reset_and_attempt_goes_on),
        wire_test(test_syn_sent_ack_a_little_beyond_syn_capture_lost_syn_ack),
        wire_test(test_time_wait_old_data_acknowledged_no_fin_and_no_challenge),
        wire_test(test_fin_without_ack_to_nobody_answered_as_unknown),
        wire_test(test_time_wait_syn_with_lower_number_not_said_to_be_higher),
        wire_test(test_established_ack_of_unsent_challenged),
        wire_test(test_established_old_timestamp_fin_does_not_count),
        wire_test(test_established_loss_in_capture_numbers_not_judged),
        wire_test(test_established_unacceptable_segments_reason_told),
        wire_test(test_established_data_at_edge_of_window_counts_and_behind_it_not),
        wire_test(test_established_window_taken_back_next_data_counts),
        wire_test(test_established_ack_as_far_as_the_window_reaches_counts_and_no_further),
        wire_test(test_established_ack_older_than_the_largest_window_ignored),
        wire_test(test_syn_sent_ack_of_syns_own_number_is_of_an_older_connection),
        wire_test(test_syn_sent_ack_beyond_an_unscaled_window_is_of_an_older_connection),
        wire_test(test_fin_wait_stray_of_peer_no_half_close_and_no_arithmetic),
        wire_test(test_flags_that_no_host_sends_told),
        wire_test(test_data_beyond_own_fin_ignored_and_no_state_changes),
        wire_test(test_established_old_data_after_2_gigabytes_not_before_syn),
        wire_test(test_established_number_of_syn_itself_not_before_it),
        wire_test(test_established_peers_first_with_old_ack_is_of_this_connection),
        wire_test(test_syn_refused_then_ack_of_older_connection_is_no_answer),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
