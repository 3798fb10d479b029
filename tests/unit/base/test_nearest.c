#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "tcpgloss/base/nearest.h"

static const char *nearest_of(const char *word, const char *const *names) {
    struct nearest nearest;

    nearest_begin(&nearest, word, strlen(word));
    for (; *names != NULL; names++) {
        nearest_offer(&nearest, *names, strlen(*names), *names);
    }
    return nearest.found;
}

static const char *const names[] = {"ladder",  "lang",     "notes", "notes-to",
                                    "sandbox", "SYN-SENT", NULL};

static void test_nearest_typing_error_finds_the_name(void **state) {
    (void)state;
    assert_string_equal(nearest_of("laddr", names), "ladder");
    assert_string_equal(nearest_of("lagn", names), "lang");
    assert_string_equal(nearest_of("note", names), "notes");
    assert_string_equal(nearest_of("sandbxo", names), "sandbox");
}

static void test_nearest_case_and_signs_make_no_difference(void **state) {
    (void)state;
    assert_string_equal(nearest_of("syn_sent", names), "SYN-SENT");
    assert_string_equal(nearest_of("NotesTo", names), "notes-to");
}

static void test_nearest_beginning_or_part_finds_the_name(void **state) {
    (void)state;
    assert_string_equal(nearest_of("san", names), "sandbox");
    assert_string_equal(nearest_of("dbox", names), "sandbox");
    assert_string_equal(nearest_of("my-notes", names), "notes");
}

static void test_nearest_word_that_is_far_from_all_finds_nothing(void **state) {
    (void)state;
    assert_null(nearest_of("wide", names));
    assert_null(nearest_of("x", names));
    assert_null(nearest_of("", names));
    assert_null(
        nearest_of("completely different and far too long to be any of these names at all", names));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_nearest_typing_error_finds_the_name),
        cmocka_unit_test(test_nearest_case_and_signs_make_no_difference),
        cmocka_unit_test(test_nearest_beginning_or_part_finds_the_name),
        cmocka_unit_test(test_nearest_word_that_is_far_from_all_finds_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
