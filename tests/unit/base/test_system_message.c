#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "tcpgloss/base/system_message.h"
#include "tcpgloss/base/words.h"

static int speak_english(void **state) {
    (void)state;
    message_language_set(LANGUAGE_EN);
    return 0;
}

static void test_usual_error_in_each_language_is_said_in_it(void **state) {
    (void)state;
    assert_string_equal(system_message(ENOENT), strerror(ENOENT));
    message_language_set(LANGUAGE_ZH);
    assert_string_equal(system_message(ENOENT), "没有这个文件或目录");
    assert_string_equal(system_message(ENOSPC), "磁盘空间不足");
}

static void test_unusual_error_in_chinese_is_quoted(void **state) {
    (void)state;
    message_language_set(LANGUAGE_ZH);
    assert_non_null(strstr(system_message(EDOM), strerror(EDOM)));
    assert_non_null(strstr(system_message(EDOM), "系统报告"));
}

static void test_error_of_the_system_names_what_it_is_about(void **state) {
    struct error error;

    (void)state;
    assert_false(error_set_system(&error, STATUS_OUTPUT, "x.pcap", EISDIR));
    assert_int_equal(error.status, STATUS_OUTPUT);
    assert_memory_equal(error.message, "x.pcap: ", 8);
    message_language_set(LANGUAGE_ZH);
    assert_false(error_set_system(&error, STATUS_RUNTIME, "x.pcap", EISDIR));
    assert_string_equal(error.message, "x.pcap：是目录");
    assert_false(error_set_no_memory(&error));
    assert_string_equal(error.message, "内存不足");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(test_usual_error_in_each_language_is_said_in_it, speak_english),
        cmocka_unit_test_setup(test_unusual_error_in_chinese_is_quoted, speak_english),
        cmocka_unit_test_setup(test_error_of_the_system_names_what_it_is_about, speak_english),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
