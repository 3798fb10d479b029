#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "capture/writing/file_sequence.h"

static void expect_name(const struct file_sequence *sequence, const char *expected) {
    char name[FILE_NAME_SIZE];

    assert_true(file_sequence_name(sequence, name));
    assert_string_equal(name, expected);
}

static void test_file_sequence_by_size_numbers_all_but_the_first(void **state) {
    struct file_sequence sequence = {.pattern = "a.pcap", .numbered = true};

    (void)state;
    expect_name(&sequence, "a.pcap");
    file_sequence_next_number(&sequence);
    expect_name(&sequence, "a.pcap1");
}

static void test_file_sequence_of_eleven_files_has_two_digits_and_starts_anew(void **state) {
    struct file_sequence sequence = {.pattern = "a", .numbered = true, .files = 11};

    (void)state;
    expect_name(&sequence, "a00");
    for (int i = 0; i < 10; i++) {
        file_sequence_next_number(&sequence);
    }
    expect_name(&sequence, "a10");
    file_sequence_next_number(&sequence);
    expect_name(&sequence, "a00");
}

static void test_file_sequence_by_time_fills_in_the_formats(void **state) {
    struct file_sequence sequence = {.pattern = "a-%Y%m%d-%H%M%S", .timed = true};

    (void)state;
    (void)setenv("TZ", "UTC0", 1);
    expect_name(&sequence, "a-19700101-000000");
    file_sequence_next_slice(&sequence, 86401);
    expect_name(&sequence, "a-19700102-000001");
}

static void test_file_sequence_new_slice_starts_numbers_anew(void **state) {
    struct file_sequence sequence = {.pattern = "a%S.", .timed = true, .numbered = true};

    (void)state;
    file_sequence_next_number(&sequence);
    expect_name(&sequence, "a00.1");
    file_sequence_next_slice(&sequence, 5);
    expect_name(&sequence, "a05.");
}

static void test_file_sequence_without_a_format_keeps_percent_signs(void **state) {
    const struct file_sequence sequence = {.pattern = "a%S"};

    (void)state;
    expect_name(&sequence, "a%S");
}

static void test_file_sequence_name_in_another_directory_is_refused(void **state) {
    const struct file_sequence sequence = {.pattern = "%D", .timed = true};
    char name[FILE_NAME_SIZE];

    (void)state;
    assert_false(file_sequence_name(&sequence, name));
}

static void test_file_sequence_name_that_is_too_long_is_refused(void **state) {
    char pattern[FILE_NAME_SIZE];
    struct file_sequence sequence = {.pattern = pattern, .numbered = true, .files = 10};
    char name[FILE_NAME_SIZE];

    (void)state;
    memset(pattern, 'a', sizeof pattern - 1);
    pattern[sizeof pattern - 1] = '\0';
    assert_false(file_sequence_name(&sequence, name));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_file_sequence_by_size_numbers_all_but_the_first),
        cmocka_unit_test(test_file_sequence_of_eleven_files_has_two_digits_and_starts_anew),
        cmocka_unit_test(test_file_sequence_by_time_fills_in_the_formats),
        cmocka_unit_test(test_file_sequence_new_slice_starts_numbers_anew),
        cmocka_unit_test(test_file_sequence_without_a_format_keeps_percent_signs),
        cmocka_unit_test(test_file_sequence_name_in_another_directory_is_refused),
        cmocka_unit_test(test_file_sequence_name_that_is_too_long_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
