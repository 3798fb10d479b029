#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "tcpgloss/track/flow_fields.h"

static void test_field_is_where_its_member_is(void **state) {
    const struct flow_report report = {
        .flow = 7, .rtt = 1211000, .endpoints = {{.packets = 9}, {.packets = 11}}};

    (void)state;
    assert_ptr_equal(flow_field_at(&flow_fields[FLOW_FIELD_flow], &report, ENDPOINT_SERVER),
                     &report.flow);
    assert_ptr_equal(flow_field_at(&flow_fields[END_FIELD_packets], &report, ENDPOINT_SERVER),
                     &report.endpoints[ENDPOINT_SERVER].packets);
}

static void test_field_optional_is_known_where_it_is_there(void **state) {
    const struct flow_report report = {.endpoints = {{.has_mss = true, .mss = 1460}}};
    const struct flow_field *mss = &flow_fields[END_FIELD_mss];

    (void)state;
    assert_true(flow_field_is_known(mss, &report, ENDPOINT_CLIENT));
    assert_false(flow_field_is_known(mss, &report, ENDPOINT_SERVER));
}

static void test_field_duration_negative_is_unknown_and_sorts_last(void **state) {
    const struct flow_report unknown = {.rtt = -1};
    const struct flow_report known = {.rtt = 5};
    const struct flow_field *rtt = flow_field_sorted_by("rtt");

    (void)state;
    assert_ptr_equal(rtt, &flow_fields[FLOW_FIELD_rtt]);
    assert_false(flow_field_is_known(rtt, &unknown, ENDPOINT_CLIENT));
    assert_int_equal(flow_field_sort_key(rtt, &unknown), 0);
    assert_int_equal(flow_field_sort_key(rtt, &known), 5);
}

static void test_field_of_ends_sorts_by_both_together(void **state) {
    const struct flow_report report = {
        .endpoints = {{.has_zero_windows = true, .zero_windows = 2},
                      {.has_zero_windows = true, .zero_windows = 3}}};

    (void)state;
    assert_int_equal(flow_field_sort_key(flow_field_sorted_by("zero-windows"), &report), 5);
}

static void test_sort_name_unknown_is_refused(void **state) {
    (void)state;
    assert_null(flow_field_sorted_by("size"));
}

/* A key or a name to sort by that stands twice would hide one of the two. */
static void test_fields_keys_and_sort_names_are_different(void **state) {
    (void)state;
    for (size_t i = 0; i < FLOW_FIELD_COUNT; i++) {
        const struct flow_field *field = &flow_fields[i];

        for (size_t j = 0; j < i; j++) {
            assert_false(field->of_end == flow_fields[j].of_end &&
                         strcmp(field->key, flow_fields[j].key) == 0);
        }
        assert_true(field->sort == NULL || flow_field_sorted_by(field->sort) == field);
    }
}

/* What has no number would be sorted as if it were always zero; a flow's own number is meant so. */
static void test_fields_sorted_by_have_numbers(void **state) {
    (void)state;
    for (size_t i = 0; i < FLOW_FIELD_COUNT; i++) {
        const struct flow_field *field = &flow_fields[i];

        assert_true(field->sort == NULL || i == FLOW_FIELD_flow || field->type == FIELD_IS_COUNT ||
                    field->type == FIELD_IS_OPTIONAL || field->type == FIELD_IS_OPTIONAL_COUNT ||
                    field->type == FIELD_IS_DURATION);
        if (field->type == FIELD_IS_DURATION) {
            assert_true(strstr(field->key, "_ms") != NULL || strchr(field->key, '.') != NULL);
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_field_is_where_its_member_is),
        cmocka_unit_test(test_field_optional_is_known_where_it_is_there),
        cmocka_unit_test(test_field_duration_negative_is_unknown_and_sorts_last),
        cmocka_unit_test(test_field_of_ends_sorts_by_both_together),
        cmocka_unit_test(test_sort_name_unknown_is_refused),
        cmocka_unit_test(test_fields_keys_and_sort_names_are_different),
        cmocka_unit_test(test_fields_sorted_by_have_numbers),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
