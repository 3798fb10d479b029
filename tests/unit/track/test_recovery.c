#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "track/analysis/recovery.h"
#include "track/table/flow.h"

static void assert_hole(const struct trouble *trouble, uint32_t index, uint32_t left,
                        uint32_t right) {
    assert_in_range(index, 0, trouble->hole_count - 1);
    assert_int_equal(trouble->holes[index].left, left);
    assert_int_equal(trouble->holes[index].right, right);
}

static void test_hole_filled_in_the_middle_two_holes(void **unused) {
    struct trouble trouble = {0};

    (void)unused;
    trouble_add_hole(&trouble, (struct hole){.left = 100, .right = 200});
    assert_int_equal(trouble_fill(&trouble, 120, 150), 30);
    assert_int_equal(trouble.hole_count, 2);
    assert_hole(&trouble, 0, 100, 120);
    assert_hole(&trouble, 1, 150, 200);
}

static void test_holes_filled_at_once_none_left(void **unused) {
    struct trouble trouble = {0};

    (void)unused;
    trouble_add_hole(&trouble, (struct hole){.left = 100, .right = 200});
    trouble_add_hole(&trouble, (struct hole){.left = 300, .right = 400});
    assert_int_equal(trouble_fill(&trouble, 50, 350), 150);
    assert_int_equal(trouble.hole_count, 1);
    assert_hole(&trouble, 0, 350, 400);
    assert_int_equal(trouble_fill(&trouble, 350, 400), 50);
    assert_int_equal(trouble.hole_count, 0);
}

static void test_hole_beside_what_was_seen_kept(void **unused) {
    struct trouble trouble = {0};

    (void)unused;
    trouble_add_hole(&trouble, (struct hole){.left = 100, .right = 200});
    assert_int_equal(trouble_fill(&trouble, 50, 100), 0);
    assert_int_equal(trouble_fill(&trouble, 200, 250), 0);
    assert_null(trouble_overlap(&trouble, 50, 100));
    assert_null(trouble_overlap(&trouble, 200, 250));
    assert_non_null(trouble_overlap(&trouble, 199, 250));
    assert_hole(&trouble, 0, 100, 200);
}

static void test_hole_across_wrap_filled(void **unused) {
    struct trouble trouble = {0};

    (void)unused;
    trouble_add_hole(&trouble, (struct hole){.left = UINT32_MAX - 9, .right = 10});
    assert_int_equal(trouble_fill(&trouble, UINT32_MAX, 5), 6);
    assert_hole(&trouble, 0, UINT32_MAX - 9, UINT32_MAX);
    assert_hole(&trouble, 1, 5, 10);
}

static void test_holes_more_than_fit_lowest_forgotten(void **unused) {
    struct trouble trouble = {0};

    (void)unused;
    for (uint32_t i = 0; i <= HOLES_MAX; i++) {
        trouble_add_hole(&trouble, (struct hole){.left = 100 * i, .right = 100 * i + 50});
    }
    assert_int_equal(trouble.hole_count, HOLES_MAX);
    assert_hole(&trouble, 0, 100, 150);
    /* There is no room for the upper half. */
    assert_int_equal(trouble_fill(&trouble, 110, 120), 10);
    assert_int_equal(trouble.hole_count, HOLES_MAX);
    assert_hole(&trouble, 0, 100, 110);
}

static void test_pool_used_up_none_given_until_one_is_back(void **unused) {
    struct analysis *analysis = analysis_create(1);
    struct flow flows[2];

    (void)unused;
    assert_non_null(analysis);
    memset(flows, 0, sizeof flows);
    assert_null(trouble_find(analysis, &flows[0].endpoints[0].transfer));
    assert_non_null(trouble_make(analysis, &flows[0].endpoints[0].transfer));
    assert_non_null(trouble_make(analysis, &flows[0].endpoints[1].transfer));
    assert_null(trouble_make(analysis, &flows[1].endpoints[0].transfer));
    trouble_find(analysis, &flows[0].endpoints[0].transfer)->retransmissions = 3;
    analysis_forget(analysis, &flows[0]);
    assert_int_equal(trouble_make(analysis, &flows[1].endpoints[0].transfer)->retransmissions, 0);
    analysis_destroy(analysis);
}
int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_hole_filled_in_the_middle_two_holes),
        cmocka_unit_test(test_holes_filled_at_once_none_left),
        cmocka_unit_test(test_hole_beside_what_was_seen_kept),
        cmocka_unit_test(test_hole_across_wrap_filled),
        cmocka_unit_test(test_holes_more_than_fit_lowest_forgotten),
        cmocka_unit_test(test_pool_used_up_none_given_until_one_is_back),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
