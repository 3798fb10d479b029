/* Which listeners are watched, and when a flood is told. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "track/analysis/syn_flood.h"

enum { LISTENER = 5, SAME_PLACE = LISTENER + FLOOD_LISTENERS, ANOTHER = 6 };

#define SECOND INT64_C(1000000000)

static int begin(void **state) {
    *state = calloc(1, sizeof(struct syn_flood));
    return *state == NULL;
}

static int end(void **state) {
    free(*state);
    return 0;
}

/* So many flows are opened at once. Returns what is told at the last of them. */
static uint32_t open_flows(struct syn_flood *flood, uint64_t listener, unsigned count,
                           int64_t now) {
    uint32_t told = 0;

    for (unsigned i = 0; i < count; i++) {
        told = syn_flood_opened(flood, listener, now);
    }
    return told;
}

static void test_flood_told_at_the_hundredth_and_not_again(void **state) {
    assert_int_equal(open_flows(*state, LISTENER, 99, SECOND), 0);
    assert_int_equal(open_flows(*state, LISTENER, 1, SECOND), 100);
    assert_int_equal(open_flows(*state, LISTENER, 1, SECOND), 0);
}

static void test_flood_of_flows_that_were_closed_is_none(void **state) {
    open_flows(*state, LISTENER, 50, SECOND);
    for (unsigned i = 0; i < 60; i++) {
        syn_flood_closed(*state, LISTENER);
    }
    assert_int_equal(open_flows(*state, LISTENER, 99, SECOND), 0);
    assert_int_equal(open_flows(*state, LISTENER, 1, SECOND), 100);
}

static void test_flood_of_another_listener_is_counted_apart(void **state) {
    open_flows(*state, LISTENER, 99, SECOND);
    assert_int_equal(open_flows(*state, ANOTHER, 99, SECOND), 0);
    syn_flood_closed(*state, ANOTHER);
    assert_int_equal(open_flows(*state, LISTENER, 1, SECOND), 100);
}

/* A place is not taken from a listener whose flows are half open. */
static void test_flood_is_not_crowded_out_by_a_listener_of_the_same_place(void **state) {
    open_flows(*state, LISTENER, 99, SECOND);
    assert_int_equal(open_flows(*state, SAME_PLACE, 200, SECOND), 0);
    syn_flood_closed(*state, SAME_PLACE);
    assert_int_equal(open_flows(*state, LISTENER, 1, SECOND), 100);
}

static void test_place_of_a_listener_with_one_half_open_flow_is_taken(void **state) {
    open_flows(*state, LISTENER, 1, SECOND);
    assert_int_equal(open_flows(*state, SAME_PLACE, 100, SECOND), 100);
}

static void test_place_of_a_listener_with_two_half_open_flows_is_kept(void **state) {
    open_flows(*state, LISTENER, 2, SECOND);
    assert_int_equal(open_flows(*state, SAME_PLACE, 100, SECOND), 0);
    assert_int_equal(open_flows(*state, LISTENER, 98, SECOND), 100);
}

static void test_place_of_a_listener_that_is_quiet_for_10_s_is_taken(void **state) {
    open_flows(*state, LISTENER, 99, SECOND);
    assert_int_equal(open_flows(*state, SAME_PLACE, 100, 11 * SECOND - 1), 0);
    assert_int_equal(open_flows(*state, SAME_PLACE, 100, 11 * SECOND), 100);
}

static void test_flood_after_10_s_of_quiet_is_told_again(void **state) {
    open_flows(*state, LISTENER, 100, SECOND);
    assert_int_equal(open_flows(*state, LISTENER, 100, 11 * SECOND - 1), 0);
    assert_int_equal(open_flows(*state, LISTENER, 100, 21 * SECOND - 1), 100);
}

#define flood_test(test) cmocka_unit_test_setup_teardown(test, begin, end)

int main(void) {
    const struct CMUnitTest tests[] = {
        flood_test(test_flood_told_at_the_hundredth_and_not_again),
        flood_test(test_flood_of_flows_that_were_closed_is_none),
        flood_test(test_flood_of_another_listener_is_counted_apart),
        flood_test(test_flood_is_not_crowded_out_by_a_listener_of_the_same_place),
        flood_test(test_place_of_a_listener_with_one_half_open_flow_is_taken),
        flood_test(test_place_of_a_listener_with_two_half_open_flows_is_kept),
        flood_test(test_place_of_a_listener_that_is_quiet_for_10_s_is_taken),
        flood_test(test_flood_after_10_s_of_quiet_is_told_again),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
