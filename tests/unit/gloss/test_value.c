/* What stands in the slots of a sentence. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "gloss/value.h"

static char shown[4096];

static const char *ended(const char *end) {
    shown[end - shown] = '\0';
    return shown;
}

static const char *show_duration(int64_t nanoseconds) {
    const struct argument argument = {.name = ARGUMENT_RTT, .value.duration = nanoseconds};

    return ended(value_format(shown, &argument, LANGUAGE_EN));
}

static void test_value_duration_rounded_to_thousandths(void **state) {
    (void)state;
    assert_string_equal(show_duration(0), "0 ms");
    assert_string_equal(show_duration(499), "0 ms");
    assert_string_equal(show_duration(500), "0.001 ms");
    assert_string_equal(show_duration(1211000), "1.211 ms");
    assert_string_equal(show_duration(20000000), "20 ms");
    assert_string_equal(show_duration(10050000), "10.050 ms");
    assert_string_equal(show_duration(999999499), "999.999 ms");
    assert_string_equal(show_duration(999999999), "1000 ms");
    assert_string_equal(show_duration(1000000000), "1 s");
    assert_string_equal(show_duration(1000499999), "1 s");
    assert_string_equal(show_duration(1000500000), "1.001 s");
    assert_string_equal(show_duration(7440000000000), "7440 s");
    assert_string_equal(show_duration(-2000000), "-2 ms");
    assert_string_equal(show_duration(-1500000000), "-1.500 s");
}

static const char *show_text(const char *bytes, size_t length) {
    const struct argument argument = {
        .name = ARGUMENT_SERVER_NAME,
        .value.text = {.data = (const uint8_t *)bytes, .length = length}};

    return ended(value_format(shown, &argument, LANGUAGE_EN));
}

static void test_value_text_of_120_bytes_whole_and_longer_cut(void **state) {
    char bytes[121];
    char expected[124];

    (void)state;
    memset(bytes, 'x', sizeof bytes);
    memset(expected, 'x', 120);
    strcpy(expected + 120, "");
    assert_string_equal(show_text(bytes, 120), expected);
    strcpy(expected + 120, "...");
    assert_string_equal(show_text(bytes, 121), expected);
}

static void test_value_text_that_holds_dividers_escaped(void **state) {
    (void)state;
    assert_string_equal(show_text("a|b\\c,d", 7), "a\\|b\\\\c,d");
}

static const char *show_list(const char *bytes, size_t length) {
    const struct argument argument = {
        .name = ARGUMENT_ALPN, .value.text = {.data = (const uint8_t *)bytes, .length = length}};

    return ended(value_format(shown, &argument, LANGUAGE_EN));
}

static void test_value_list_shows_each_string(void **state) {
    (void)state;
    assert_string_equal(show_list("\x02h2\x08http/1.1", 12), "h2, http/1.1");
    assert_string_equal(show_list("\x03"
                                  "a,b",
                                  4),
                        "a\\,b");
    assert_string_equal(show_list("", 0), "");
}

static void test_value_list_with_a_length_that_lies_ends(void **state) {
    (void)state;
    assert_string_equal(show_list("\x02h2\x09http/1.1", 12), "h2");
    assert_string_equal(show_list("\x03h2", 3), "");
}

static void test_value_list_longer_than_120_ends(void **state) {
    char bytes[3 * 61];
    char expected[160];

    (void)state;
    memset(bytes, 'x', sizeof bytes);
    bytes[0] = bytes[61] = bytes[122] = 60;
    memset(expected, 'x', sizeof expected);
    memcpy(expected + 60, ", ", 2);
    expected[122] = '\0';
    assert_string_equal(show_list(bytes, sizeof bytes), expected);
}

static void test_value_flags_joined(void **state) {
    (void)state;
    assert_string_equal(ended(value_format_flags(shown, TCP_SYN | TCP_ACK)), "SYN = 1 | ACK = 1");
    assert_string_equal(ended(value_format_flags(shown, TCP_FIN)), "FIN = 1");
    assert_string_equal(ended(value_format_flags(shown, TCP_RST | TCP_PSH)), "RST = 1");
    assert_string_equal(ended(value_format_flags(shown, 0)), "");
}

static void test_value_address_with_port(void **state) {
    static const uint8_t address[16] = {0x20, 1, 0x0d, 0xb8, [15] = 1};

    (void)state;
    assert_string_equal(
        ended(value_format_address(shown, &(struct ip_view){.version = 4}, address, 80)),
        "32.1.13.184.80");
    assert_string_equal(
        ended(value_format_address(shown, &(struct ip_view){.version = 6}, address, 65535)),
        "2001:db8::1.65535");
}

static const char *show_changes(const struct change *changes, unsigned count, bool mark) {
    struct verdict verdict = {.change_count = count};
    struct notes notes = {.verdict = &verdict, .mark_assumed = mark};

    memcpy(verdict.changes, changes, count * sizeof *changes);
    value_prepare();
    return ended(value_format_changes(shown, &notes, LANGUAGE_EN));
}

static void test_value_changes_of_one_end_chained(void **state) {
    static const struct change changes[] = {
        {.endpoint = ENDPOINT_CLIENT, .from = STATE_FIN_WAIT_1, .to = STATE_FIN_WAIT_2},
        {.endpoint = ENDPOINT_SERVER, .from = STATE_LAST_ACK, .to = STATE_CLOSED},
        {.endpoint = ENDPOINT_CLIENT, .from = STATE_FIN_WAIT_2, .to = STATE_TIME_WAIT},
    };

    (void)state;
    assert_string_equal(show_changes(changes, 3, false),
                        "client FIN-WAIT-1 → FIN-WAIT-2 → TIME-WAIT | server LAST-ACK → CLOSED");
}

static void test_value_changes_that_do_not_lead_on_stand_apart(void **state) {
    static const struct change changes[] = {
        {.endpoint = ENDPOINT_CLIENT,
         .from = STATE_CLOSED,
         .to = STATE_ESTABLISHED,
         .retracted = true},
        {.endpoint = ENDPOINT_CLIENT, .from = STATE_ESTABLISHED, .to = STATE_FIN_WAIT_1},
        {.endpoint = ENDPOINT_CLIENT, .from = STATE_TIME_WAIT, .to = STATE_CLOSED},
    };

    (void)state;
    assert_string_equal(show_changes(changes, 3, false),
                        "client CLOSED → ESTABLISHED (an earlier inference corrected) | "
                        "client ESTABLISHED → FIN-WAIT-1 | client TIME-WAIT → CLOSED");
}

static void test_value_changes_assumed_are_marked_when_asked(void **state) {
    static const struct change changes[] = {
        {.endpoint = ENDPOINT_SERVER,
         .from = STATE_ESTABLISHED,
         .to = STATE_CLOSE_WAIT,
         .assumed = true},
        {.endpoint = ENDPOINT_CLIENT, .from = STATE_ESTABLISHED, .to = STATE_FIN_WAIT_1},
    };

    (void)state;
    assert_string_equal(show_changes(changes, 2, true), "server ESTABLISHED ⇢ CLOSE-WAIT | "
                                                        "client ESTABLISHED → FIN-WAIT-1");
    assert_string_equal(show_changes(changes, 2, false), "server ESTABLISHED → CLOSE-WAIT | "
                                                         "client ESTABLISHED → FIN-WAIT-1");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_value_duration_rounded_to_thousandths),
        cmocka_unit_test(test_value_text_of_120_bytes_whole_and_longer_cut),
        cmocka_unit_test(test_value_text_that_holds_dividers_escaped),
        cmocka_unit_test(test_value_list_shows_each_string),
        cmocka_unit_test(test_value_list_with_a_length_that_lies_ends),
        cmocka_unit_test(test_value_list_longer_than_120_ends),
        cmocka_unit_test(test_value_flags_joined),
        cmocka_unit_test(test_value_address_with_port),
        cmocka_unit_test(test_value_changes_of_one_end_chained),
        cmocka_unit_test(test_value_changes_that_do_not_lead_on_stand_apart),
        cmocka_unit_test(test_value_changes_assumed_are_marked_when_asked),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
