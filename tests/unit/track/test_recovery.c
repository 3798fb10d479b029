#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "track/analysis/recovery.h"

static void assert_hole(const struct recovery *recovery, uint32_t index, uint32_t left,
                        uint32_t right) {
    assert_in_range(index, 0, recovery->hole_count - 1);
    assert_int_equal(recovery->holes[index].left, left);
    assert_int_equal(recovery->holes[index].right, right);
}

static void test_hole_filled_in_the_middle_two_holes(void **unused) {
    struct recovery recovery = {0};

    (void)unused;
    recovery_add_hole(&recovery, (struct hole){.left = 100, .right = 200});
    assert_int_equal(recovery_fill(&recovery, 120, 150), 30);
    assert_int_equal(recovery.hole_count, 2);
    assert_hole(&recovery, 0, 100, 120);
    assert_hole(&recovery, 1, 150, 200);
}

static void test_holes_filled_at_once_none_left(void **unused) {
    struct recovery recovery = {0};

    (void)unused;
    recovery_add_hole(&recovery, (struct hole){.left = 100, .right = 200});
    recovery_add_hole(&recovery, (struct hole){.left = 300, .right = 400});
    assert_int_equal(recovery_fill(&recovery, 50, 350), 150);
    assert_int_equal(recovery.hole_count, 1);
    assert_hole(&recovery, 0, 350, 400);
    assert_int_equal(recovery_fill(&recovery, 350, 400), 50);
    assert_int_equal(recovery.hole_count, 0);
}

static void test_hole_beside_what_was_seen_kept(void **unused) {
    struct recovery recovery = {0};

    (void)unused;
    recovery_add_hole(&recovery, (struct hole){.left = 100, .right = 200});
    assert_int_equal(recovery_fill(&recovery, 50, 100), 0);
    assert_int_equal(recovery_fill(&recovery, 200, 250), 0);
    assert_null(recovery_overlap(&recovery, 50, 100));
    assert_null(recovery_overlap(&recovery, 200, 250));
    assert_non_null(recovery_overlap(&recovery, 199, 250));
    assert_hole(&recovery, 0, 100, 200);
}

static void test_hole_across_wrap_filled(void **unused) {
    struct recovery recovery = {0};

    (void)unused;
    recovery_add_hole(&recovery, (struct hole){.left = UINT32_MAX - 9, .right = 10});
    assert_int_equal(recovery_fill(&recovery, UINT32_MAX, 5), 6);
    assert_hole(&recovery, 0, UINT32_MAX - 9, UINT32_MAX);
    assert_hole(&recovery, 1, 5, 10);
}

static void test_holes_more_than_fit_lowest_forgotten(void **unused) {
    struct recovery recovery = {0};

    (void)unused;
    for (uint32_t i = 0; i <= HOLES_MAX; i++) {
        recovery_add_hole(&recovery, (struct hole){.left = 100 * i, .right = 100 * i + 50});
    }
    assert_int_equal(recovery.hole_count, HOLES_MAX);
    assert_hole(&recovery, 0, 100, 150);
    /* There is no room for the upper half. */
    assert_int_equal(recovery_fill(&recovery, 110, 120), 10);
    assert_int_equal(recovery.hole_count, HOLES_MAX);
    assert_hole(&recovery, 0, 100, 110);
}

static void test_pool_used_up_none_given_until_one_is_back(void **unused) {
    struct recovery_pool *pool = recovery_pool_create(1);
    struct direction directions[3];

    (void)unused;
    assert_non_null(pool);
    memset(directions, 0, sizeof directions);
    assert_null(recovery_find(pool, &directions[0]));
    assert_non_null(recovery_get(pool, &directions[0]));
    assert_non_null(recovery_get(pool, &directions[1]));
    assert_null(recovery_get(pool, &directions[2]));
    assert_true((directions[2].flags & DIRECTION_UNCOUNTED) != 0);
    assert_true((directions[1].flags & DIRECTION_UNCOUNTED) == 0);
    recovery_find(pool, &directions[0])->retransmissions = 3;
    recovery_release(pool, &directions[0]);
    assert_null(recovery_find(pool, &directions[0]));
    assert_int_equal(recovery_get(pool, &directions[2])->retransmissions, 0);
    recovery_pool_destroy(pool);
}

static void test_hole_filled_in_the_middle_those_behind_it_kept(void **unused) {
    struct recovery recovery = {0};

    (void)unused;
    recovery_add_hole(&recovery, (struct hole){.left = 100, .right = 200});
    recovery_add_hole(&recovery, (struct hole){.left = 300, .right = 400});
    recovery_add_hole(&recovery, (struct hole){.left = 500, .right = 600});
    assert_int_equal(recovery_fill(&recovery, 120, 150), 30);
    assert_int_equal(recovery.hole_count, 4);
    assert_hole(&recovery, 0, 100, 120);
    assert_hole(&recovery, 1, 150, 200);
    assert_hole(&recovery, 2, 300, 400);
    assert_hole(&recovery, 3, 500, 600);
    assert_int_equal(recovery_fill(&recovery, 300, 400), 100);
    assert_hole(&recovery, 2, 500, 600);
}

static void test_hole_filled_from_its_right_end_shorter(void **unused) {
    struct recovery recovery = {0};

    (void)unused;
    recovery_add_hole(&recovery, (struct hole){.left = 100, .right = 200});
    assert_int_equal(recovery_fill(&recovery, 150, 250), 50);
    assert_int_equal(recovery.hole_count, 1);
    assert_hole(&recovery, 0, 100, 150);
}

static void test_holes_missing_below_a_number_counted_up_to_it(void **unused) {
    struct recovery_pool *pool = recovery_pool_create(1);
    struct direction direction;
    struct recovery *recovery;

    (void)unused;
    memset(&direction, 0, sizeof direction);
    assert_int_equal(recovery_missing(pool, &direction, 1000), 0);
    recovery = recovery_get(pool, &direction);
    assert_non_null(recovery);
    recovery_add_hole(recovery, (struct hole){.left = 100, .right = 200});
    recovery_add_hole(recovery, (struct hole){.left = 300, .right = 400});
    assert_int_equal(recovery_missing(pool, &direction, 100), 0);
    assert_int_equal(recovery_missing(pool, &direction, 101), 1);
    assert_int_equal(recovery_missing(pool, &direction, 200), 100);
    assert_int_equal(recovery_missing(pool, &direction, 301), 101);
    assert_int_equal(recovery_missing(pool, &direction, 500), 200);
    recovery_pool_destroy(pool);
}

static void test_bytes_acknowledged_unseen_known_from_edge_to_edge(void **unused) {
    const struct recovery recovery = {.unseen = {.left = 100, .right = 200}};
    const struct recovery none = {0};

    (void)unused;
    assert_false(recovery_has_unseen(&none, 0, 1));
    assert_false(recovery_has_unseen(&recovery, 50, 100));
    assert_true(recovery_has_unseen(&recovery, 50, 101));
    assert_true(recovery_has_unseen(&recovery, 199, 250));
    assert_false(recovery_has_unseen(&recovery, 200, 250));
}

static void test_pool_for_more_flows_than_places_has_all_places(void **unused) {
    struct recovery_pool *pool = recovery_pool_create(100000);
    unsigned given = 0;

    (void)unused;
    assert_non_null(pool);
    for (unsigned i = 0; i < 70000; i++) {
        struct direction direction;

        memset(&direction, 0, sizeof direction);
        given += recovery_get(pool, &direction) != NULL;
    }
    assert_int_equal(given, UINT16_MAX - 1); /* place 0 stands for none */
    recovery_pool_destroy(pool);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_hole_filled_in_the_middle_two_holes),
        cmocka_unit_test(test_holes_filled_at_once_none_left),
        cmocka_unit_test(test_hole_beside_what_was_seen_kept),
        cmocka_unit_test(test_hole_across_wrap_filled),
        cmocka_unit_test(test_holes_more_than_fit_lowest_forgotten),
        cmocka_unit_test(test_pool_used_up_none_given_until_one_is_back),
        cmocka_unit_test(test_hole_filled_in_the_middle_those_behind_it_kept),
        cmocka_unit_test(test_hole_filled_from_its_right_end_shorter),
        cmocka_unit_test(test_holes_missing_below_a_number_counted_up_to_it),
        cmocka_unit_test(test_bytes_acknowledged_unseen_known_from_edge_to_edge),
        cmocka_unit_test(test_pool_for_more_flows_than_places_has_all_places),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
