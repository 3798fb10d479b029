/* Each input stands in a heap block of exactly its length, so that a byte too many is seen. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "gloss/payload/recognize.h"

/* TLS 1.2 record, ClientHello, SNI "example.com", ALPN h2 and http/1.1. */
static const uint8_t client_hello[] = {
    0x16, 3,   1,    0,   95,   1,   0, 0,  91, 3,   3, /* record, message, version */
    1,    2,   3,    4,   5,    6,   7, 8,  9,  10,  11,  12,  13,  14,  15,  16, /* random */
    1,    2,   3,    4,   5,    6,   7, 8,  9,  10,  11,  12,  13,  14,  15,  16, /* random */
    0,                                                                            /* session id */
    0,    4,   0x13, 1,   0x13, 2, /* cipher suites */
    1,    0,                       /* compression */
    0,    46,                      /* extensions */
    0,    0,   0,    16,  0,    14,  0, 0,  11, 'e', 'x', 'a', 'm', 'p', 'l', 'e',
    '.',  'c', 'o',  'm', 0,    16,  0, 14, 0,  12,  2,   'h', '2', 8,   'h', 't',
    't',  'p', '/',  '1', '.',  '1', 0, 43, 0,  4,   3,   3,   4,   3};

/* The content of `length` bytes; its spans are copied into `copy` since the block is freed. */
static enum content_kind recognise(const void *data, size_t length, struct content *content) {
    uint8_t *block = malloc(length > 0 ? length : 1);
    static uint8_t texts[3][64];
    struct span *spans[] = {&content->text, &content->server_name, &content->alpn};

    assert_non_null(block);
    memcpy(block, data, length);
    content_recognise((struct span){.data = length > 0 ? block : NULL, .length = length}, content);
    for (size_t i = 0; i < 3; i++) {
        assert_true(spans[i]->length <= sizeof texts[i]);
        if (spans[i]->length > 0) {
            memcpy(texts[i], spans[i]->data, spans[i]->length);
        }
        spans[i]->data = texts[i];
    }
    free(block);
    return content->kind;
}

static void assert_span(struct span span, const char *expected) {
    assert_int_equal(span.length, strlen(expected));
    assert_memory_equal(span.data, expected, span.length);
}

static void test_content_http_request_gives_its_method(void **state) {
    static const char request[] = "GET / HTTP/1.1\r\nHost: example.com\r\n\r\n";
    struct content content;

    (void)state;
    assert_int_equal(recognise(request, sizeof request - 1, &content), CONTENT_HTTP_REQUEST);
    assert_span(content.text, "GET");
    /* Cut by the snapshot length before the end of the line. */
    assert_int_equal(recognise(request, 9, &content), CONTENT_HTTP_REQUEST);
    assert_int_equal(recognise(request, 3, &content), CONTENT_OTHER);
}

static void test_content_text_that_only_looks_like_a_request_is_other(void **state) {
    static const char *const texts[] = {
        "GET out of here\r\n",  "GETS / HTTP/1.1\r\n", "G",
        "HELO example.com\r\n", "get / HTTP/1.1\r\n",  "HTTP/1.1 2"};
    struct content content;

    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        assert_int_equal(recognise(texts[i], strlen(texts[i]), &content), CONTENT_OTHER);
        assert_int_equal(content.text.length, 0);
    }
}

/* Every method of RFC 9110, RFC 5789, RFC 4918, RFC 3253 and RFC 5323 that clients use. */
static void test_content_request_of_each_method_gives_method_and_target(void **state) {
    static const char *const methods[] = {
        "GET",  "POST", "HEAD", "PUT",    "DELETE", "CONNECT", "OPTIONS", "TRACE",    "PATCH",
        "COPY", "LOCK", "MOVE", "UNLOCK", "MKCOL",  "REPORT",  "SEARCH",  "PROPFIND", "PROPPATCH"};

    (void)state;
    for (size_t i = 0; i < sizeof methods / sizeof *methods; i++) {
        char request[64];
        struct content content;

        (void)snprintf(request, sizeof request, "%s /a HTTP/1.0\n", methods[i]);
        assert_int_equal(recognise(request, strlen(request), &content), CONTENT_HTTP_REQUEST);
        assert_span(content.text, methods[i]);
        assert_int_equal(content.target.length, 2);
    }
}

static void test_content_request_with_the_shortest_target_is_one(void **state) {
    static const char shortest[] = "GET * HTTP/1.1\n";
    static const char without[] = "GET HTTP/1.1\n";
    static const char empty[] = "GET  HTTP/1.1\n";
    struct content content;

    (void)state;
    assert_int_equal(recognise(shortest, sizeof shortest - 1, &content), CONTENT_HTTP_REQUEST);
    assert_int_equal(content.target.length, 1);
    assert_int_equal(recognise(without, sizeof without - 1, &content), CONTENT_OTHER);
    assert_int_equal(recognise(empty, sizeof empty - 1, &content), CONTENT_OTHER);
}

/* A line is looked for in the first 8192 bytes; without an end it need only begin like a request.
 */
static void test_content_request_with_a_line_that_has_no_end_is_one(void **state) {
    enum { LONGEST = 8192 };
    char *request = malloc(LONGEST + 1);
    struct content content;

    (void)state;
    assert_non_null(request);
    memset(request, 'x', LONGEST + 1);
    memcpy(request, "GET /", 5);
    request[LONGEST] = '\n';
    content_recognise((struct span){.data = (uint8_t *)request, .length = LONGEST + 1}, &content);
    assert_int_equal(content.kind, CONTENT_HTTP_REQUEST);
    assert_int_equal(content.target.length, LONGEST - 4);
    request[LONGEST - 1] = '\n';
    content_recognise((struct span){.data = (uint8_t *)request, .length = LONGEST + 1}, &content);
    assert_int_equal(content.kind, CONTENT_OTHER);
    free(request);
}

static void test_content_response_without_its_form_is_other(void **state) {
    static const char *const texts[] = {"HTTP/1.x 200 OK", "HTTP/1.1-200 OK", "HTTP/1.1 x00 OK",
                                        "HTTP/1.1 2x0 OK", "HTTP/1.1 20x OK", "HTTP/2.0 200 OK",
                                        "HTTP/1.1 20",     "HTTP/1.: 200 OK", "HTTP/1.1 :00 OK"};
    struct content content;

    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        assert_int_equal(recognise(texts[i], strlen(texts[i]), &content), CONTENT_OTHER);
    }
    assert_int_equal(recognise("HTTP/1.0 999", 12, &content), CONTENT_HTTP_RESPONSE);
    assert_span(content.text, "HTTP/1.0 999");
}

static void test_content_http_response_gives_its_first_line(void **state) {
    static const char response[] = "HTTP/1.1 200 OK\r\nServer: x\r\n";
    static const char interim[] = "HTTP/1.1 100 Continue\r\n\r\n";
    struct content content;

    (void)state;
    assert_int_equal(recognise(response, sizeof response - 1, &content), CONTENT_HTTP_RESPONSE);
    assert_span(content.text, "HTTP/1.1 200 OK");
    assert_int_equal(recognise(interim, sizeof interim - 1, &content), CONTENT_HTTP_INTERIM);
}

static void test_content_client_hello_gives_name_and_protocols(void **state) {
    struct content content;

    (void)state;
    assert_int_equal(recognise(client_hello, sizeof client_hello, &content),
                     CONTENT_TLS_CLIENT_HELLO);
    assert_span(content.server_name, "example.com");
    assert_span(content.alpn, "\x02h2\x08http/1.1");
}

static void test_content_client_hello_cut_anywhere_stays_within(void **state) {
    struct content content;

    (void)state;
    for (size_t length = 0; length < sizeof client_hello; length++) {
        const enum content_kind kind = recognise(client_hello, length, &content);

        assert_int_equal(kind, length >= 10 ? CONTENT_TLS_CLIENT_HELLO : CONTENT_OTHER);
    }
}

static void test_content_client_hello_with_any_byte_changed_stays_within(void **state) {
    uint8_t changed[sizeof client_hello];
    struct content content;

    (void)state;
    for (size_t i = 0; i < sizeof changed; i++) {
        for (unsigned value = 0; value <= 0xff; value += 0x0f) {
            memcpy(changed, client_hello, sizeof changed);
            changed[i] = (uint8_t)value;
            (void)recognise(changed, sizeof changed, &content);
        }
    }
    assert_true(content.alpn.length <= sizeof changed);
}

static void test_content_tls_alerts_are_named(void **state) {
    static const uint8_t fatal[] = {21, 3, 3, 0, 2, 2, 40};
    static const uint8_t encrypted[] = {21, 3, 3, 0, 26, 9, 9};
    static const uint8_t nonsense[] = {21, 3, 3, 0, 2, 7, 40};
    struct content content;

    (void)state;
    assert_int_equal(recognise(fatal, sizeof fatal, &content), CONTENT_TLS_ALERT);
    assert_span(content.text, "handshake_failure");
    assert_int_equal(recognise(encrypted, sizeof encrypted, &content), CONTENT_TLS_ALERT);
    assert_span(content.text, "encrypted");
    assert_int_equal(recognise(nonsense, sizeof nonsense, &content), CONTENT_OTHER);
    assert_int_equal(recognise(fatal, 6, &content), CONTENT_OTHER);
}

/* IANA's registry of TLS alerts, but for what is reserved. */
static void test_content_tls_alerts_have_the_numbers_of_the_registry(void **state) {
    static const char *const names[256] = {
        [0] = "close_notify",
        [10] = "unexpected_message",
        [20] = "bad_record_mac",
        [22] = "record_overflow",
        [40] = "handshake_failure",
        [42] = "bad_certificate",
        [43] = "unsupported_certificate",
        [44] = "certificate_revoked",
        [45] = "certificate_expired",
        [46] = "certificate_unknown",
        [47] = "illegal_parameter",
        [48] = "unknown_ca",
        [49] = "access_denied",
        [50] = "decode_error",
        [51] = "decrypt_error",
        [70] = "protocol_version",
        [71] = "insufficient_security",
        [80] = "internal_error",
        [86] = "inappropriate_fallback",
        [90] = "user_canceled",
        [100] = "no_renegotiation",
        [109] = "missing_extension",
        [110] = "unsupported_extension",
        [112] = "unrecognized_name",
        [113] = "bad_certificate_status_response",
        [115] = "unknown_psk_identity",
        [116] = "certificate_required",
        [120] = "no_application_protocol",
    };

    (void)state;
    for (unsigned description = 0; description < 256; description++) {
        const uint8_t alert[] = {21, 3, 3, 0, 2, 1, (uint8_t)description};
        struct content content;

        if (names[description] == NULL) {
            assert_int_equal(recognise(alert, sizeof alert, &content), CONTENT_OTHER);
        } else {
            assert_int_equal(recognise(alert, sizeof alert, &content), CONTENT_TLS_ALERT);
            assert_span(content.text, names[description]);
        }
    }
}

static void test_content_tls_alert_of_another_length_or_level_is_none(void **state) {
    static const uint8_t short_one[] = {21, 3, 3, 0, 1, 1, 0};
    static const uint8_t level_0[] = {21, 3, 3, 0, 2, 0, 0};
    static const uint8_t level_3[] = {21, 3, 3, 0, 2, 3, 0};
    static const uint8_t three_bytes[] = {21, 3, 3, 0, 3, 1, 0, 0};
    struct content content;

    (void)state;
    assert_int_equal(recognise(short_one, sizeof short_one, &content), CONTENT_OTHER);
    assert_int_equal(recognise(level_0, sizeof level_0, &content), CONTENT_OTHER);
    assert_int_equal(recognise(level_3, sizeof level_3, &content), CONTENT_OTHER);
    assert_int_equal(recognise(three_bytes, sizeof three_bytes, &content), CONTENT_TLS_ALERT);
    assert_span(content.text, "encrypted");
}

static void test_content_server_hello_is_told_from_encrypted_records(void **state) {
    static const uint8_t hello[] = {22, 3, 3, 0, 60, 2, 0, 0, 56, 3, 3};
    static const uint8_t finished[] = {22, 3, 3, 0, 40, 2, 0xab, 0xcd, 0xef, 0x77, 3};
    struct content content;

    (void)state;
    assert_int_equal(recognise(hello, sizeof hello, &content), CONTENT_TLS_SERVER_HELLO);
    assert_int_equal(recognise(finished, sizeof finished, &content), CONTENT_OTHER);
}

/* The version of a record is that of SSL 3.0 to TLS 1.3, and it is not longer than one may be. */
static void test_content_tls_record_of_another_version_or_length_is_other(void **state) {
    static const struct {
        uint8_t version[2], length[2];
        enum content_kind kind;
    } records[] = {
        {{3, 0}, {0, 60}, CONTENT_TLS_SERVER_HELLO},
        {{3, 4}, {0, 60}, CONTENT_TLS_SERVER_HELLO},
        {{2, 255}, {0, 60}, CONTENT_OTHER},
        {{3, 5}, {0, 60}, CONTENT_OTHER},
        {{3, 3}, {0x41, 0}, CONTENT_TLS_SERVER_HELLO}, /* 2^14 + 256: RFC 8446 §5.2 */
        {{3, 3}, {0x41, 1}, CONTENT_OTHER},
    };

    (void)state;
    for (size_t i = 0; i < sizeof records / sizeof records[0]; i++) {
        uint8_t hello[] = {22, 3, 3, 0, 60, 2, 0, 0, 56, 3, 3};
        struct content content;

        memcpy(hello + 1, records[i].version, 2);
        memcpy(hello + 3, records[i].length, 2);
        assert_int_equal(recognise(hello, sizeof hello, &content), records[i].kind);
    }
}

static void test_content_ssh_banner_gives_its_line(void **state) {
    static const char banner[] = "SSH-2.0-OpenSSH_9.2\r\n";
    static const char old[] = "SSH-1.99-x\n";
    static const char other[] = "SSH-3.0-x\n";
    struct content content;

    (void)state;
    assert_int_equal(recognise(old, sizeof old - 1, &content), CONTENT_SSH_BANNER);
    assert_span(content.text, "SSH-1.99-x");
    assert_int_equal(recognise(other, sizeof other - 1, &content), CONTENT_OTHER);
    assert_int_equal(recognise(banner, sizeof banner - 1, &content), CONTENT_SSH_BANNER);
    assert_span(content.text, "SSH-2.0-OpenSSH_9.2");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_content_http_request_gives_its_method),
        cmocka_unit_test(test_content_text_that_only_looks_like_a_request_is_other),
        cmocka_unit_test(test_content_request_of_each_method_gives_method_and_target),
        cmocka_unit_test(test_content_request_with_the_shortest_target_is_one),
        cmocka_unit_test(test_content_request_with_a_line_that_has_no_end_is_one),
        cmocka_unit_test(test_content_response_without_its_form_is_other),
        cmocka_unit_test(test_content_http_response_gives_its_first_line),
        cmocka_unit_test(test_content_client_hello_gives_name_and_protocols),
        cmocka_unit_test(test_content_client_hello_cut_anywhere_stays_within),
        cmocka_unit_test(test_content_client_hello_with_any_byte_changed_stays_within),
        cmocka_unit_test(test_content_tls_alerts_are_named),
        cmocka_unit_test(test_content_tls_alerts_have_the_numbers_of_the_registry),
        cmocka_unit_test(test_content_tls_alert_of_another_length_or_level_is_none),
        cmocka_unit_test(test_content_server_hello_is_told_from_encrypted_records),
        cmocka_unit_test(test_content_tls_record_of_another_version_or_length_is_other),
        cmocka_unit_test(test_content_ssh_banner_gives_its_line),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
