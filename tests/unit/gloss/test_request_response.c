/* Requests and responses over the packets of a flow. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "verdicts.h"

/* What is said of data that is not the first in its direction. */
static const char *say(struct spoken *spoken, enum endpoint from, const char *data) {
    spoken_segment(spoken, from, TCP_ACK | TCP_PSH, 1, 1);
    spoken_data(spoken, data);
    return spoken_lines(spoken, LANGUAGE_EN);
}

static const char *say_first(struct spoken *spoken, enum endpoint from, const char *data) {
    spoken_segment(spoken, from, TCP_ACK | TCP_PSH, 1, 1);
    spoken_data(spoken, data);
    spoken_finding(spoken, FINDING_FIRST_DATA);
    return spoken_lines(spoken, LANGUAGE_EN);
}

static void test_dialogue_request_is_answered_once(void **state) {
    struct spoken *spoken = *state;

    assert_string_equal(say_first(spoken, ENDPOINT_CLIENT, "GET / HTTP/1.1\r\n\r\n"),
                        "Request | HTTP GET /\n");
    assert_string_equal(say_first(spoken, ENDPOINT_SERVER, "HTTP/1.1 200 OK\r\n\r\n"),
                        "Server response | HTTP/1.1 200 OK\n");
    assert_string_equal(say(spoken, ENDPOINT_SERVER, "body"), "");
    assert_string_equal(say(spoken, ENDPOINT_CLIENT, "PUT /x HTTP/1.1\r\n\r\n"),
                        "Request | HTTP PUT /x\n");
    assert_string_equal(say(spoken, ENDPOINT_SERVER, "HTTP/1.1 404 Not Found\r\n"),
                        "Server response | HTTP/1.1 404 Not Found\n");
}

static void test_dialogue_interim_response_leaves_the_request_waiting(void **state) {
    struct spoken *spoken = *state;

    (void)say(spoken, ENDPOINT_CLIENT, "POST / HTTP/1.1\r\n\r\n");
    assert_string_equal(say(spoken, ENDPOINT_SERVER, "HTTP/1.1 100 Continue\r\n\r\n"),
                        "Server response | HTTP/1.1 100 Continue\n");
    assert_string_equal(say(spoken, ENDPOINT_SERVER, "HTTP/1.1 200 OK\r\n"),
                        "Server response | HTTP/1.1 200 OK\n");
    assert_string_equal(say(spoken, ENDPOINT_SERVER, "HTTP/1.1 200 OK\r\n"), "");
}

static void test_dialogue_pipelined_requests_each_have_their_response(void **state) {
    struct spoken *spoken = *state;

    (void)say(spoken, ENDPOINT_CLIENT, "GET /a HTTP/1.1\r\n\r\n");
    (void)say(spoken, ENDPOINT_CLIENT, "GET /b HTTP/1.1\r\n\r\n");
    assert_string_not_equal(say(spoken, ENDPOINT_SERVER, "HTTP/1.1 200 OK\r\n"), "");
    assert_string_equal(say(spoken, ENDPOINT_SERVER, "body of a"), "");
    assert_string_not_equal(say(spoken, ENDPOINT_SERVER, "HTTP/1.1 200 OK\r\n"), "");
    assert_string_equal(say(spoken, ENDPOINT_SERVER, "body of b"), "");
}

static void test_dialogue_answer_of_another_kind_has_no_first_line(void **state) {
    struct spoken *spoken = *state;

    (void)say(spoken, ENDPOINT_CLIENT, "GET / HTTP/1.1\r\n\r\n");
    assert_string_equal(say_first(spoken, ENDPOINT_SERVER, "<html>"), "Server response\n");
    assert_string_equal(say(spoken, ENDPOINT_SERVER, "</html>"), "");
}

static void test_dialogue_unknown_data_is_told_in_each_direction(void **state) {
    struct spoken *spoken = *state;

    assert_string_equal(say_first(spoken, ENDPOINT_CLIENT, "\x01\x02"), "Client sends data\n");
    assert_string_equal(say_first(spoken, ENDPOINT_SERVER, "\x01\x02"), "Server sends data\n");
    assert_string_equal(say(spoken, ENDPOINT_SERVER, "more"), "");
}

static void test_dialogue_retransmitted_request_is_no_second_request(void **state) {
    struct spoken *spoken = *state;

    (void)say(spoken, ENDPOINT_CLIENT, "GET / HTTP/1.1\r\n\r\n");
    spoken_segment(spoken, ENDPOINT_CLIENT, TCP_ACK, 1001, 5001);
    spoken_data(spoken, "GET / HTTP/1.1\r\n\r\n");
    spoken_finding(spoken, FINDING_RETRANSMISSION)->seq = 1001;
    assert_string_equal(spoken_lines(spoken, LANGUAGE_EN), "retransmission | seq = 1 | 0 bytes\n");
}

/* A ClientHello whose server name and second protocol hold what divides notes and lists. */
static void test_dialogue_names_that_hold_dividers_stay_one_field(void **state) {
    static const uint8_t hello[] = {
        0x16, 3,   1,    0,   95,   1,   0, 0,  91, 3,   3, /* record, message, version */
        1,    2,   3,    4,   5,    6,   7, 8,  9,  10,  11,  12,  13,  14,  15,  16, /* random */
        1,    2,   3,    4,   5,    6,   7, 8,  9,  10,  11,  12,  13,  14,  15,  16, /* random */
        0,                             /* session id */
        0,    4,   0x13, 1,   0x13, 2, /* cipher suites */
        1,    0,                       /* compression */
        0,    46,                      /* extensions */
        0,    0,   0,    16,  0,    14,  0, 0,  11, 'a', ' ', '|', ' ', 'A', 'L', 'P',
        'N',  ' ', 'h',  '2', 0,    16,  0, 14, 0,  12,  2,   'h', '2', 8,   'x', ',',
        ' ',  'y', ' ',  '|', '\\', 'z', 0, 43, 0,  4,   3,   3,   4,   3};
    struct spoken *spoken = *state;
    const char *said;

    spoken_segment(spoken, ENDPOINT_CLIENT, TCP_ACK | TCP_PSH, 1, 1);
    spoken->packet.tcp.payload = (struct span){.data = hello, .length = sizeof hello};
    spoken->packet.tcp.payload_length = sizeof hello;
    spoken_finding(spoken, FINDING_FIRST_DATA);
    said = spoken_lines(spoken, LANGUAGE_EN);
    assert_non_null(strstr(said, "a \\| ALPN h2"));
    assert_null(strstr(said, "a | ALPN h2"));
    assert_non_null(strstr(said, "h2, x\\, y \\|\\\\z"));
}

static void test_dialogue_response_that_holds_a_divider_stays_one_field(void **state) {
    struct spoken *spoken = *state;

    (void)say_first(spoken, ENDPOINT_CLIENT, "GET / HTTP/1.1\r\n\r\n");
    assert_non_null(strstr(say(spoken, ENDPOINT_SERVER, "HTTP/1.1 200 OK | RST = 1\r\n\r\n"),
                           "200 OK \\| RST = 1"));
}

static void test_dialogue_ssh_greets_from_both_sides(void **state) {
    struct spoken *spoken = *state;

    assert_string_equal(say_first(spoken, ENDPOINT_SERVER, "SSH-2.0-OpenSSH_9.2\r\n"),
                        "Server sends its SSH version | SSH-2.0-OpenSSH_9.2\n");
    assert_string_equal(say_first(spoken, ENDPOINT_CLIENT, "SSH-2.0-PuTTY\r\n"),
                        "Client sends its SSH version | SSH-2.0-PuTTY\n");
}

static void test_dialogue_hostile_text_is_escaped_and_bounded(void **state) {
    struct spoken *spoken = *state;
    char line[400] = "HTTP/1.1 200 \x1b[2J\xff";
    const char *lines;

    memset(line + strlen(line), 'x', 300);
    (void)say(spoken, ENDPOINT_CLIENT, "GET / HTTP/1.1\r\n\r\n");
    lines = say(spoken, ENDPOINT_SERVER, line);
    assert_non_null(strstr(lines, "HTTP/1.1 200 ^[[2JM-^?xxx"));
    assert_non_null(strstr(lines, "xxx...\n"));
    assert_true(strlen(lines) < 200);
}

/* So many requests are counted as fit into seven bits. */
static void test_dialogue_127_requests_in_a_row_each_have_their_response(void **state) {
    struct spoken *spoken = *state;

    for (unsigned i = 0; i < 130; i++) {
        (void)say(spoken, ENDPOINT_CLIENT, "GET / HTTP/1.1\r\n\r\n");
    }
    for (unsigned i = 0; i < 127; i++) {
        assert_string_equal(say(spoken, ENDPOINT_SERVER, "HTTP/1.1 200 OK\r\n"),
                            "Server response | HTTP/1.1 200 OK\n");
    }
    assert_string_equal(say(spoken, ENDPOINT_SERVER, "HTTP/1.1 200 OK\r\n"), "");
}

/* Each end's requests are counted by themselves. */
static void test_dialogue_requests_of_the_server_wait_for_the_client(void **state) {
    struct spoken *spoken = *state;

    assert_string_equal(say(spoken, ENDPOINT_SERVER, "GET / HTTP/1.1\r\n\r\n"),
                        "Request | HTTP GET /\n");
    assert_string_equal(say(spoken, ENDPOINT_SERVER, "HTTP/1.1 200 OK\r\n"), "");
    assert_non_null(strstr(say(spoken, ENDPOINT_CLIENT, "HTTP/1.1 200 OK\r\n"), "200 OK"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        spoken_test(test_dialogue_request_is_answered_once),
        spoken_test(test_dialogue_interim_response_leaves_the_request_waiting),
        spoken_test(test_dialogue_pipelined_requests_each_have_their_response),
        spoken_test(test_dialogue_answer_of_another_kind_has_no_first_line),
        spoken_test(test_dialogue_unknown_data_is_told_in_each_direction),
        spoken_test(test_dialogue_retransmitted_request_is_no_second_request),
        spoken_test(test_dialogue_names_that_hold_dividers_stay_one_field),
        spoken_test(test_dialogue_response_that_holds_a_divider_stays_one_field),
        spoken_test(test_dialogue_ssh_greets_from_both_sides),
        spoken_test(test_dialogue_hostile_text_is_escaped_and_bounded),
        spoken_test(test_dialogue_127_requests_in_a_row_each_have_their_response),
        spoken_test(test_dialogue_requests_of_the_server_wait_for_the_client),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
