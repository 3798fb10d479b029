#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "tcpgloss/base/language.h"

#include "parsed.h"

/* Writes the configuration that is read from now on. */
static void write_config(const char *lines) {
    char path[64] = "/tmp/test_config_file.XXXXXX";
    FILE *file;

    assert_non_null(mkdtemp(path));
    (void)setenv("XDG_CONFIG_HOME", path, 1);
    (void)strcat(path, "/tcpgloss");
    assert_int_equal(mkdir(path, 0700), 0);
    (void)strcat(path, "/config");
    file = fopen(path, "w");
    assert_non_null(file);
    (void)fputs(lines, file);
    (void)fclose(file);
}

static int remove_config(void **state) {
    const char *folder = getenv("XDG_CONFIG_HOME");
    char path[64];

    (void)state;
    (void)snprintf(path, sizeof path, "%s/tcpgloss/config", folder);
    (void)unlink(path);
    *strrchr(path, '/') = '\0';
    (void)rmdir(path);
    return rmdir(folder);
}

static void test_config_options_come_before_those_of_the_command_line(void **state) {
    struct parsed parsed;

    (void)state;
    write_config(
        "# what I always want\n\n  -nn  \n--lang en\n--notes=warn\n\t--notes-to  a file \n-v");
    parsed = parse("-v --notes all");
    assert_true(parsed.ok);
    assert_int_equal(parsed.settings.numeric, 2);
    assert_int_equal(parsed.settings.language, LANGUAGE_EN);
    assert_int_equal(parsed.settings.note_level, NOTE_CHOICE_ALL);
    assert_int_equal(parsed.settings.verbosity, 2);
    assert_string_equal(parsed.settings.notes_file, "a file");
    settings_free(&parsed.settings);
}

static void test_config_is_not_read_with_no_config(void **state) {
    (void)state;
    write_config("--frobnicate\n");
    assert_true(parse("--no-config").ok);
}

static void test_config_error_names_file_and_line(void **state) {
    static const char *const configs[] = {"-nn\n\n--frobnicate\n", "-nn\n\ntcp port 80\n",
                                          "-nn\n\n-c\n", "-nn\n\n-nn 80\n"};

    (void)state;
    for (size_t i = 0; i < sizeof configs / sizeof configs[0]; i++) {
        write_config(configs[i]);
        assert_refused("-n", "/tcpgloss/config, line 3: ");
        (void)remove_config(NULL);
    }
    write_config("-n\n");
}

static void test_config_that_is_not_there_says_nothing(void **state) {
    (void)state;
    (void)setenv("XDG_CONFIG_HOME", "/nonexistent", 1);
    assert_true(parse("-n").ok);
}

/* The command line is looked at first, for its language too. */
static void test_config_error_is_in_the_language_of_the_command_line(void **state) {
    (void)state;
    write_config("--frobnicate\n");
    assert_refused("--lang zh", "没有选项 --frobnicate");
    assert_refused("--lang en", "no option --frobnicate");
}

#define with_config(test) cmocka_unit_test_setup_teardown(test, clear_environment, remove_config)

int main(void) {
    const struct CMUnitTest tests[] = {
        with_config(test_config_options_come_before_those_of_the_command_line),
        with_config(test_config_is_not_read_with_no_config),
        with_config(test_config_error_names_file_and_line),
        with_config(test_config_error_is_in_the_language_of_the_command_line),
        cmocka_unit_test_setup(test_config_that_is_not_there_says_nothing, clear_environment),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
