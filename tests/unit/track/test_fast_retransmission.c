/* What duplicate ACKs ask for is sent again before a timeout. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "wire.h"

static void send_five(struct wire *wire) {
    for (uint32_t i = 0; i < 5; i++) {
        wire_send(wire, 0, C, ACK, 1 + 100 * i, 1, 100);
    }
}

static void test_data_repeated_after_three_duplicates_fast_retransmission(void **state) {
    struct wire *wire = wire_open_established(state);

    send_five(wire);
    for (unsigned i = 1; i <= 3; i++) {
        wire_send(wire, i == 1 ? 15 : 0, S, ACK, 1, i == 0 ? 101 : 1, 0);
        assert_int_equal(wire_finding(wire, FINDING_DUPLICATE_ACK)->count, i);
    }
    wire_send(wire, 1, C, ACK, 1, 1, 100);
    assert_int_equal(wire_finding(wire, FINDING_FAST_RETRANSMISSION)->count, 3);
    /* A partial acknowledgment calls for the next (RFC 6582). */
    wire_send(wire, 20, S, ACK, 1, 201, 0);
    wire_send(wire, 1, C, ACK, 201, 1, 100);
    assert_finding(wire, FINDING_FAST_RETRANSMISSION);
    /* Recovery is over. */
    wire_send(wire, 20, S, ACK, 1, 501, 0);
    wire_send(wire, 1, C, ACK, 501, 1, 100);
    wire_send(wire, 300, C, ACK, 501, 1, 100);
    assert_finding(wire, FINDING_RETRANSMISSION);
}

static void test_data_repeated_after_two_duplicates_without_sack_plain(void **state) {
    struct wire *wire = wire_open_established(state);

    send_five(wire);
    wire_send(wire, 15, S, ACK, 1, 1, 0);
    wire_send(wire, 0, S, ACK, 1, 1, 0);
    wire_send(wire, 1, C, ACK, 1, 1, 100);
    assert_no_finding(wire, FINDING_FAST_RETRANSMISSION);
    assert_finding(wire, FINDING_RETRANSMISSION);
}

static void test_data_repeated_long_after_duplicates_plain(void **state) {
    struct wire *wire = wire_open_established(state);

    send_five(wire);
    for (unsigned i = 0; i < 3; i++) {
        wire_send(wire, 5, S, ACK, 1, 1, 0);
    }
    wire_send(wire, 400, C, ACK, 1, 1, 100);
    assert_no_finding(wire, FINDING_FAST_RETRANSMISSION);
    assert_finding(wire, FINDING_RETRANSMISSION);
}

/* A timer has run out: what is sent again behind that was not asked for (RFC 6582 §4). */
static void test_recovery_timeout_what_follows_is_not_fast(void **state) {
    struct wire *wire = wire_open_established(state);

    send_five(wire);
    for (unsigned i = 0; i < 3; i++) {
        wire_send(wire, i == 0 ? 15 : 1, S, ACK, 1, 1, 0);
    }
    wire_send(wire, 1, C, ACK, 1, 1, 100);
    assert_finding(wire, FINDING_FAST_RETRANSMISSION);
    wire_send(wire, 600, C, ACK, 1, 1, 100);
    assert_finding(wire, FINDING_RETRANSMISSION);
    wire_send(wire, 20, S, ACK, 1, 101, 0);
    wire_send(wire, 1, C, ACK, 101, 1, 100);
    assert_no_finding(wire, FINDING_FAST_RETRANSMISSION);
    assert_finding(wire, FINDING_RETRANSMISSION);
}

static void test_data_repeated_after_one_sack_fast_retransmission(void **state) {
    struct wire *wire = wire_open_sack(state);

    send_five(wire);
    wire_option_sack(wire, wire->isn[C] + 101, wire->isn[C] + 501);
    wire_send(wire, 15, S, ACK, 1, 1, 0);
    assert_finding(wire, FINDING_DUPLICATE_ACK);
    wire_send(wire, 1, C, ACK, 1, 1, 100);
    assert_finding(wire, FINDING_FAST_RETRANSMISSION);
}

/* SACK is in force only if both SYNs permitted it: one duplicate is then not enough. */
static void repeat_after_one_duplicate(struct wire *wire, enum endpoint permits) {
    if (permits == C) {
        wire_option_sack_permitted(wire);
    }
    wire_send(wire, 0, C, SYN, 0, 0, 0);
    if (permits == S) {
        wire_option_sack_permitted(wire);
    }
    wire_send(wire, 10, S, SYN | ACK, 0, 1, 0);
    wire_send(wire, 10, C, ACK, 1, 1, 0);
    send_five(wire);
    wire_send(wire, 15, S, ACK, 1, 1, 0);
    assert_finding(wire, FINDING_DUPLICATE_ACK);
    wire_send(wire, 1, C, ACK, 1, 1, 100);
}

static void test_data_repeated_after_one_duplicate_sack_of_client_alone_plain(void **state) {
    struct wire *wire = wire_open(state, 10);

    repeat_after_one_duplicate(wire, C);
    assert_finding(wire, FINDING_RETRANSMISSION);
}

static void test_data_repeated_after_one_duplicate_sack_of_server_alone_plain(void **state) {
    struct wire *wire = wire_open(state, 10);

    repeat_after_one_duplicate(wire, S);
    assert_finding(wire, FINDING_RETRANSMISSION);
}

/* Two round trips of 20 ms, and 50 ms of jitter. */
static void test_data_repeated_90_ms_after_duplicates_plain(void **state) {
    struct wire *wire = wire_open_established(state);

    send_five(wire);
    for (unsigned i = 0; i < 3; i++) {
        wire_send(wire, 5, S, ACK, 1, 1, 0);
    }
    wire_send(wire, 90, C, ACK, 1, 1, 100);
    assert_no_finding(wire, FINDING_FAST_RETRANSMISSION);
    assert_finding(wire, FINDING_RETRANSMISSION);
}

static void test_data_repeated_89_ms_after_duplicates_fast_retransmission(void **state) {
    struct wire *wire = wire_open_established(state);

    send_five(wire);
    for (unsigned i = 0; i < 3; i++) {
        wire_send(wire, 5, S, ACK, 1, 1, 0);
    }
    wire_send(wire, 89, C, ACK, 1, 1, 100);
    assert_finding(wire, FINDING_FAST_RETRANSMISSION);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        wire_test(test_data_repeated_after_three_duplicates_fast_retransmission),
        wire_test(test_data_repeated_after_two_duplicates_without_sack_plain),
        wire_test(test_data_repeated_long_after_duplicates_plain),
        wire_test(test_recovery_timeout_what_follows_is_not_fast),
        wire_test(test_data_repeated_after_one_sack_fast_retransmission),
        wire_test(test_data_repeated_after_one_duplicate_sack_of_client_alone_plain),
        wire_test(test_data_repeated_after_one_duplicate_sack_of_server_alone_plain),
        wire_test(test_data_repeated_90_ms_after_duplicates_plain),
        wire_test(test_data_repeated_89_ms_after_duplicates_fast_retransmission),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
