#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tcpgloss/base/wrap.h"

static void assert_wrapped(const char *paragraph, unsigned columns, const char *expected) {
    struct text text;

    text_init(&text);
    wrap_put(paragraph, columns, &text);
    text_put_char(&text, '\0');
    assert_string_equal(text.data, expected);
    text_free(&text);
}

static void test_wrap_english_breaks_at_spaces(void **state) {
    (void)state;
    assert_wrapped("one two three", 7, "one two\nthree\n");
    assert_wrapped("one two three", 80, "one two three\n");
    assert_wrapped("one two", 6, "one\ntwo\n");
}

static void test_wrap_word_wider_than_the_line_stands_alone(void **state) {
    (void)state;
    assert_wrapped("a extraordinary b", 5, "a\nextraordinary\nb\n");
    assert_wrapped("", 5, "\n");
}

static void test_wrap_chinese_counts_two_columns_and_keeps_punctuation(void **state) {
    (void)state;
    assert_wrapped("三次握手", 4, "三次\n握手\n");
    assert_wrapped("三次，握手", 5, "三\n次，\n握手\n");
}

static void test_wrap_breaks_between_chinese_and_latin(void **state) {
    (void)state;
    assert_wrapped("服务器LISTEN状态", 8, "服务器\nLISTEN状\n态\n");
}

static void test_wrap_opening_bracket_begins_the_next_line(void **state) {
    (void)state;
    assert_wrapped("三次（握手）", 6, "三次\n（握\n手）\n");
    assert_wrapped("SYN（例）", 6, "SYN\n（例）\n");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_wrap_english_breaks_at_spaces),
        cmocka_unit_test(test_wrap_word_wider_than_the_line_stands_alone),
        cmocka_unit_test(test_wrap_chinese_counts_two_columns_and_keeps_punctuation),
        cmocka_unit_test(test_wrap_breaks_between_chinese_and_latin),
        cmocka_unit_test(test_wrap_opening_bracket_begins_the_next_line),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
