#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tcpgloss/views/svg_sink.h"

#include "story.h"

/* The story as a picture; NUL-terminated, the caller frees it. */
static char *draw(enum language language) {
    const struct svg_settings settings = {.language = language};
    struct stream stream;
    struct error error;

    stream_init(&stream, -1);
    return story_tell(svg_sink_create(&settings, &stream, &error), &stream);
}

static unsigned count(const char *text, const char *part) {
    unsigned n = 0;

    for (text = strstr(text, part); text != NULL; text = strstr(text + 1, part)) {
        n++;
    }
    return n;
}

static void test_picture_is_whole_and_names_its_capture(void **state) {
    char *drawn = draw(LANGUAGE_BOTH);

    (void)state;
    assert_int_equal(strncmp(drawn, "<?xml", 5), 0);
    assert_non_null(strstr(drawn, "<title>tcpgloss: story.pcap</title>"));
    assert_non_null(strstr(drawn, "prefers-color-scheme:dark"));
    assert_string_equal(drawn + strlen(drawn) - 7, "</svg>\n");
    free(drawn);
}

static void test_lost_segment_is_crossed_and_sent_again_in_another_style(void **state) {
    char *drawn = draw(LANGUAGE_EN);

    (void)state;
    assert_int_equal(count(drawn, "class=\"cross\""), 1);
    assert_int_equal(count(drawn, "class=\"again\""), 1);
    assert_non_null(strstr(drawn, "ack = 3464472424 + 1"));
    assert_non_null(strstr(drawn, "6 segments"));
    free(drawn);
}

/* A word of ours in the other language would show. */
static void test_language_is_the_one_asked_for(void **state) {
    char *en = draw(LANGUAGE_EN);
    char *zh = draw(LANGUAGE_ZH);

    (void)state;
    assert_null(strstr(en, "客户端"));
    assert_non_null(strstr(zh, "客户端"));
    assert_null(strstr(zh, ">client<"));
    assert_non_null(strstr(zh, "个报文段"));
    free(zh);
    free(en);
}

static void test_markup_in_a_name_is_escaped(void **state) {
    const struct svg_settings settings = {.language = LANGUAGE_EN};
    struct record capture = {.kind = RECORD_CAPTURE,
                             .as.capture = {.source = "<b>&\x01\xff\xe2\x80\xae.pcap"}};
    struct record summary = {.kind = RECORD_SUMMARY};
    struct stream stream;
    struct error error;
    struct sink *sink;

    (void)state;
    stream_init(&stream, -1);
    sink = svg_sink_create(&settings, &stream, &error);
    assert_non_null(sink);
    sink_write(sink, &capture);
    sink_write(sink, &summary);
    sink_destroy(sink);
    text_put_char(&stream.text, '\0');
    assert_non_null(strstr(stream.text.data, "&lt;b&gt;&amp;^AM-^?M-bM-^@M-..pcap</title>"));
    stream_free(&stream);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_picture_is_whole_and_names_its_capture),
        cmocka_unit_test(test_lost_segment_is_crossed_and_sent_again_in_another_style),
        cmocka_unit_test(test_language_is_the_one_asked_for),
        cmocka_unit_test(test_markup_in_a_name_is_escaped),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
