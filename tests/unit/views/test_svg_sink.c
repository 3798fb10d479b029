#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
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

/* The story as `settings` want it. */
static char *draw_with(const struct svg_settings *settings) {
    struct stream stream;
    struct error error;

    stream_init(&stream, -1);
    return story_tell(svg_sink_create(settings, &stream, &error), &stream);
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

static void test_slide_holds_the_whole_picture_at_16_to_9(void **state) {
    const struct svg_settings page = {.language = LANGUAGE_EN};
    const struct svg_settings slide = {.language = LANGUAGE_EN, .size = SVG_SLIDE};
    const struct svg_settings excerpt = {
        .language = LANGUAGE_EN, .size = SVG_SLIDE, .first_row = 2, .last_row = 3};
    const struct svg_settings *const all[] = {&slide, &excerpt};
    unsigned width;
    unsigned height;
    char *drawn = draw_with(&page);

    (void)state;
    assert_int_equal(sscanf(strstr(drawn, "viewBox"), "viewBox=\"0 0 %u %u\"", &width, &height), 2);
    assert_int_equal(width, 920);
    free(drawn);
    for (size_t i = 0; i < 2; i++) {
        unsigned view_width;
        unsigned view_height;
        int left;
        int top;

        drawn = draw_with(all[i]);
        assert_non_null(strstr(drawn, "width=\"1280\" height=\"720\""));
        assert_int_equal(sscanf(strstr(drawn, "viewBox"), "viewBox=\"%d %d %u %u\"", &left, &top,
                                &view_width, &view_height),
                         4);
        assert_in_range(view_width, width, 20 * width);
        assert_in_range(view_width * 9, view_height * 16 - 16, view_height * 16 + 16);
        assert_in_range(-left * 2, view_width - width - 1, view_width - width);
        assert_true(i == 1 || view_height == height);
        free(drawn);
    }
}

/* The story's handshake takes 1 ms to the server and 1 ms to the client, so both are half of that
 * away and each arrow falls by as much as time passes. */
static void test_arrow_to_scale_arrives_later_than_it_left(void **state) {
    const struct svg_settings settings = {
        .language = LANGUAGE_EN, .to_scale = true, .first_row = 1, .last_row = 4};
    char *drawn = draw_with(&settings);
    const char *syn = strstr(drawn, "<line class=\"client0-line\"");
    const char *answer = strstr(drawn, "<line class=\"server0-line\"");
    unsigned x1;
    unsigned y1;
    unsigned x2;
    unsigned y2;
    unsigned answer_y1;

    (void)state;
    assert_non_null(syn);
    assert_non_null(answer);
    assert_int_equal(
        sscanf(strstr(syn, " x1"), " x1=\"%u\" y1=\"%u\" x2=\"%u\" y2=\"%u\"", &x1, &y1, &x2, &y2),
        4);
    assert_in_range(y2, y1 + 50, y1 + 300);
    assert_int_equal(sscanf(strstr(answer, " x1"), " x1=\"%u\" y1=\"%u\"", &x1, &answer_y1), 2);
    assert_in_range(answer_y1, y2 - 1, y2 + 1);
    free(drawn);
}

static void test_excerpt_has_its_rows_and_the_states_above_them(void **state) {
    const struct svg_settings settings = {.language = LANGUAGE_EN, .first_row = 4, .last_row = 4};
    char *drawn = draw_with(&settings);

    (void)state;
    assert_int_equal(count(drawn, "class=\"client0-line\""), 1);
    assert_int_equal(count(drawn, "class=\"server0-line\""), 0);
    assert_non_null(strstr(drawn, ">SYN-RECEIVED<"));
    assert_null(strstr(drawn, ">LISTEN<"));
    free(drawn);
}

static void test_symbolic_numbers_count_from_x_and_y(void **state) {
    const struct svg_settings settings = {.language = LANGUAGE_EN, .symbolic = true};
    char *drawn = draw_with(&settings);

    (void)state;
    assert_non_null(strstr(drawn, ">seq = y  ack = x + 1  win = "));
    assert_non_null(strstr(drawn, "seq = x + 79"));
    assert_null(strstr(drawn, "3464472424"));
    free(drawn);
}

static void test_title_stands_in_the_picture_escaped(void **state) {
    const struct svg_settings settings = {.language = LANGUAGE_EN, .title = "a <b> & c"};
    char *drawn = draw_with(&settings);

    (void)state;
    assert_non_null(strstr(drawn, "<title>a &lt;b&gt; &amp; c</title>"));
    assert_non_null(strstr(drawn, "class=\"title\""));
    assert_int_equal(count(drawn, "a &lt;b&gt; &amp; c"), 2);
    free(drawn);
}

/* What a renderer of SVG 1.1 does not know stands in the second style sheet only. */
static void test_first_style_sheet_has_literal_colours_only(void **state) {
    char *drawn = draw(LANGUAGE_EN);
    char *first = strstr(drawn, "<style");
    char *end = strstr(drawn, "</style>");

    (void)state;
    assert_non_null(first);
    assert_non_null(end);
    *end = '\0';
    assert_null(strstr(first, "var("));
    assert_null(strstr(first, "@media"));
    assert_null(strstr(first, "system-ui"));
    assert_non_null(strstr(first, ".paper{fill:#ffffff}"));
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
        cmocka_unit_test(test_slide_holds_the_whole_picture_at_16_to_9),
        cmocka_unit_test(test_arrow_to_scale_arrives_later_than_it_left),
        cmocka_unit_test(test_excerpt_has_its_rows_and_the_states_above_them),
        cmocka_unit_test(test_symbolic_numbers_count_from_x_and_y),
        cmocka_unit_test(test_title_stands_in_the_picture_escaped),
        cmocka_unit_test(test_first_style_sheet_has_literal_colours_only),
        cmocka_unit_test(test_language_is_the_one_asked_for),
        cmocka_unit_test(test_markup_in_a_name_is_escaped),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
