#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tcpgloss/views/summary_sink.h"

#include "scene.h"
#include "views/display.h"

/* The table of `flows` flows: the nth has n times 100 bytes and came n-th. */
static char *tabulate_of(const struct summary_settings *settings, uint32_t flows,
                         const struct kernel_owner *owner) {
    struct record summary = {.kind = RECORD_SUMMARY};
    struct flow_report report;
    struct record flow = {.kind = RECORD_FLOW, .as.flow = &report};
    struct stream stream;
    struct scene scene;
    struct error error;
    struct sink *sink;
    FILE *file = tmpfile();
    char *table = NULL;
    size_t size = 0;

    assert_non_null(file);
    stream_init(&stream, fileno(file));
    scene_begin(&scene);
    sink = summary_sink_create(settings, &stream, &error);
    assert_non_null(sink);
    scene_report(&scene, &report);
    for (uint32_t n = 1; n <= flows; n++) {
        report.flow = n;
        report.endpoints[ENDPOINT_CLIENT].bytes = 100 * n;
        report.endpoints[ENDPOINT_SERVER].bytes = 0;
        report.endpoints[ENDPOINT_SERVER].owner = *owner;
        sink_write(sink, &flow);
    }
    sink_write(sink, &summary);
    sink_destroy(sink);
    assert_true(stream_flush(&stream));
    rewind(file);
    assert_true(getdelim(&table, &size, '\0', file) > 0);
    (void)fclose(file);
    stream_free(&stream);
    scene_end(&scene);
    return table;
}

static char *tabulate(const struct summary_settings *settings, uint32_t flows) {
    return tabulate_of(settings, flows, &(struct kernel_owner){0});
}

static void test_column_of_owners_is_there_only_if_one_is_known(void **state) {
    const struct summary_settings settings = {.language = LANGUAGE_EN, .unicode = true};
    const struct kernel_owner owner = {true, true, 33, 811, "nginx"};
    char *with = tabulate_of(&settings, 1, &owner);
    char *without = tabulate(&settings, 1);

    (void)state;
    assert_non_null(strstr(with, "-/nginx[811], user 33"));
    assert_non_null(strstr(with, "process"));
    assert_null(strstr(without, "process"));
    free(with);
    free(without);
}

static void test_flow_is_listed_with_what_is_known(void **state) {
    struct summary_settings settings = {.language = LANGUAGE_EN, .unicode = true};
    char *table = tabulate(&settings, 1);

    (void)state;
    assert_non_null(strstr(table, "192.0.2.1.40000"));
    assert_non_null(strstr(table, "198.51.100.2.80"));
    assert_non_null(strstr(table, "merged"));
    assert_non_null(strstr(table, "CLOSED/UNKNOWN"));
    assert_non_null(strstr(table, "1.21 ms"));
    assert_non_null(strstr(table, "100/0"));
    free(table);
}

/* That all opened with three segments and sent nothing again is no news. */
static void test_columns_without_news_left_out(void **state) {
    struct summary_settings settings = {.language = LANGUAGE_EN, .unicode = true};
    char *table = tabulate(&settings, 2);

    (void)state;
    assert_null(strstr(table, "opened"));
    assert_null(strstr(table, "resent"));
    assert_null(strstr(table, "zero win."));
    free(table);
}

static size_t count_lines(const char *text) {
    size_t count = 0;

    for (; *text != '\0'; text++) {
        count += *text == '\n';
    }
    return count;
}

static void test_flow_takes_one_line_of_100_columns_and_two_of_80(void **state) {
    struct summary_settings settings = {.language = LANGUAGE_EN, .columns = 100, .unicode = true};
    char *wide = tabulate(&settings, 5);
    char *narrow;

    (void)state;
    settings.columns = 80;
    narrow = tabulate(&settings, 5);
    /* A head, flows, and the totals, on one line or two. */
    assert_in_range(count_lines(wide), 1 + 5 + 1, 1 + 5 + 2);
    assert_in_range(count_lines(narrow), 2 * (1 + 5) + 1, 2 * (1 + 5) + 2);
    free(wide);
    free(narrow);
}

static void test_columns_chosen_all_shown_in_their_order(void **state) {
    struct summary_settings settings = {.language = LANGUAGE_EN,
                                        .columns = 40,
                                        .unicode = true,
                                        .chosen = {flow_field_named("zero_windows", 12),
                                                   flow_field_named("address", 7),
                                                   flow_field_named("rtt.min", 7)},
                                        .chosen_count = 3};
    char *table = tabulate(&settings, 1);

    (void)state;
    assert_true(strstr(table, "zero win.") < strstr(table, "192.0.2.1.40000"));
    assert_non_null(strstr(table, "shortest RTT"));
    assert_null(strstr(table, "duration"));
    free(table);
}

static void test_head_repeated_each_screen(void **state) {
    struct summary_settings settings = {
        .language = LANGUAGE_EN, .columns = 100, .rows = 11, .unicode = true};
    char *table = tabulate(&settings, 25);
    unsigned heads = 0;

    (void)state;
    for (const char *at = table; (at = strstr(at, "duration")) != NULL; at++) {
        heads++;
    }
    assert_int_equal(heads, 3);
    free(table);
}

static void test_totals_count_every_flow(void **state) {
    struct summary_settings settings = {.language = LANGUAGE_EN, .unicode = true};
    char *table = tabulate(&settings, 2 * SUMMARY_FLOWS_MAX);

    (void)state;
    assert_non_null(strstr(table, "flows 20 000, "));
    assert_non_null(strstr(table, "three-way 20 000"));
    assert_non_null(strstr(table, "merged 20 000"));
    assert_non_null(strstr(table, "SF 20 000"));
    free(table);
}

static void test_every_width_from_60_columns_is_kept(void **state) {
    (void)state;
    for (unsigned columns = 60; columns < 220; columns += 7) {
        struct summary_settings settings = {
            .language = LANGUAGE_BOTH, .columns = columns, .unicode = true};
        char *table = tabulate(&settings, 3);

        for (const char *line = table; *line != '\0';) {
            size_t length = strcspn(line, "\n");

            assert_in_range(display_width(line, length), 0, columns);
            line += length + 1;
        }
        free(table);
    }
}

static void test_sorted_by_bytes_the_largest_comes_first(void **state) {
    struct summary_settings settings = {.sort = flow_field_sorted_by("bytes")};
    char *table = tabulate(&settings, 3);

    (void)state;
    assert_true(strstr(table, "300/0") < strstr(table, "200/0"));
    assert_true(strstr(table, "200/0") < strstr(table, "100/0"));
    free(table);
}

/* More than twice the bound, so that the kept ones have been cut more than once. */
static void test_beyond_the_bound_the_first_in_order_are_kept(void **state) {
    struct summary_settings settings = {.sort = flow_field_sorted_by("bytes")};
    char *table = tabulate(&settings, 3 * SUMMARY_FLOWS_MAX);

    (void)state;
    assert_non_null(strstr(table, " 3.00 M/0"));
    assert_non_null(strstr(table, " 2.00 M/0"));
    assert_null(strstr(table, " 1.99 M/0"));
    assert_non_null(strstr(table, "20 000 more flows not listed"));
    free(table);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_column_of_owners_is_there_only_if_one_is_known),
        cmocka_unit_test(test_flow_is_listed_with_what_is_known),
        cmocka_unit_test(test_columns_without_news_left_out),
        cmocka_unit_test(test_flow_takes_one_line_of_100_columns_and_two_of_80),
        cmocka_unit_test(test_columns_chosen_all_shown_in_their_order),
        cmocka_unit_test(test_head_repeated_each_screen),
        cmocka_unit_test(test_totals_count_every_flow),
        cmocka_unit_test(test_every_width_from_60_columns_is_kept),
        cmocka_unit_test(test_sorted_by_bytes_the_largest_comes_first),
        cmocka_unit_test(test_beyond_the_bound_the_first_in_order_are_kept),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
