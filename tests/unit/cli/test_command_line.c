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

#include "tcpgloss/base/text.h"
#include "tcpgloss/base/words.h"
#include "tcpgloss/cli/command_line.h"
#include "tcpgloss/cli/help.h"

#include "parsed.h"

static void test_parse_nothing_gives_defaults(void **state) {
    struct parsed parsed = parse("");

    (void)state;
    assert_true(parsed.ok);
    assert_int_equal(parsed.settings.command, COMMAND_CAPTURE);
    assert_int_equal(parsed.settings.language, LANGUAGE_BOTH);
    assert_int_equal(message_language(), LANGUAGE_EN);
    assert_int_equal(parsed.settings.note_level, NOTE_CHOICE_STEP);
    assert_int_equal(parsed.settings.snapshot_length, 262144);
    assert_int_equal(parsed.settings.buffer_kib, 32768);
    assert_int_equal(parsed.settings.msl_seconds, 30);
    assert_int_equal(parsed.settings.max_flows, 1048576);
    assert_int_equal(parsed.settings.sandbox, SANDBOX_AUTO);
    assert_null(parsed.settings.expression);
}

#define CASE(line, assert_equal, member, value)                                                    \
    {                                                                                              \
        struct parsed parsed = parse(line);                                                        \
        assert_true(parsed.ok);                                                                    \
        assert_equal(parsed.settings.member, value);                                               \
    }
#define STRING_CASE(line, member, value) CASE(line, assert_string_equal, member, value)
#define NUMBER_CASE(line, member, value) CASE(line, assert_int_equal, member, value)

static void test_parse_each_string_option_is_kept(void **state) {
    (void)state;
    STRING_CASE("-r x.pcap", read_file, "x.pcap")
    STRING_CASE("--read x.pcap", read_file, "x.pcap")
    STRING_CASE("-r -", read_file, "-")
    STRING_CASE("-i lo", device, "lo")
    STRING_CASE("--interface=lo", device, "lo")
    STRING_CASE("-F f", filter_file, "f")
    STRING_CASE("-y RAW", link_type, "RAW")
    STRING_CASE("--linktype RAW", link_type, "RAW")
    STRING_CASE("-j host", time_stamp_type, "host")
    STRING_CASE("--time-stamp-type host", time_stamp_type, "host")
    STRING_CASE("-w out", write_file, "out")
    STRING_CASE("-Z me", user, "me")
    STRING_CASE("--relinquish-privileges me", user, "me")
    STRING_CASE("--only loss", only, "loss")
    STRING_CASE("--hide loss,reset", hide, "loss,reset")
    STRING_CASE("--notes-to n", notes_file, "n")
    STRING_CASE("--describe all", describe, "all")
    STRING_CASE("--svg s", svg_file, "s")
    STRING_CASE("--html h", html_file, "h")
    STRING_CASE("--pcapng p", pcapng_file, "p")
    STRING_CASE("--summary --sort bytes", sort, "bytes")
    STRING_CASE("--summary --columns flow,rtt.min", columns, "flow,rtt.min")
}

static void test_parse_each_number_and_count_is_kept(void **state) {
    (void)state;
    NUMBER_CASE("-c 7", packet_limit, 7)
    NUMBER_CASE("-s 96", snapshot_length, 96)
    NUMBER_CASE("--snapshot-length=0", snapshot_length, 0)
    NUMBER_CASE("-B 64", buffer_kib, 64)
    NUMBER_CASE("--buffer-size 64", buffer_kib, 64)
    NUMBER_CASE("-C 3", rotate_megabytes, 3)
    NUMBER_CASE("-G 60", rotate_seconds, 60)
    NUMBER_CASE("-W 5", rotate_files, 5)
    NUMBER_CASE("--flow 4294967295", flows.count, 1)
    NUMBER_CASE("--flow 4294967295", flows.numbers[0], 4294967295u)
    NUMBER_CASE("--flow 3,1,7", flows.count, 3)
    NUMBER_CASE("--flow 3,1,7", flows.numbers[2], 7)
    NUMBER_CASE("--flow 3,1 --flow 2", flows.count, 1)
    NUMBER_CASE("--msl 1", msl_seconds, 1)
    NUMBER_CASE("--max-flows 10", max_flows, 10)
    NUMBER_CASE("-n", numeric, 1)
    NUMBER_CASE("-nn", numeric, 2)
    NUMBER_CASE("-vvv", verbosity, 3)
    NUMBER_CASE("-ttttt", time_style, 5)
    NUMBER_CASE("-xx", hex, 2)
    NUMBER_CASE("-XX", hex_ascii, 2)
    NUMBER_CASE("-AA", ascii, 2)
    NUMBER_CASE("-ddd", show_filter, 3)
}

static void test_parse_each_flag_is_set(void **state) {
    (void)state;
    NUMBER_CASE("-p", no_promiscuous, true)
    NUMBER_CASE("--no-promiscuous-mode", no_promiscuous, true)
    NUMBER_CASE("-I", monitor, true)
    NUMBER_CASE("--immediate-mode", immediate, true)
    NUMBER_CASE("-O", no_optimize, true)
    NUMBER_CASE("--no-optimize", no_optimize, true)
    NUMBER_CASE("--count", count_only, true)
    NUMBER_CASE("-U", packet_buffered, true)
    NUMBER_CASE("--packet-buffered", packet_buffered, true)
    NUMBER_CASE("--print", print, true)
    NUMBER_CASE("-q", quiet, true)
    NUMBER_CASE("-e", link_header, true)
    NUMBER_CASE("-#", number, true)
    NUMBER_CASE("--number", number, true)
    NUMBER_CASE("-S", absolute_seq, true)
    NUMBER_CASE("--absolute-tcp-sequence-numbers", absolute_seq, true)
    NUMBER_CASE("-K", skip_checksums, true)
    NUMBER_CASE("--dont-verify-checksums", skip_checksums, true)
    NUMBER_CASE("-N", no_domain, true)
    NUMBER_CASE("-f", foreign_numeric, true)
    NUMBER_CASE("-g", unbroken, true)
    NUMBER_CASE("--explain", explain, true)
    NUMBER_CASE("--ladder", ladder, true)
    NUMBER_CASE("--summary", summary, true)
}

static void test_parse_each_choice_is_known(void **state) {
    (void)state;
    NUMBER_CASE("-Q in", direction, DIRECTION_IN)
    NUMBER_CASE("-Q out", direction, DIRECTION_OUT)
    NUMBER_CASE("--direction inout", direction, DIRECTION_BOTH)
    NUMBER_CASE("--nano", nanoseconds, 1)
    NUMBER_CASE("--nano --micro", nanoseconds, 0)
    NUMBER_CASE("--time-stamp-precision=nano", nanoseconds, 1)
    NUMBER_CASE("--lang zh", language, LANGUAGE_ZH)
    NUMBER_CASE("--lang en", language, LANGUAGE_EN)
    NUMBER_CASE("--lang both", language, LANGUAGE_BOTH)
    NUMBER_CASE("--notes none", note_level, NOTE_CHOICE_NONE)
    NUMBER_CASE("--notes warn", note_level, NOTE_CHOICE_WARN)
    NUMBER_CASE("--notes phase", note_level, NOTE_CHOICE_PHASE)
    NUMBER_CASE("--notes all", note_level, NOTE_CHOICE_ALL)
    NUMBER_CASE("--color always", color, WHEN_ALWAYS)
    NUMBER_CASE("--color never", color, WHEN_NEVER)
    NUMBER_CASE("--sandbox strict", sandbox, SANDBOX_STRICT)
    NUMBER_CASE("--sandbox off", sandbox, SANDBOX_OFF)
    NUMBER_CASE("--json", json, JSON_ALL)
    NUMBER_CASE("--json=all", json, JSON_ALL)
    NUMBER_CASE("--json=flow", json, JSON_FLOW)
    NUMBER_CASE("-h", command, COMMAND_HELP)
    NUMBER_CASE("--help", command, COMMAND_HELP)
    NUMBER_CASE("--version", command, COMMAND_VERSION)
    NUMBER_CASE("-D", command, COMMAND_LIST_DEVICES)
    NUMBER_CASE("-L", command, COMMAND_LIST_LINK_TYPES)
    NUMBER_CASE("-J", command, COMMAND_LIST_TIME_STAMP_TYPES)
}

static void test_parse_accepted_letters_change_nothing(void **state) {
    (void)state;
    assert_true(parse("-l -H -u -f -b").ok);
}

static void test_parse_refused_letters_say_why(void **state) {
    static const char *const lines[] = {"-E x", "-m x", "-M x", "-T x", "-V x", "-Y", "-z x"};

    (void)state;
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
        assert_refused(lines[i], "is not supported: ");
    }
}

static void test_parse_bad_argument_is_usage_error(void **state) {
    static const char *const lines[] = {
        "-c 0",        "-c x",         "-c -1",    "-c",      "-s 262145",   "-Q up",
        "--lang fr",   "--notes",      "--flow 0", "--msl 0", "--color red", "-C 0",
        "--count=yes", "--sandbox on", "-c 1x",    "-r",      "--json=no"};

    (void)state;
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
        assert_refused(lines[i], "");
    }
}

static void test_parse_mistyped_option_suggests_nearest(void **state) {
    (void)state;
    assert_refused("--laddr", "no option --laddr; did you mean --ladder?");
}

static void test_parse_unknown_letter_is_named(void **state) {
    (void)state;
    assert_refused("-nk", "no option -k");
}

static void test_parse_bad_flow_list_is_usage_error(void **state) {
    static const char *const lines[] = {"--flow ,1",  "--flow 1,",  "--flow 1,,2",
                                        "--flow 1,x", "--flow 0,1", "--flow 4294967296",
                                        "--flow 1-3", "--flow -1",  "--flow 99999999999999999999"};
    char many[2 * FLOW_LIST_MAX + 16] = "--flow 1";

    (void)state;
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
        assert_refused(lines[i], "numbers of flows");
    }
    for (unsigned i = 0; i < FLOW_LIST_MAX; i++) {
        (void)strcat(many, ",1");
    }
    assert_refused(many, "numbers of flows");
}

static void test_parse_what_cannot_be_wanted_at_once_is_usage_error(void **state) {
    (void)state;
    assert_refused("--sort bytes", "--summary");
    assert_refused("--columns bytes", "--summary");
    assert_refused("--json --ladder", "two texts for one standard output");
    assert_true(parse("--ladder --summary --sort bytes").ok);
}

static void test_parse_words_are_joined_to_expression(void **state) {
    struct parsed parsed = parse("-n tcp port 80 -c 3 or icmp");

    (void)state;
    assert_true(parsed.ok);
    assert_string_equal(parsed.settings.expression, "tcp port 80 or icmp");
    assert_int_equal(parsed.settings.packet_limit, 3);
    settings_free(&parsed.settings);
}

static enum language language_after(const char *line) {
    assert_true(parse(line).ok);
    return message_language();
}

static void test_parse_locale_chooses_message_language(void **state) {
    (void)state;
    assert_int_equal(setenv("LANG", "zh_CN.UTF-8", 1), 0);
    assert_int_equal(language_after(""), LANGUAGE_ZH);
    assert_int_equal(setenv("LC_MESSAGES", "en_GB", 1), 0);
    assert_int_equal(language_after(""), LANGUAGE_EN);
    assert_int_equal(setenv("LC_ALL", "zh_TW", 1), 0);
    assert_int_equal(language_after(""), LANGUAGE_ZH);
    assert_int_equal(parse("").settings.language, LANGUAGE_BOTH);
    assert_int_equal(language_after("--lang en"), LANGUAGE_EN);
}

static void test_parse_environment_sets_default_language(void **state) {
    struct parsed parsed;

    (void)state;
    assert_int_equal(setenv("TCPGLOSS_LANG", "zh", 1), 0);
    parsed = parse("");
    assert_int_equal(parsed.settings.language, LANGUAGE_ZH);
    assert_int_equal(message_language(), LANGUAGE_ZH);
    assert_int_equal(parse("--lang en").settings.language, LANGUAGE_EN);
    assert_int_equal(setenv("TCPGLOSS_LANG", "fr", 1), 0);
    assert_false(parse("").ok);
}

static void test_help_in_each_language_has_every_long_option(void **state) {
    static const char *const words[] = {"--read",   "--lang", "--notes",   "--json",
                                        "--ladder", "--svg",  "--sandbox", "--version"};
    struct text text;

    (void)state;
    for (int language = LANGUAGE_ZH; language <= LANGUAGE_EN; language++) {
        text_init(&text);
        help_write((enum language)language, &text);
        text_put_char(&text, '\0');
        for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
            assert_non_null(strstr(text.data, words[i]));
        }
        text_free(&text);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(test_parse_nothing_gives_defaults, clear_environment),
        cmocka_unit_test_setup(test_parse_each_string_option_is_kept, clear_environment),
        cmocka_unit_test_setup(test_parse_each_number_and_count_is_kept, clear_environment),
        cmocka_unit_test_setup(test_parse_each_flag_is_set, clear_environment),
        cmocka_unit_test_setup(test_parse_each_choice_is_known, clear_environment),
        cmocka_unit_test_setup(test_parse_accepted_letters_change_nothing, clear_environment),
        cmocka_unit_test_setup(test_parse_refused_letters_say_why, clear_environment),
        cmocka_unit_test_setup(test_parse_bad_argument_is_usage_error, clear_environment),
        cmocka_unit_test_setup(test_parse_mistyped_option_suggests_nearest, clear_environment),
        cmocka_unit_test_setup(test_parse_bad_flow_list_is_usage_error, clear_environment),
        cmocka_unit_test_setup(test_parse_what_cannot_be_wanted_at_once_is_usage_error,
                               clear_environment),
        cmocka_unit_test_setup(test_parse_unknown_letter_is_named, clear_environment),
        cmocka_unit_test_setup(test_parse_words_are_joined_to_expression, clear_environment),
        cmocka_unit_test_setup(test_parse_locale_chooses_message_language, clear_environment),
        cmocka_unit_test_setup(test_parse_environment_sets_default_language, clear_environment),
        cmocka_unit_test_setup(test_help_in_each_language_has_every_long_option, clear_environment),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
