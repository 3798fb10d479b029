#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tcpgloss/views/text_sink.h"

#include "scene.h"

struct fixture {
    struct scene scene;
    struct stream packets;
    struct stream notes;
    struct text_sink_settings settings;
    struct sink *sink;
};

static int set_up(void **state) {
    struct fixture *fixture = calloc(1, sizeof *fixture);

    scene_begin(&fixture->scene);
    stream_init(&fixture->packets, -1);
    stream_init(&fixture->notes, -1);
    fixture->settings = (struct text_sink_settings){.line = {.numeric = 2, .time = TIME_NONE},
                                                    .language = LANGUAGE_EN};
    *state = fixture;
    return 0;
}

static int tear_down(void **state) {
    struct fixture *fixture = *state;

    sink_destroy(fixture->sink);
    stream_free(&fixture->packets);
    stream_free(&fixture->notes);
    scene_end(&fixture->scene);
    free(fixture);
    return 0;
}

static void create(struct fixture *fixture, struct stream *notes) {
    struct error error;

    fixture->sink = text_sink_create(&fixture->settings, &fixture->packets, notes, &error);
    assert_non_null(fixture->sink);
}

/* The client's first SYN, with a heading and the change of state. */
static void play_syn(struct fixture *fixture) {
    const struct segment syn = {.from = ENDPOINT_CLIENT, .flags = TCP_SYN};

    scene_segment(&fixture->scene, 0, &syn);
    scene_change(&fixture->scene, ENDPOINT_CLIENT, STATE_CLOSED, STATE_SYN_SENT);
    (void)scene_note(&fixture->scene, NOTE_HANDSHAKE, NOTE_PHASE);
    (void)scene_note(&fixture->scene, NOTE_HANDSHAKE_REFUSED, NOTE_WARNING);
    (void)scene_note(&fixture->scene, NOTE_HANDSHAKE_SYN, NOTE_STEP);
    sink_write(fixture->sink, &fixture->scene.record);
}

static const char *string_of(struct stream *stream) {
    text_put_char(&stream->text, '\0');
    stream->text.length--;
    return stream->text.data;
}

#define PHASE   "# [1] Three-way handshake | 192.0.2.1.40000 > 198.51.100.2.80\n"
#define WARNING "#! [1] connection refused: nothing listens on that port\n"
#define STEP    "## [1] SYN = 1 | client CLOSED → SYN-SENT\n"
#define PACKET                                                                                     \
    "IP 192.0.2.1.40000 > 198.51.100.2.80: Flags [S], seq 3464472424, win 502, length 0\n"

static void test_text_sink_notes_stand_above_their_packet(void **state) {
    struct fixture *fixture = *state;

    create(fixture, &fixture->packets);
    play_syn(fixture);
    assert_string_equal(string_of(&fixture->packets), PHASE WARNING STEP PACKET);
}

static void test_text_sink_notes_go_to_a_stream_of_their_own(void **state) {
    struct fixture *fixture = *state;

    create(fixture, &fixture->notes);
    play_syn(fixture);
    assert_string_equal(string_of(&fixture->packets), PACKET);
    assert_string_equal(string_of(&fixture->notes), PHASE WARNING STEP);
}

static void test_text_sink_without_notes_writes_packets_only(void **state) {
    struct fixture *fixture = *state;

    create(fixture, NULL);
    play_syn(fixture);
    assert_string_equal(string_of(&fixture->packets), PACKET);
}

static void test_text_sink_timer_writes_its_notes_without_a_packet(void **state) {
    struct fixture *fixture = *state;
    struct note *note;

    create(fixture, &fixture->packets);
    scene_timer(&fixture->scene, 60000000000);
    note = scene_note(&fixture->scene, NOTE_HANDSHAKE_NO_ANSWER, NOTE_WARNING);
    note->arguments[note->argument_count++] =
        (struct argument){.name = ARGUMENT_COUNT, .value.number = 3};
    sink_write(fixture->sink, &fixture->scene.record);
    assert_string_equal(string_of(&fixture->packets), "#! [1] no TCP answer | 3 SYNs\n");
}

static void test_text_sink_explains_each_id_once(void **state) {
    struct fixture *fixture = *state;
    const char *text;

    fixture->settings.explain = true;
    create(fixture, &fixture->packets);
    play_syn(fixture);
    text = string_of(&fixture->packets);
    assert_non_null(strstr(text, PHASE "#? handshake: Before any data, "));
    assert_non_null(strstr(text, STEP "#? handshake.syn: SYN (synchronise) "));
    assert_non_null(strstr(text, "(RFC 9293 §3.5)\n"));
    text_clear(&fixture->packets.text);
    play_syn(fixture);
    assert_null(strstr(string_of(&fixture->packets), "#?"));
}

static void test_text_sink_explains_in_both_languages(void **state) {
    struct fixture *fixture = *state;
    const char *zh;
    const char *en;

    fixture->settings.explain = true;
    fixture->settings.language = LANGUAGE_BOTH;
    create(fixture, &fixture->packets);
    play_syn(fixture);
    zh = strstr(string_of(&fixture->packets), "#? handshake: TCP 在传数据之前");
    en = strstr(string_of(&fixture->packets), "\n#? Before any data");
    assert_non_null(zh);
    assert_true(en > zh);
}

static void test_text_sink_color_is_reset_on_each_line_and_spares_packets(void **state) {
    struct fixture *fixture = *state;

    fixture->settings.color = true;
    create(fixture, &fixture->packets);
    play_syn(fixture);
    assert_string_equal(
        string_of(&fixture->packets),
        "\x1b[1;35m# [1] Three-way handshake | 192.0.2.1.40000 > 198.51.100.2.80\x1b[0m\n"
        "\x1b[1;31m#! [1] connection refused: nothing listens on that port\x1b[0m\n"
        "\x1b[32m## [1] SYN = 1 | client \x1b[1;36mCLOSED\x1b[0m\x1b[32m → "
        "\x1b[1;36mSYN-SENT\x1b[0m\x1b[32m\x1b[0m\n" PACKET);
}

static void test_text_sink_packet_color_is_that_of_flow_and_direction(void **state) {
    const struct segment answer = {.from = ENDPOINT_SERVER, .flags = TCP_SYN | TCP_ACK, .ack = 1};
    struct fixture *fixture = *state;

    fixture->settings.packet_color = true;
    create(fixture, NULL);
    play_syn(fixture);
    assert_string_equal(string_of(&fixture->packets),
                        "\x1b[38;5;32mIP 192.0.2.1.40000 > 198.51.100.2.80: Flags [S], "
                        "seq 3464472424, win 502, length 0\x1b[0m\n");
    scene_segment(&fixture->scene, 0, &answer);
    sink_write(fixture->sink, &fixture->scene.record);
    assert_non_null(strstr(string_of(&fixture->packets), "\x1b[38;5;130mIP 198.51.100.2.80"));
}

static void test_text_sink_packet_that_is_not_tcp_has_its_line(void **state) {
    struct fixture *fixture = *state;

    create(fixture, &fixture->packets);
    play_syn(fixture);
    text_clear(&fixture->packets.text);
    fixture->scene.record.as.event.verdict = NULL;
    fixture->scene.notes.count = 0;
    sink_write(fixture->sink, &fixture->scene.record);
    assert_string_equal(string_of(&fixture->packets), PACKET);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_text_sink_notes_stand_above_their_packet, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(test_text_sink_notes_go_to_a_stream_of_their_own, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(test_text_sink_without_notes_writes_packets_only, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(test_text_sink_timer_writes_its_notes_without_a_packet,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_text_sink_explains_each_id_once, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_text_sink_explains_in_both_languages, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(
            test_text_sink_color_is_reset_on_each_line_and_spares_packets, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_text_sink_packet_color_is_that_of_flow_and_direction,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_text_sink_packet_that_is_not_tcp_has_its_line, set_up,
                                        tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
