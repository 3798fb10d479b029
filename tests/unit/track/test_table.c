/*
 * The bounded table: order of forgetting, capacity, and what is said of a flow when it is over.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "wire.h"

static void use_port(struct wire *wire, unsigned port) {
    wire->ports[C] = (uint16_t)port;
}

static void close_both(struct wire *wire) {
    wire_send(wire, 1, C, RST | ACK, 1, 1, 0);
}

static void test_full_half_open_forgotten_first_oldest_first(void **state) {
    struct wire *wire = wire_open(state, 4);
    struct flow_report report;

    use_port(wire, 50001); /* established */
    wire_handshake(wire);
    use_port(wire, 50002); /* closed */
    wire_handshake(wire);
    close_both(wire);
    use_port(wire, 50003);
    wire_send(wire, 1, C, SYN, 0, 0, 0);
    use_port(wire, 50004);
    wire_send(wire, 1, C, SYN, 0, 0, 0);

    static const unsigned forgotten[] = {50003, 50004, 50005, 50006};

    for (unsigned i = 0; i < 4; i++) {
        use_port(wire, 50005 + i);
        wire_send(wire, 1, C, SYN, 0, 0, 0);
        assert_true(tracker_next_ended(wire->tracker, &report));
        assert_true(report.evicted);
        assert_int_equal(report.endpoints[C].port, forgotten[i]);
        assert_false(tracker_next_ended(wire->tracker, &report));
    }
    assert_int_equal(tracker_evicted_count(wire->tracker), 4);
}

static void test_full_closed_then_time_wait_then_established(void **state) {
    struct wire *wire = wire_open(state, 3);
    struct flow_report report;

    static const unsigned forgotten[] = {50003, 50002, 50001};

    use_port(wire, 50001);
    wire_handshake(wire);
    use_port(wire, 50002);
    wire_handshake(wire);
    wire_send(wire, 1, C, FIN | ACK, 1, 1, 0);
    wire_send(wire, 1, S, FIN | ACK, 1, 2, 0);
    wire_send(wire, 1, C, ACK, 2, 2, 0);
    use_port(wire, 50003);
    wire_handshake(wire);
    close_both(wire);
    for (unsigned i = 0; i < 3; i++) {
        use_port(wire, 50010 + i);
        wire_send(wire, 1, S, ACK, 1, 1, 10); /* mid-stream: counts as established */
        assert_true(tracker_next_ended(wire->tracker, &report));
        assert_int_equal(report.endpoints[C].port, forgotten[i]);
    }
}

static void test_evicted_seen_again_is_mid_stream(void **state) {
    struct wire *wire = wire_open(state, 1);

    wire_handshake(wire);
    use_port(wire, 50001);
    wire_send(wire, 1, C, SYN, 0, 0, 0);
    assert_int_equal(wire_finding(wire, FINDING_EVICTED)->count, 1);
    assert_int_equal(wire_finding(wire, FINDING_EVICTED)->state, STATE_ESTABLISHED);
    use_port(wire, 40000);
    wire_send(wire, 1, C, ACK, 1, 1, 10);
    assert_finding(wire, FINDING_MID_STREAM);
    assert_int_equal(wire->verdict.states[C], STATE_UNKNOWN);
    assert_int_equal(wire->verdict.flow, 3);
}

static void test_capacity_every_flow_is_found_and_reported_once(void **state) {
    struct wire *wire = wire_open(state, 5000);
    struct flow_report report;
    unsigned reports = 0;

    for (unsigned round = 0; round < 2; round++) {
        for (unsigned i = 0; i < 5000; i++) {
            use_port(wire, 10000 + i);
            wire_send(wire, 0, C, round == 0 ? SYN : RST | ACK, round, round, 0);
            assert_int_equal(wire->verdict.flow, i + 1);
        }
    }
    assert_int_equal(tracker_evicted_count(wire->tracker), 0);
    assert_int_equal(tracker_flow_count(wire->tracker), 5000);
    tracker_finish(wire->tracker);
    wire_wait(wire, 0);
    while (tracker_next_ended(wire->tracker, &report)) {
        reports++;
    }
    assert_int_equal(reports, 5000);
}

static void test_flood_through_small_table_stays_bounded(void **state) {
    struct wire *wire = wire_open(state, 64);
    struct flow_report report;

    use_port(wire, 9);
    wire_handshake(wire);
    for (unsigned i = 0; i < 20000; i++) {
        wire->addresses[C][1] = (uint8_t)(i >> 8);
        wire->addresses[C][2] = (uint8_t)i;
        use_port(wire, 1024 + i % 60000);
        wire_send(wire, 0, C, SYN, 0, 0, 0);
        while (tracker_next_ended(wire->tracker, &report)) {
            assert_string_equal(report.conn_state, "S0");
        }
    }
    assert_int_equal(tracker_evicted_count(wire->tracker), 20000 - 63);
    memcpy(wire->addresses[C], (const uint8_t[]){10, 0, 0, 1}, 4);
    use_port(wire, 9);
    wire_send(wire, 0, C, ACK, 1, 1, 10);
    assert_int_equal(wire->verdict.flow, 1);
}

static void test_ipv6_addresses_come_back(void **state) {
    struct wire *wire = wire_open(state, 10);

    wire->version = 6;
    for (unsigned i = 0; i < 16; i++) {
        wire->addresses[C][i] = (uint8_t)(0x20 + i);
        wire->addresses[S][i] = (uint8_t)(0x10 + i);
    }
    wire_handshake(wire);
    assert_history(wire, C, "SYN-SENT ESTABLISHED");

    const struct flow_report report = wire_report(wire);

    assert_int_equal(report.ip_version, 6);
    assert_memory_equal(report.endpoints[C].address, wire->addresses[C], 16);
    assert_memory_equal(report.endpoints[S].address, wire->addresses[S], 16);
    assert_int_equal(report.endpoints[C].port, 40000);
}

static void test_ends_on_one_host_are_told_by_their_ports(void **state) {
    struct wire *wire = wire_open(state, 10);

    for (uint8_t version = 4; version <= 6; version += 2) {
        wire->version = version;
        memcpy(wire->addresses[S], wire->addresses[C], sizeof wire->addresses[S]);
        wire_handshake(wire);
        assert_int_equal(wire->verdict.states[C], STATE_ESTABLISHED);
        assert_int_equal(wire->verdict.states[S], STATE_ESTABLISHED);
        assert_int_equal(wire_report(wire).endpoints[C].port, 40000);
        assert_int_equal(wire_report(wire).endpoints[S].port, 80);
    }
}

static void test_ends_with_one_port_are_told_by_their_addresses(void **state) {
    struct wire *wire = wire_open(state, 10);

    for (uint8_t version = 4; version <= 6; version += 2) {
        wire->version = version;
        wire->ports[C] = wire->ports[S] = 179;
        wire_handshake(wire);
        assert_int_equal(wire->verdict.states[C], STATE_ESTABLISHED);
        assert_int_equal(wire->verdict.states[S], STATE_ESTABLISHED);
        assert_memory_equal(wire_report(wire).endpoints[C].address, wire->addresses[C], 4);
        assert_memory_equal(wire_report(wire).endpoints[S].address, wire->addresses[S], 4);
    }
}

static void test_ipv6_flow_evicted_and_seen_again_is_another(void **state) {
    struct wire *wire = wire_open(state, 1);
    struct flow_report report;

    wire->version = 6;
    for (unsigned i = 0; i < 6; i++) {
        wire->addresses[C][15] = (uint8_t)(i % 2);
        wire_send(wire, 0, C, ACK, 1, 1, 10);
        assert_int_equal(wire->verdict.flow, i + 1);
        assert_int_equal(tracker_next_ended(wire->tracker, &report), i != 0);
    }
}

static void test_ipv6_ends_that_differ_in_their_last_byte_are_two(void **state) {
    struct wire *wire = wire_open(state, 10);

    wire->version = 6;
    wire->ports[C] = wire->ports[S] = 179;
    memcpy(wire->addresses[S], wire->addresses[C], sizeof wire->addresses[S]);
    wire->addresses[S][15] ^= 1;
    wire_handshake(wire);
    assert_int_equal(wire->verdict.states[C], STATE_ESTABLISHED);
    assert_int_equal(wire->verdict.states[S], STATE_ESTABLISHED);
    assert_memory_equal(wire_report(wire).endpoints[S].address, wire->addresses[S], 16);
}

static void test_open_flow_idle_forgotten(void **state) {
    struct wire *wire = wire_open_established(state);
    struct flow_report report;

    assert_int_equal(wire_wait(wire, 7439000), 0);
    assert_int_equal(wire_wait(wire, 1000), 1);
    assert_finding(wire, FINDING_IDLE);
    assert_true(tracker_next_ended(wire->tracker, &report));
    assert_string_equal(report.conn_state, "S1");
}

/* 2 hours and 4 minutes (RFC 5382, REQ-5). */
static void test_open_flow_idle_for_7440_s_forgotten_and_not_sooner(void **state) {
    struct wire *wire = wire_open_established(state);

    assert_int_equal(wire_wait(wire, 7439999), 0);
    assert_int_equal(wire_wait(wire, 1), 1);
    assert_int_equal(wire_finding(wire, FINDING_IDLE)->duration, 7440000 * MS);
}

static void test_half_open_flow_idle_for_120_s_unanswered_and_not_sooner(void **state) {
    struct wire *wire = wire_open_syn_sent(state);

    wire_send(wire, 1000, C, SYN, 0, 0, 0);
    assert_int_equal(wire_wait(wire, 119999), 0);
    assert_int_equal(wire_wait(wire, 1), 1);
    assert_int_equal(wire_finding(wire, FINDING_NO_ANSWER)->count, 2);
    assert_int_equal(wire_finding(wire, FINDING_NO_ANSWER)->who, C);
}

static void test_half_open_flow_with_an_answer_idle(void **state) {
    struct wire *wire = wire_open_syn_sent(state);

    wire_send(wire, 10, S, SYN | ACK, 0, 1, 0);
    assert_int_equal(wire_wait(wire, 120000), 1);
    assert_no_finding(wire, FINDING_NO_ANSWER);
    assert_int_equal(wire_finding(wire, FINDING_IDLE)->duration, 120000 * MS);
}

static void test_closed_flow_forgotten_after_2_msl_and_not_sooner(void **state) {
    struct wire *wire = wire_open_established(state);
    struct flow_report report;

    close_both(wire);
    assert_int_equal(wire_wait(wire, 59999), 0);
    assert_false(tracker_next_ended(wire->tracker, &report));
    assert_int_equal(wire_wait(wire, 1), 0);
    assert_true(tracker_next_ended(wire->tracker, &report));
    assert_false(report.evicted);
}

/* The first eviction is told, and then each time their number has doubled. */
static void test_evictions_told_at_powers_of_two(void **state) {
    struct wire *wire = wire_open(state, 1);

    for (unsigned evicted = 0; evicted <= 9; evicted++) {
        use_port(wire, 50000 + evicted);
        wire_send(wire, 0, C, SYN, 0, 0, 0);
        assert_int_equal(wire_finding(wire, FINDING_EVICTED) != NULL,
                         evicted == 1 || evicted == 2 || evicted == 4 || evicted == 8);
    }
}

/* The flow that was silent for longest goes first. */
static void assert_kept_if_it_speaks(void **state, int after) {
    struct wire *wire = wire_open(state, 3);
    struct flow_report report;

    for (unsigned port = 1; port <= 3; port++) {
        use_port(wire, port);
        wire_handshake(wire);
    }
    use_port(wire, 1);
    wire_send(wire, after, C, ACK, 1, 1, 10);
    use_port(wire, 4);
    wire_send(wire, 1, S, ACK, 1, 1, 10);
    assert_true(tracker_next_ended(wire->tracker, &report));
    assert_int_equal(report.endpoints[C].port, 2);
}

static void test_full_open_flow_that_spoke_lately_kept(void **state) {
    assert_kept_if_it_speaks(state, 5000);
}

static void test_full_open_flow_that_spoke_just_now_kept(void **state) {
    assert_kept_if_it_speaks(state, 1);
}

static void test_active_flow_does_not_hide_an_idle_one(void **state) {
    struct wire *wire = wire_open(state, 10);
    unsigned idle = 0;

    use_port(wire, 50001);
    wire_handshake(wire);
    use_port(wire, 50002);
    wire_handshake(wire);
    use_port(wire, 50001);
    for (unsigned i = 0; i < 130; i++) {
        idle += wire_wait(wire, 60000);
        wire_send(wire, 0, C, ACK, 1 + i, 1, 1);
        idle += wire_finding(wire, FINDING_IDLE) != NULL;
    }
    assert_int_equal(idle, 1);
}

static void test_time_backwards_runs_no_timer(void **state) {
    struct wire *wire = wire_open_established(state);

    assert_int_equal(wire_wait(wire, -86400000), 0);
    wire_send(wire, 0, C, FIN | ACK, 1, 1, 0);
    assert_int_equal(wire->verdict.states[C], STATE_FIN_WAIT_1);
}

static void test_finish_unanswered_syn_told(void **state) {
    struct wire *wire = wire_open_syn_sent(state);

    use_port(wire, 50002);
    wire_handshake(wire);
    tracker_finish(wire->tracker);
    assert_int_equal(wire_wait(wire, 0), 1);
    assert_no_finding(wire, FINDING_NO_ANSWER);
    assert_int_equal(wire_finding(wire, FINDING_NO_ANSWER_YET)->count, 1);
    assert_int_equal(wire_finding(wire, FINDING_NO_ANSWER_YET)->duration, 20 * MS);
    assert_int_equal(wire->verdict.flow, 1);
}

static void test_user_word_belongs_to_its_flow(void **state) {
    struct wire *wire = wire_open_syn_sent(state);

    assert_int_equal(*wire->verdict.gloss_memory, 0);
    *wire->verdict.gloss_memory = 7;
    use_port(wire, 50002);
    wire_send(wire, 0, C, SYN, 0, 0, 0);
    assert_int_equal(*wire->verdict.gloss_memory, 0);
    use_port(wire, 40000);
    wire_send(wire, 0, C, SYN, 0, 0, 0);
    assert_int_equal(*wire->verdict.gloss_memory, 7);
}

static void test_table_size_out_of_range_refused(void **unused) {
    struct tracker_settings settings = {.max_flows = 0, .msl = 1};
    struct error error;

    (void)unused;
    assert_null(tracker_create(&settings, &error));
    assert_int_equal(error.status, STATUS_USAGE);
    settings.max_flows = TRACKER_FLOWS_MAX + 1;
    assert_null(tracker_create(&settings, &error));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_table_size_out_of_range_refused),
        wire_test(test_full_half_open_forgotten_first_oldest_first),
        wire_test(test_full_closed_then_time_wait_then_established),
        wire_test(test_evicted_seen_again_is_mid_stream),
        wire_test(test_capacity_every_flow_is_found_and_reported_once),
        wire_test(test_flood_through_small_table_stays_bounded),
        wire_test(test_ipv6_addresses_come_back),
        wire_test(test_open_flow_idle_forgotten),
        wire_test(test_active_flow_does_not_hide_an_idle_one),
        wire_test(test_time_backwards_runs_no_timer),
        wire_test(test_finish_unanswered_syn_told),
        wire_test(test_user_word_belongs_to_its_flow),
        wire_test(test_open_flow_idle_for_7440_s_forgotten_and_not_sooner),
        wire_test(test_half_open_flow_idle_for_120_s_unanswered_and_not_sooner),
        wire_test(test_half_open_flow_with_an_answer_idle),
        wire_test(test_closed_flow_forgotten_after_2_msl_and_not_sooner),
        wire_test(test_evictions_told_at_powers_of_two),
        wire_test(test_full_open_flow_that_spoke_lately_kept),
        wire_test(test_full_open_flow_that_spoke_just_now_kept),
        wire_test(test_ends_on_one_host_are_told_by_their_ports),
        wire_test(test_ends_with_one_port_are_told_by_their_addresses),
        wire_test(test_ipv6_flow_evicted_and_seen_again_is_another),
        wire_test(test_ipv6_ends_that_differ_in_their_last_byte_are_two),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
