/* What held a direction up: docs/analysis.md has the definitions. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "wire.h"

static void test_limit_loss_from_the_first_copy_to_the_acknowledgment(void **state) {
    struct wire *wire = wire_open_established(state);
    struct endpoint_report report;

    wire_send(wire, 1, C, ACK, 1, 1, 100);
    wire_send(wire, 390, C, ACK, 1, 1, 100);
    wire_send(wire, 10, S, ACK, 1, 101, 0);
    wire_send(wire, 0, C, ACK, 101, 1, 100);
    wire_send(wire, 100, S, ACK, 1, 201, 0);
    report = wire_end_report(wire, C);
    assert_int_equal(report.limited_loss, 800);
    assert_int_equal(report.limited_network, 200);
    assert_int_equal(wire_report(wire).limited_by, LIMIT_LOSS);
}

static void test_limit_receiver_window_full_and_zero(void **state) {
    struct wire *wire = wire_open_established(state);

    wire_send(wire, 1, C, ACK, 1, 1, 1000);
    wire->window = 0;
    wire_send(wire, 100, S, ACK, 1, 1001, 0);
    wire->window = 1000;
    wire_send(wire, 300, S, ACK, 1, 1001, 0);
    wire_send(wire, 0, C, ACK, 1001, 1, 100);
    wire_send(wire, 100, S, ACK, 1, 1101, 0);
    assert_int_equal(wire_end_report(wire, C).limited_window, 800);
    assert_int_equal(wire_end_report(wire, C).limited_sender, 0);
    assert_int_equal(wire_report(wire).limited_by, LIMIT_RECEIVER_WINDOW);
}

static void test_limit_sender_that_pauses_by_itself(void **state) {
    struct wire *wire = wire_open_established(state);

    wire_send(wire, 1, C, ACK, 1, 1, 100);
    wire_send(wire, 10, S, ACK, 1, 101, 0);
    wire_send(wire, 80, C, ACK, 101, 1, 100);
    wire_send(wire, 10, S, ACK, 1, 201, 0);
    assert_int_equal(wire_end_report(wire, C).limited_sender, 800);
    assert_int_equal(wire_report(wire).limited_by, LIMIT_SENDER);
}

/* The server has most data and waits for requests; the client asks at once when it has an answer.
 */
static void test_limit_turns_one_round_trip_a_request(void **state) {
    struct wire *wire = wire_open_established(state);

    for (uint32_t i = 0; i < 4; i++) {
        wire_send(wire, i == 0 ? 1 : 0, C, ACK, 1 + 10 * i, 1 + 200 * i, 10);
        wire_send(wire, 5, S, ACK, 1 + 200 * i, 11 + 10 * i, 200);
        wire_send(wire, 20, C, ACK, 11 + 10 * i, 201 + 200 * i, 0);
        wire_wait(wire, 40);
    }
    assert_true(wire_end_report(wire, S).limited_turns > 500);
    assert_int_equal(wire_end_report(wire, S).limited_loss, 0);
    assert_int_equal(wire_report(wire).limited_by, LIMIT_SENDER);
}

static void test_limits_told_at_the_end_of_a_long_transfer(void **state) {
    struct wire *wire = wire_open_established(state);

    wire_send(wire, 1, C, ACK, 1, 1, 100);
    wire_send(wire, 1000, S, ACK, 1, 101, 0);
    wire_send(wire, 1, C, FIN | ACK, 101, 1, 0);
    assert_finding(wire, FINDING_LIMITED);
    wire_send(wire, 10, S, FIN | ACK, 1, 102, 0);
    assert_no_finding(wire, FINDING_LIMITED);
}

static void test_limits_told_at_a_reset(void **state) {
    struct wire *wire = wire_open_established(state);

    wire_send(wire, 1, C, ACK, 1, 1, 100);
    wire_send(wire, 1000, S, RST | ACK, 1, 101, 0);
    assert_finding(wire, FINDING_LIMITED);
}

static void test_limits_not_told_of_a_short_transfer(void **state) {
    struct wire *wire = wire_open_established(state);

    wire_send(wire, 1, C, ACK, 1, 1, 100);
    wire_send(wire, 10, S, ACK, 1, 101, 0);
    wire_send(wire, 2000, C, FIN | ACK, 101, 1, 0);
    assert_no_finding(wire, FINDING_LIMITED);
}

/* The data and their acknowledgment: a second in all. */
static void test_limits_told_of_a_transfer_of_a_second(void **state) {
    struct wire *wire = wire_open_established(state);

    wire_send(wire, 1, C, ACK, 1, 1, 100);
    wire_send(wire, 1000, S, ACK, 1, 101, 0);
    wire_send(wire, 1, S, FIN | ACK, 1, 101, 0);
    assert_finding(wire, FINDING_LIMITED);
}

static void test_limits_not_told_of_a_transfer_of_less_than_a_second(void **state) {
    struct wire *wire = wire_open_established(state);

    wire_send(wire, 1, C, ACK, 1, 1, 100);
    wire_send(wire, 999, S, ACK, 1, 101, 0);
    wire_send(wire, 1, S, FIN | ACK, 1, 101, 0);
    assert_no_finding(wire, FINDING_LIMITED);
}

/* The server answers data that came meanwhile: it waited, and then took its time. */
static void test_limit_shares_of_a_server_that_waits_and_computes(void **state) {
    struct wire *wire = wire_open_established(state);
    struct endpoint_report report;

    wire_send(wire, 1, S, ACK, 1, 1, 300);
    wire_send(wire, 10, C, ACK, 1, 301, 0);
    wire_send(wire, 40, C, ACK, 1, 301, 100);
    wire_send(wire, 30, S, ACK, 301, 101, 300);
    wire_send(wire, 20, C, ACK, 101, 601, 0);
    report = wire_end_report(wire, S);
    assert_int_equal(report.limited_time, 100 * MS);
    assert_int_equal(report.limited_turns, 400);
    assert_int_equal(report.limited_sender, 300);
    assert_int_equal(report.limited_network, 300);
    assert_int_equal(report.answers, 1);
    assert_int_equal(report.answer_max, 30 * MS);
}

/* All was acknowledged before: a window that was open already and grows ends no wait. */
static void test_limit_pause_begins_with_ack_not_with_a_larger_window(void **state) {
    struct wire *wire = wire_open_established(state);

    wire_send(wire, 1, C, ACK, 1, 1, 1000);
    wire->window = 0;
    wire_send(wire, 10, S, ACK, 1, 1001, 0);
    wire_send(wire, 10, S, ACK, 1, 1001, 0);
    wire_send(wire, 0, C, ACK, 1001, 1, 100);
    wire->window = 900;
    wire_send(wire, 10, S, ACK, 1, 1101, 0);
    wire_send(wire, 50, S, ACK, 1, 1101, 0);
    assert_finding(wire, FINDING_WINDOW_UPDATE);
    wire_send(wire, 50, C, ACK, 1101, 1, 100);
    wire_send(wire, 10, S, ACK, 1, 1201, 0);
    assert_int_equal(wire_end_report(wire, C).limited_time, 140 * MS);
    assert_int_equal(wire_end_report(wire, C).limited_sender, 714);
}

/* The main direction waits for its peer: what holds the peer up counts, and the peer is named. */
static void test_limit_of_a_server_that_waits_is_that_of_its_client(void **state) {
    struct wire *wire = wire_open_established(state);

    for (uint32_t i = 0; i < 4; i++) {
        wire_send(wire, i == 0 ? 1 : 100, C, ACK, 1 + 10 * i, 1 + 200 * i, 10);
        wire_send(wire, 0, S, ACK, 1 + 200 * i, 11 + 10 * i, 200);
        wire_send(wire, 1, C, ACK, 11 + 10 * i, 201 + 200 * i, 0);
    }
    assert_int_equal(wire_report(wire).limited_by, LIMIT_SENDER);
    assert_int_equal(wire_report(wire).limited_end, C);
}

static void test_limit_loss_from_the_first_duplicate_to_the_acknowledgment(void **state) {
    struct wire *wire = wire_open_established(state);

    for (uint32_t i = 0; i < 5; i++) {
        wire_send(wire, 0, C, ACK, 1 + 100 * i, 1, 100);
    }
    wire_send(wire, 15, S, ACK, 1, 1, 0);
    wire_send(wire, 5, S, ACK, 1, 1, 0);
    wire_send(wire, 5, S, ACK, 1, 1, 0);
    wire_send(wire, 5, C, ACK, 1, 1, 100);
    assert_finding(wire, FINDING_FAST_RETRANSMISSION);
    wire_send(wire, 20, S, ACK, 1, 501, 0);
    assert_int_equal(wire_end_report(wire, C).limited_time, 50 * MS);
    assert_int_equal(wire_end_report(wire, C).limited_loss, 700);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        wire_test(test_limit_loss_from_the_first_copy_to_the_acknowledgment),
        wire_test(test_limit_receiver_window_full_and_zero),
        wire_test(test_limit_sender_that_pauses_by_itself),
        wire_test(test_limit_turns_one_round_trip_a_request),
        wire_test(test_limits_told_at_the_end_of_a_long_transfer),
        wire_test(test_limits_told_at_a_reset),
        wire_test(test_limits_not_told_of_a_short_transfer),
        wire_test(test_limits_told_of_a_transfer_of_a_second),
        wire_test(test_limits_not_told_of_a_transfer_of_less_than_a_second),
        wire_test(test_limit_shares_of_a_server_that_waits_and_computes),
        wire_test(test_limit_pause_begins_with_ack_not_with_a_larger_window),
        wire_test(test_limit_of_a_server_that_waits_is_that_of_its_client),
        wire_test(test_limit_loss_from_the_first_duplicate_to_the_acknowledgment),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
