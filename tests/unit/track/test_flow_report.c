/* What is known of a flow: how it opened and closed, what its ends announced. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "wire.h"

static void test_report_of_a_handshake_has_what_both_ends_announced(void **state) {
    struct wire *wire = wire_open(state, 10);
    const int64_t start = wire->now;
    struct flow_report report;
    const struct endpoint_report *client = &report.endpoints[C];
    const struct endpoint_report *server = &report.endpoints[S];

    wire_option_mss(wire, 1460);
    wire_option_sack_permitted(wire);
    wire_option_timestamps(wire, 1, 0);
    wire_option_window_scale(wire, 7);
    wire_send(wire, 0, C, SYN, 0, 0, 0);
    wire_send(wire, 20, S, SYN | ACK, 0, 1, 0);
    wire_send(wire, 5, C, ACK, 1, 1, 0);
    report = wire_report(wire);
    assert_int_equal(report.flow, 1);
    assert_int_equal(report.incarnation, 1);
    assert_int_equal(report.ip_version, 4);
    assert_true(report.client_known);
    assert_false(report.evicted);
    assert_int_equal(report.start, start);
    assert_int_equal(report.end, start + 25 * MS);
    assert_int_equal(report.duration, 25 * MS);
    assert_int_equal(report.handshake, HANDSHAKE_THREE_WAY);
    assert_int_equal(report.teardown, TEARDOWN_NONE);
    assert_int_equal(report.closed_first, -1);
    assert_false(report.ecn);
    assert_int_equal(report.rtt, 25 * MS);
    assert_int_equal(report.first_byte, -1);
    assert_int_equal(report.limited_by, -1);
    assert_false(report.unmeasured);
    assert_memory_equal(client->address, wire->addresses[C], 4);
    assert_memory_equal(server->address, wire->addresses[S], 4);
    assert_int_equal(client->port, 40000);
    assert_int_equal(server->port, 80);
    assert_int_equal(client->state, STATE_ESTABLISHED);
    assert_int_equal(client->packets, 2);
    assert_int_equal(server->packets, 1);
    assert_int_equal(client->rtt_handshake, 20 * MS);
    assert_int_equal(server->rtt_handshake, 5 * MS);
    assert_true(client->has_mss && client->has_window_scale);
    assert_int_equal(client->mss, 1460);
    assert_int_equal(client->window_scale, 7);
    assert_true(client->sack_permitted && client->has_timestamps);
    assert_false(server->has_mss || server->has_window_scale);
    assert_int_equal(server->window_scale, 0);
    assert_false(server->sack_permitted || server->has_timestamps);
}

static void test_report_without_trouble_counts_none(void **state) {
    struct wire *wire = wire_open_established(state);
    const struct flow_report report = wire_report(wire);

    for (enum endpoint end = C; end <= S; end++) {
        const struct endpoint_report *counted = &report.endpoints[end];

        assert_true(counted->has_unique_bytes && counted->has_retransmissions);
        assert_true(counted->has_retransmitted_bytes && counted->has_unseen_bytes);
        assert_true(counted->has_out_of_order && counted->has_duplicate_acks);
        assert_true(counted->has_zero_windows);
        assert_int_equal(counted->retransmissions, 0);
        assert_int_equal(counted->unseen_bytes, 0);
        assert_int_equal(counted->zero_window_time, 0);
        assert_int_equal(counted->full_window_time, 0);
    }
}

/* Without data nothing is measured; unknown is not zero. */
static void test_report_without_data_measures_are_unknown(void **state) {
    struct wire *wire = wire_open_established(state);
    const struct endpoint_report end = wire_report(wire).endpoints[C];

    assert_false(end.has_rtt_samples || end.has_max_in_flight || end.has_initial_window);
    assert_false(end.has_max_window || end.has_min_window || end.has_answers);
    assert_false(end.has_throughput);
    assert_int_equal(end.longest_silence, -1);
    assert_int_equal(end.rtt_data, -1);
    assert_int_equal(end.rtt_min, -1);
    assert_int_equal(end.rtt_mean, -1);
    assert_int_equal(end.rtt_max, -1);
    assert_int_equal(end.rtt_deviation, -1);
    assert_int_equal(end.answer_mean, -1);
    assert_int_equal(end.answer_max, -1);
    assert_int_equal(end.limited_time, -1);
    assert_int_equal(end.limited_loss, -1);
    assert_int_equal(end.limited_window, -1);
    assert_int_equal(end.limited_sender, -1);
    assert_int_equal(end.limited_turns, -1);
    assert_int_equal(end.limited_network, -1);
}

static void test_report_of_ipv6_has_long_addresses(void **state) {
    struct wire *wire = wire_open(state, 10);
    struct flow_report report;

    wire->version = 6;
    wire->addresses[C][15] = 7;
    wire_handshake(wire);
    report = wire_report(wire);
    assert_int_equal(report.ip_version, 6);
    assert_memory_equal(report.endpoints[C].address, wire->addresses[C], 16);
    assert_memory_equal(report.endpoints[S].address, wire->addresses[S], 16);
}

static void test_report_of_a_syn_is_unanswered_and_with_an_answer_incomplete(void **state) {
    struct wire *wire = wire_open_syn_sent(state);

    assert_int_equal(wire_report(wire).handshake, HANDSHAKE_UNANSWERED);
    assert_int_equal(wire_report(wire).rtt, -1);
    wire_send(wire, 10, S, SYN | ACK, 0, 1, 0);
    assert_int_equal(wire_report(wire).handshake, HANDSHAKE_INCOMPLETE);
    assert_int_equal(wire_report(wire).rtt, -1);
}

static void test_report_of_a_flow_under_way_has_no_handshake(void **state) {
    struct wire *wire = wire_open(state, 10);

    wire_send(wire, 0, C, ACK, 1, 1, 10);
    wire_send(wire, 10, S, ACK, 1, 11, 10);
    assert_int_equal(wire_report(wire).handshake, HANDSHAKE_UNSEEN);
    assert_int_equal(wire_report(wire).first_byte, -1);
}

/* Two of its three segments were captured: they do not tell that they were answered. */
static void test_report_of_one_end_alone_has_no_handshake(void **state) {
    struct wire *wire = wire_open_syn_sent(state);

    wire_send(wire, 10, C, ACK, 1, 1, 0);
    assert_int_equal(wire->verdict.states[C], STATE_ESTABLISHED);
    assert_int_equal(wire_report(wire).handshake, HANDSHAKE_UNSEEN);
}

static void test_report_of_crossing_syns_is_simultaneous(void **state) {
    struct wire *wire = wire_open_syn_sent(state);

    wire_send(wire, 1, S, SYN, 0, 0, 0);
    wire_send(wire, 10, C, SYN | ACK, 0, 1, 0);
    wire_send(wire, 1, S, SYN | ACK, 0, 1, 0);
    assert_int_equal(wire_report(wire).handshake, HANDSHAKE_SIMULTANEOUS);
}

static void test_report_of_data_in_the_syn_that_was_taken_is_fast_open(void **state) {
    struct wire *wire = wire_open(state, 10);

    wire_option_fast_open(wire, 8);
    wire_send(wire, 0, C, SYN, 0, 0, 100);
    wire_send(wire, 10, S, SYN | ACK, 0, 101, 0);
    wire_send(wire, 10, C, ACK, 101, 1, 0);
    assert_int_equal(wire_report(wire).handshake, HANDSHAKE_FAST_OPEN);
}

static void test_report_of_crossing_fins_is_simultaneous(void **state) {
    struct wire *wire = wire_open_established(state);

    wire_send(wire, 10, S, FIN | ACK, 1, 1, 0);
    assert_int_equal(wire_report(wire).teardown, TEARDOWN_HALF_CLOSED);
    wire_send(wire, 1, C, FIN | ACK, 1, 1, 0);
    assert_int_equal(wire_report(wire).teardown, TEARDOWN_SIMULTANEOUS);
    assert_int_equal(wire_report(wire).closed_first, S);
}

static void test_report_of_a_reset_of_the_server_names_it(void **state) {
    struct wire *wire = wire_open_established(state);

    wire_send(wire, 1, S, RST | ACK, 1, 1, 0);
    assert_int_equal(wire_report(wire).teardown, TEARDOWN_RESET);
    assert_int_equal(wire_report(wire).closed_first, S);
}

static void test_report_of_ports_used_again_counts_incarnations(void **state) {
    struct wire *wire = wire_open_established(state);

    wire_send(wire, 10, C, RST | ACK, 1, 1, 0);
    wire_send(wire, 10, C, SYN, 500000, 0, 0);
    assert_int_equal(wire_report(wire).flow, 2);
    assert_int_equal(wire_report(wire).incarnation, 2);
}

static void test_report_windows_are_scaled_if_both_ends_scale(void **state) {
    struct wire *wire = wire_open(state, 10);

    wire_option_window_scale(wire, 7);
    wire_send(wire, 0, C, SYN, 0, 0, 0);
    wire_option_window_scale(wire, 6);
    wire_send(wire, 10, S, SYN | ACK, 0, 1, 0);
    wire_send(wire, 10, C, ACK, 1, 1, 0);
    wire_send(wire, 1, C, ACK, 1, 1, 100);
    wire->window = 500;
    wire_send(wire, 10, S, ACK, 1, 101, 0);
    assert_int_equal(wire_report(wire).endpoints[C].max_window, 1000 << 7);
    assert_int_equal(wire_report(wire).endpoints[S].max_window, 500 << 6);
    assert_int_equal(wire_report(wire).endpoints[S].min_window, 500 << 6);
}

/* What held up a transfer of less than 100 ms, nobody could feel. */
static void test_report_limit_known_from_100_ms_on(void **state) {
    struct wire *wire = wire_open_established(state);

    wire_send(wire, 1, C, ACK, 1, 1, 100);
    wire_send(wire, 99, S, ACK, 1, 101, 0);
    assert_int_equal(wire_report(wire).endpoints[C].limited_time, 99 * MS);
    assert_int_equal(wire_report(wire).endpoints[C].limited_network, 1000);
    assert_int_equal(wire_report(wire).limited_by, -1);
    wire_send(wire, 0, C, ACK, 101, 1, 100);
    wire_send(wire, 1, S, ACK, 1, 201, 0);
    assert_int_equal(wire_report(wire).limited_by, LIMIT_NETWORK);
    assert_int_equal(wire_report(wire).limited_end, C);
}

/* Its whole is less than a millisecond: shares are rounded. */
static void test_report_limit_of_a_short_transfer_is_rounded(void **state) {
    struct wire *wire = wire_open_established(state);

    wire_send(wire, 1, C, ACK, 1, 1, 100);
    wire->now += 1000;
    wire_send(wire, 0, S, ACK, 1, 101, 0);
    wire->now += 1000;
    wire_send(wire, 0, C, ACK, 101, 1, 100);
    wire->now += 1000;
    wire_send(wire, 0, S, ACK, 1, 201, 0);
    assert_int_equal(wire_report(wire).endpoints[C].limited_time, 3000);
    assert_int_equal(wire_report(wire).endpoints[C].limited_sender, 333);
    assert_int_equal(wire_report(wire).endpoints[C].limited_network, 667);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        wire_test(test_report_of_a_handshake_has_what_both_ends_announced),
        wire_test(test_report_without_trouble_counts_none),
        wire_test(test_report_without_data_measures_are_unknown),
        wire_test(test_report_of_ipv6_has_long_addresses),
        wire_test(test_report_of_a_syn_is_unanswered_and_with_an_answer_incomplete),
        wire_test(test_report_of_a_flow_under_way_has_no_handshake),
        wire_test(test_report_of_one_end_alone_has_no_handshake),
        wire_test(test_report_of_crossing_syns_is_simultaneous),
        wire_test(test_report_of_data_in_the_syn_that_was_taken_is_fast_open),
        wire_test(test_report_of_crossing_fins_is_simultaneous),
        wire_test(test_report_of_a_reset_of_the_server_names_it),
        wire_test(test_report_of_ports_used_again_counts_incarnations),
        wire_test(test_report_windows_are_scaled_if_both_ends_scale),
        wire_test(test_report_limit_known_from_100_ms_on),
        wire_test(test_report_limit_of_a_short_transfer_is_rounded),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
