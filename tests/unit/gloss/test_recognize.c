/* Each input stands in a heap block of exactly its length, so that a byte too many is seen. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
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
        {{3, 3}, {0x40, 0}, CONTENT_TLS_SERVER_HELLO},
        {{3, 3}, {0xff, 0xff}, CONTENT_OTHER},
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
    struct content content;

    (void)state;
    assert_int_equal(recognise(banner, sizeof banner - 1, &content), CONTENT_SSH_BANNER);
    assert_span(content.text, "SSH-2.0-OpenSSH_9.2");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_content_http_request_gives_its_method),
        cmocka_unit_test(test_content_text_that_only_looks_like_a_request_is_other),
        cmocka_unit_test(test_content_http_response_gives_its_first_line),
        cmocka_unit_test(test_content_client_hello_gives_name_and_protocols),
        cmocka_unit_test(test_content_client_hello_cut_anywhere_stays_within),
        cmocka_unit_test(test_content_client_hello_with_any_byte_changed_stays_within),
        cmocka_unit_test(test_content_tls_alerts_are_named),
        cmocka_unit_test(test_content_server_hello_is_told_from_encrypted_records),
        cmocka_unit_test(test_content_tls_record_of_another_version_or_length_is_other),
        cmocka_unit_test(test_content_ssh_banner_gives_its_line),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
