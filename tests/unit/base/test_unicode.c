#include <ctype.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "tcpgloss/base/error.h"
#include "tcpgloss/base/unicode.h"

static void assert_escaped(const char *outside, const char *expected) {
    struct text text;

    text_init(&text);
    unicode_put_string(&text, outside);
    text_put_char(&text, '\0');
    assert_string_equal(text.data, expected);
    text_free(&text);
}

static void test_put_controls_escaped(void **state) {
    (void)state;
    assert_escaped("a\033[31mb\nc\td\x7f", "a^[[31mb^Jc^Id^?");
}

static void test_put_c1_control_in_either_form_escaped(void **state) {
    (void)state;
    assert_escaped("\xc2\x9b", "M-BM-^[");
    assert_escaped("\x9b", "M-^[");
}

static void test_put_direction_override_and_separators_escaped(void **state) {
    (void)state;
    assert_escaped("a\u202egpj", "aM-bM-^@M-.gpj");
    assert_escaped("\u2028\u2029\u2066\ufeff", "M-bM-^@M-(M-bM-^@M-)M-bM-^AM-&M-oM-;M-?");
}

static void test_put_not_utf8_escaped_byte_by_byte(void **state) {
    (void)state;
    assert_escaped("\xff\xc0\xaf", "M-^?M-@M-/");          /* overlong */
    assert_escaped("\xed\xa0\x80", "M-mM- M-^@");          /* a surrogate */
    assert_escaped("\xf4\x90\x80\x80", "M-tM-^PM-^@M-^@"); /* beyond U+10FFFF */
    assert_escaped("\xe4\xb8", "M-dM-8");                  /* cut short */
}

static void test_put_harmless_stays_readable(void **state) {
    (void)state;
    assert_escaped("三次握手 – naïve_файл 📦.pcap", "三次握手 – naïve_файл 📦.pcap");
}

static void test_columns_of_ascii_are_one_and_of_controls_none(void **state) {
    (void)state;
    for (uint32_t character = 0; character < 0x80; character++) {
        assert_int_equal(unicode_columns(character), isprint((int)character) ? 1 : 0);
    }
    assert_int_equal(unicode_columns(0x80), 0); /* a control of C1 */
}

static void test_columns_of_wide_ambiguous_and_combining(void **state) {
    (void)state;
    assert_int_equal(unicode_columns('a'), 1);
    assert_int_equal(unicode_columns(0x63e1), 2); /* 握 */
    assert_int_equal(unicode_columns(0xff0c), 2); /* ， */
    assert_int_equal(unicode_columns(0x2192), 1); /* → */
    assert_int_equal(unicode_columns(0x0301), 0); /* a combining accent */
}

static void test_error_with_hostile_name_is_one_printable_line(void **state) {
    struct error error;

    (void)state;
    assert_false(error_set(&error, STATUS_RUNTIME, "%s: %s", "x\n# [1] \033c", "没有"));
    assert_string_equal(error.message, "x^J# [1] ^[c: 没有");
}

static void test_error_too_long_ends_with_a_whole_character(void **state) {
    char name[2000];
    struct error error;
    uint32_t last;
    size_t length;

    (void)state;
    for (size_t shift = 0; shift < 3; shift++) {
        memset(name, 'a', shift);
        for (size_t i = shift; i + 4 <= sizeof name; i += 3) {
            memcpy(name + i, "中", 4);
        }
        (void)error_set(&error, STATUS_RUNTIME, "%s", name);
        length = strlen(error.message);
        assert_in_range(length, sizeof error.message - 16, sizeof error.message - 1);
        assert_int_equal(unicode_decode(error.message + length - 3, 3, &last), 3);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_put_controls_escaped),
        cmocka_unit_test(test_put_c1_control_in_either_form_escaped),
        cmocka_unit_test(test_put_direction_override_and_separators_escaped),
        cmocka_unit_test(test_put_not_utf8_escaped_byte_by_byte),
        cmocka_unit_test(test_put_harmless_stays_readable),
        cmocka_unit_test(test_columns_of_ascii_are_one_and_of_controls_none),
        cmocka_unit_test(test_columns_of_wide_ambiguous_and_combining),
        cmocka_unit_test(test_error_with_hostile_name_is_one_printable_line),
        cmocka_unit_test(test_error_too_long_ends_with_a_whole_character),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
