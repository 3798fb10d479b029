#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tcpgloss/base/words.h"

static void expect(struct bilingual words, enum language language, const char *wanted) {
    struct text text;

    text_init(&text);
    words_put(&text, words, language);
    text_put_char(&text, '\0');
    assert_string_equal(text.data, wanted);
    text_free(&text);
}

static void test_words_put_in_each_language_are_those_words(void **state) {
    const struct bilingual words = {"客户端", "client"};

    (void)state;
    expect(words, LANGUAGE_ZH, "客户端");
    expect(words, LANGUAGE_EN, "client");
    expect(words, LANGUAGE_BOTH, "客户端 client");
}

static void test_words_alike_in_both_languages_are_put_once(void **state) {
    const struct bilingual words = {"RTT", "RTT"};

    (void)state;
    expect(words, LANGUAGE_BOTH, "RTT");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_words_put_in_each_language_are_those_words),
        cmocka_unit_test(test_words_alike_in_both_languages_are_put_once),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
