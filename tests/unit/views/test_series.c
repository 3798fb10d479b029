#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "views/graph/series.h"

static void test_few_strokes_stay_as_they_are(void **state) {
    struct series series = {0};

    (void)state;
    for (int64_t i = 0; i < SERIES_MAX; i++) {
        series_add(&series, i, i, i + 1);
    }
    assert_int_equal(series.count, SERIES_MAX);
    assert_int_equal(series.strokes[7].low, 7);
    assert_int_equal(series.strokes[7].high, 8);
    series_free(&series);
}

/* A line's extremes, and the value with which it ends, are all there. */
static void test_line_of_a_million_values_keeps_its_outline(void **state) {
    struct series series = {0};
    int64_t low = 0;
    int64_t high = 0;

    (void)state;
    for (int64_t i = 0; i < 1000000; i++) {
        series_go(&series, i * 1000, i == 600001 ? 5000000 : i == 700001 ? -3 : i);
    }
    assert_in_range(series.count, SERIES_MAX / 4, SERIES_MAX);
    series_range(&series, &low, &high);
    assert_int_equal(high, 5000000);
    assert_int_equal(low, -3);
    assert_int_equal(series.strokes[series.count - 1].last, 999999);
    for (size_t i = 1; i < series.count; i++) {
        assert_true(series.strokes[i - 1].time < series.strokes[i].time);
    }
    series_free(&series);
}

/* Whether a stroke holds the value at about the time. */
static int holds(const struct series *series, int64_t time, int64_t value, int64_t about) {
    for (size_t i = 0; i < series->count; i++) {
        const struct stroke *stroke = &series->strokes[i];

        if (stroke->time <= time && time - stroke->time < about && stroke->low <= value &&
            stroke->high >= value) {
            return 1;
        }
    }
    return 0;
}

static void test_marks_of_a_million_are_all_covered(void **state) {
    enum { MARKS = 1000000, STEP = 1000 };
    struct series series = {.apart = true};

    (void)state;
    /* Two places far apart in turn, so that neither covers the other. */
    for (int64_t i = 0; i < MARKS; i++) {
        const int64_t value = i % 2 == 0 ? i : i + 10 * (int64_t)MARKS;

        series_add(&series, i * STEP, value, value + 1);
    }
    assert_in_range(series.count, 1, SERIES_MAX);
    for (int64_t i = 0; i < MARKS; i += 997) {
        const int64_t value = i % 2 == 0 ? i : i + 10 * (int64_t)MARKS;

        assert_true(holds(&series, i * STEP, value, (int64_t)MARKS * STEP / 200));
    }
    /* What lies between the two places was never marked, and is not drawn. */
    for (size_t i = 0; i < series.count; i++) {
        assert_true(series.strokes[i].high - series.strokes[i].low < (int64_t)MARKS);
    }
    series_free(&series);
}

static void test_time_that_runs_backwards_stands_still(void **state) {
    struct series series = {0};

    (void)state;
    series_go(&series, 100, 1);
    series_go(&series, 50, 2);
    assert_int_equal(series.strokes[1].time, 100);
    series_free(&series);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_few_strokes_stay_as_they_are),
        cmocka_unit_test(test_line_of_a_million_values_keeps_its_outline),
        cmocka_unit_test(test_marks_of_a_million_are_all_covered),
        cmocka_unit_test(test_time_that_runs_backwards_stands_still),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
