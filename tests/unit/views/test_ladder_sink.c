#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tcpgloss/views/ladder_sink.h"

#include "scene.h"
#include "story.h"
#include "views/display.h"

/* The story as drawn; NUL-terminated, the caller frees it. */
static char *draw(const struct ladder_settings *settings) {
    struct stream stream;
    struct error error;

    stream_init(&stream, -1);
    return story_tell(ladder_sink_create(settings, &stream, &error), &stream);
}

/* Calls `check` for each line. */
static void for_each_line(const char *text, size_t columns,
                          void (*check)(const char *line, size_t length, size_t columns)) {
    while (*text != '\0') {
        size_t length = strcspn(text, "\n");

        check(text, length, columns);
        text += length + (text[length] == '\n');
    }
}

static void check_fits(const char *line, size_t length, size_t columns) {
    assert_in_range(display_width(line, length), 0, columns);
}

static void test_every_width_from_60_columns_is_kept(void **state) {
    (void)state;
    for (unsigned columns = 60; columns <= 130; columns++) {
        struct ladder_settings settings = {
            .language = LANGUAGE_BOTH, .columns = columns, .unicode = true};
        char *drawn = draw(&settings);

        for_each_line(drawn, columns, check_fits);
        free(drawn);
    }
}

/* One segment with these flags, all numbers as long as they can be. */
static char *draw_flags(const struct ladder_settings *settings, uint16_t flags) {
    static const uint8_t mss[] = {2, 4, 255, 255};
    struct flow_report report;
    struct stream stream;
    struct scene scene;
    struct error error;
    struct sink *sink;
    char *drawn;

    stream_init(&stream, -1);
    sink = ladder_sink_create(settings, &stream, &error);
    scene_begin(&scene);
    scene_segment(&scene, 0,
                  &(struct segment){.from = (flags & 1) != 0 ? ENDPOINT_SERVER : ENDPOINT_CLIENT,
                                    .flags = flags,
                                    .seq = UINT32_MAX - SCENE_CLIENT_ISN,
                                    .ack = UINT32_MAX - SCENE_SERVER_ISN,
                                    .length = 1000,
                                    .options = mss,
                                    .options_length = sizeof mss});
    sink_write(sink, &scene.record);
    scene_report(&scene, &report);
    scene.record.kind = RECORD_FLOW;
    scene.record.as.flow = &report;
    sink_write(sink, &scene.record);
    scene_end(&scene);
    sink_destroy(sink);
    text_put_char(&stream.text, '\0');
    drawn = strdup(stream.text.data);
    stream_free(&stream);
    return drawn;
}

/* The right life line stands before a space and a state (13), if the line has life lines. */
static void check_border(const char *line, size_t length, size_t columns) {
    const char *border = NULL;

    for (const char *c = line; c < line + length; c++) {
        if (strncmp(c, "│", strlen("│")) == 0) {
            border = c;
        }
    }
    if (border != NULL) {
        assert_int_equal(display_width(line, (size_t)(border - line)), columns - 14);
    }
}

static void test_any_flags_at_any_width_end_and_keep_the_right_border(void **state) {
    (void)state;
    for (unsigned columns = 1; columns <= 125; columns++) {
        for (uint16_t flags = 0; flags < 64; flags++) {
            const struct ladder_settings settings = {
                .language = (enum language)(flags % 3), .columns = columns, .unicode = true};
            char *drawn = draw_flags(&settings, flags);

            assert_non_null(strstr(drawn, "│"));
            for_each_line(drawn, columns < 60 ? 60 : columns > 120 ? 120 : columns, check_border);
            free(drawn);
        }
    }
}

/* The left life line stands behind the time (10) and a state with its space (13). */
static void check_aligned(const char *line, size_t length, size_t columns) {
    const char *life = strstr(line, "│");
    const char *wait = strstr(line, "┃"); /* in TIME-WAIT */

    (void)columns;
    if (wait != NULL && (life == NULL || wait < life)) {
        life = wait;
    }
    if (life != NULL && life < line + length) {
        assert_int_equal(display_width(line, (size_t)(life - line)), 23);
    }
}

static void test_life_lines_stand_in_one_column_beside_chinese(void **state) {
    struct ladder_settings settings = {.language = LANGUAGE_ZH, .columns = 90, .unicode = true};
    char *drawn = draw(&settings);

    (void)state;
    for_each_line(drawn, 90, check_aligned);
    free(drawn);
}

static void test_terminal_without_utf8_gets_ascii(void **state) {
    struct ladder_settings settings = {.language = LANGUAGE_BOTH, .columns = 80};
    char *drawn = draw(&settings);

    (void)state;
    for (const char *c = drawn; *c != '\0'; c++) {
        assert_true((unsigned char)*c < 0x80);
    }
    assert_non_null(strstr(drawn, ".. 6 segments"));
    free(drawn);
}

static void test_handshake_and_teardown_show_states_and_arithmetic(void **state) {
    struct ladder_settings settings = {.language = LANGUAGE_EN, .columns = 100, .unicode = true};
    char *drawn = draw(&settings);

    (void)state;
    assert_non_null(strstr(drawn, "SYN, ACK  seq = 2089195576  ack = 3464472424 + 1"));
    assert_non_null(strstr(drawn, "│ SYN-RECEIVED"));
    assert_non_null(strstr(drawn, "FIN-WAIT-2 │"));
    assert_non_null(strstr(drawn, "TIME-WAIT ┃"));
    assert_non_null(strstr(drawn, "ack = 79 + 1"));
    assert_non_null(strstr(drawn, "2MSL = 60 s"));
    free(drawn);
}

static void test_lost_segment_is_crossed_and_sent_again_doubled(void **state) {
    struct ladder_settings settings = {.language = LANGUAGE_EN, .columns = 100, .unicode = true};
    char *drawn = draw(&settings);
    const char *lost = strstr(drawn, "✗");
    const char *again = strstr(drawn, "◀═");

    (void)state;
    assert_non_null(lost);
    assert_non_null(strstr(lost, "seq = 2897:4345 (1448 B)"));
    assert_non_null(again);
    assert_true(lost < again);
    assert_non_null(strstr(lost, "⋯ 6 segments  8 688 bytes ⋯"));
    assert_non_null(strstr(lost, "230.000 ms"));
    free(drawn);
}

/* Live, a row that is written cannot learn that its segment was lost. */
static void
test_live_rows_equal_those_drawn_at_the_end_but_for_what_is_learned_later(void **state) {
    struct ladder_settings settings = {.language = LANGUAGE_EN, .columns = 80};
    char *whole = draw(&settings);
    char *live;

    (void)state;
    settings.live = true;
    live = draw(&settings);
    assert_null(strstr(live, "x-"));
    assert_non_null(strstr(live, "ACK  seq = 2897:4345 (1448 B) -"));
    assert_non_null(strstr(live, ".. 6 segments"));
    /* Only the heading of the close waits for what it became. */
    assert_non_null(strstr(whole, "# Three-segment teardown | client closes first"));
    assert_null(strstr(live, "# Three-segment"));
    assert_string_equal(strstr(live, " 0.247000"), strstr(whole, " 0.247000"));
    free(live);
    free(whole);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_width_from_60_columns_is_kept),
        cmocka_unit_test(test_any_flags_at_any_width_end_and_keep_the_right_border),
        cmocka_unit_test(test_life_lines_stand_in_one_column_beside_chinese),
        cmocka_unit_test(test_terminal_without_utf8_gets_ascii),
        cmocka_unit_test(test_handshake_and_teardown_show_states_and_arithmetic),
        cmocka_unit_test(test_lost_segment_is_crossed_and_sent_again_doubled),
        cmocka_unit_test(test_live_rows_equal_those_drawn_at_the_end_but_for_what_is_learned_later),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
