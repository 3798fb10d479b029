#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "scene.h"
#include "views/diagram/diagram.h"
#include "views/diagram/finish.h"
#include "views/diagram/labels.h"

enum { MILLISECOND = 1000000 };

struct fixture {
    struct scene scene;
    struct diagram diagram;
    struct diagram_settings settings;
};

static int set_up(void **state) {
    struct fixture *fixture = calloc(1, sizeof *fixture);

    scene_begin(&fixture->scene);
    fixture->settings.language = LANGUAGE_EN;
    *state = fixture;
    return 0;
}

static int tear_down(void **state) {
    struct fixture *fixture = *state;

    diagram_free(&fixture->diagram);
    scene_end(&fixture->scene);
    free(fixture);
    return 0;
}

static void add(struct fixture *fixture) {
    if (fixture->diagram.flow == 0) {
        diagram_begin(&fixture->diagram, &fixture->scene.record);
    }
    diagram_add(&fixture->diagram, &fixture->settings, &fixture->scene.record);
}

static void play(struct fixture *fixture, int64_t later, enum endpoint from, uint16_t flags,
                 uint32_t seq, uint32_t ack, uint32_t length) {
    const struct segment segment = {
        .from = from, .flags = flags, .seq = seq, .ack = ack, .length = length};

    scene_segment(&fixture->scene, later, &segment);
}

static struct diagram_row *last_row(struct fixture *fixture) {
    assert_true(fixture->diagram.count > 0);
    return &fixture->diagram.rows[fixture->diagram.count - 1];
}

static void test_assumption_taken_back_leaves_the_row_that_showed_it(void **state) {
    struct fixture *fixture = *state;

    play(fixture, 0, ENDPOINT_CLIENT, TCP_FIN | TCP_ACK, 1, 1, 0);
    scene_change(&fixture->scene, ENDPOINT_CLIENT, STATE_ESTABLISHED, STATE_FIN_WAIT_1);
    scene_change(&fixture->scene, ENDPOINT_SERVER, STATE_ESTABLISHED, STATE_CLOSE_WAIT);
    add(fixture);
    assert_int_equal(last_row(fixture)->changes[ENDPOINT_SERVER].count, 1);
    play(fixture, MILLISECOND, ENDPOINT_SERVER, TCP_FIN | TCP_ACK, 1, 1, 0);
    scene_change(&fixture->scene, ENDPOINT_SERVER, STATE_CLOSE_WAIT, STATE_ESTABLISHED);
    fixture->scene.verdict.changes[0].retracted = true;
    scene_change(&fixture->scene, ENDPOINT_SERVER, STATE_ESTABLISHED, STATE_FIN_WAIT_1);
    add(fixture);

    assert_int_equal(fixture->diagram.rows[0].changes[ENDPOINT_SERVER].count, 0);
    assert_int_equal(last_row(fixture)->changes[ENDPOINT_SERVER].count, 1);
    assert_int_equal(last_row(fixture)->changes[ENDPOINT_SERVER].states[0], STATE_FIN_WAIT_1);
}

/* A SYN that comes again: its answer was lost, if there was time for it to arrive. */
static void check_answer(struct fixture *fixture, int64_t later, bool lost) {
    play(fixture, 0, ENDPOINT_CLIENT, TCP_SYN, 0, 0, 0);
    add(fixture);
    play(fixture, 1, ENDPOINT_SERVER, TCP_SYN | TCP_ACK, 0, 1, 0);
    add(fixture);
    play(fixture, later, ENDPOINT_CLIENT, TCP_SYN, 0, 0, 0);
    scene_finding(&fixture->scene, FINDING_SYN_RETRANSMITTED);
    add(fixture);
    assert_true(last_row(fixture)->repeated);
    assert_false(fixture->diagram.rows[0].lost);
    assert_int_equal(fixture->diagram.rows[1].lost, lost);
}

static void test_syn_again_after_its_timeout_crosses_the_answer(void **state) {
    check_answer(*state, 1000 * (int64_t)MILLISECOND, true);
}

static void test_syn_again_while_the_answer_is_on_its_way_crosses_nothing(void **state) {
    check_answer(*state, 10 * (int64_t)MILLISECOND, false);
}

static void test_segment_lost_in_a_fold_is_counted_there(void **state) {
    struct fixture *fixture = *state;
    struct text text;

    for (uint32_t i = 0; i < 12; i++) {
        play(fixture, MILLISECOND, ENDPOINT_SERVER, TCP_ACK, 1 + 100 * i, 1, 100);
        add(fixture);
    }
    play(fixture, MILLISECOND, ENDPOINT_SERVER, TCP_ACK, 1 + 100 * 8, 1, 100);
    scene_finding(&fixture->scene, FINDING_FAST_RETRANSMISSION);
    add(fixture);
    assert_int_equal(fixture->diagram.count, 8);
    assert_int_equal(fixture->diagram.rows[6].kind, ROW_FOLD);
    text_init(&text);
    label_put_row(&text, &fixture->diagram.rows[6], LANGUAGE_EN);
    text_put_char(&text, '\0');
    assert_string_equal(text.data, "6 segments\n600 bytes\n1 lost");
    text_free(&text);
}

static void test_long_flow_loses_its_middle_and_keeps_both_ends(void **state) {
    struct fixture *fixture = *state;
    uint64_t drawn = 0;

    for (uint32_t i = 0; i < 3 * DIAGRAM_ROWS_MAX; i++) {
        play(fixture, MILLISECOND, ENDPOINT_CLIENT, TCP_ACK | TCP_URG, 1 + i, 1, 1);
        add(fixture);
    }
    assert_int_equal(fixture->diagram.count, DIAGRAM_ROWS_MAX);
    assert_int_equal(fixture->diagram.rows[0].seq, SCENE_CLIENT_ISN + 1);
    assert_int_equal(last_row(fixture)->seq, SCENE_CLIENT_ISN + 3 * DIAGRAM_ROWS_MAX);
    for (size_t i = 0; i < fixture->diagram.count; i++) {
        const struct diagram_row *row = &fixture->diagram.rows[i];

        drawn += row->kind == ROW_OMITTED ? row->segments : 1;
    }
    assert_int_equal(drawn, 3 * DIAGRAM_ROWS_MAX);
}

static void add_fins(struct fixture *fixture, uint32_t second_ack) {
    play(fixture, 0, ENDPOINT_CLIENT, TCP_FIN | TCP_ACK, 1, 1, 0);
    scene_note(&fixture->scene, NOTE_TEARDOWN, NOTE_PHASE);
    scene_change(&fixture->scene, ENDPOINT_CLIENT, STATE_ESTABLISHED, STATE_FIN_WAIT_1);
    add(fixture);
    play(fixture, MILLISECOND, ENDPOINT_SERVER, TCP_FIN | TCP_ACK, 1, second_ack, 0);
    scene_change(&fixture->scene, ENDPOINT_SERVER, STATE_ESTABLISHED, STATE_FIN_WAIT_1);
    scene_change(&fixture->scene, ENDPOINT_SERVER, STATE_FIN_WAIT_1, STATE_CLOSING);
    add(fixture);
}

static void test_fin_that_does_not_acknowledge_the_other_crosses_it(void **state) {
    struct fixture *fixture = *state;
    const struct diagram_row *first;

    add_fins(fixture, 1);
    diagram_finish(&fixture->diagram, TEARDOWN_SIMULTANEOUS, LANGUAGE_EN);
    first = &fixture->diagram.rows[fixture->diagram.count - 2];
    assert_true(first->crosses);
    /* The server is in FIN-WAIT-1 when it sends, in CLOSING when the client's FIN arrives. */
    assert_int_equal(last_row(fixture)->changes[ENDPOINT_SERVER].count, 1);
    assert_int_equal(last_row(fixture)->changes[ENDPOINT_SERVER].states[0], STATE_FIN_WAIT_1);
    assert_int_equal(first->changes[ENDPOINT_SERVER].count, 1);
    assert_int_equal(first->changes[ENDPOINT_SERVER].states[0], STATE_CLOSING);
}

static void test_fin_that_acknowledges_the_other_crosses_nothing(void **state) {
    struct fixture *fixture = *state;

    add_fins(fixture, 2);
    diagram_finish(&fixture->diagram, TEARDOWN_MERGED, LANGUAGE_EN);
    assert_false(fixture->diagram.rows[fixture->diagram.count - 2].crosses);
}

static void test_heading_of_a_close_is_what_it_became_and_said_once(void **state) {
    struct fixture *fixture = *state;
    size_t rows;

    add_fins(fixture, 2);
    play(fixture, MILLISECOND, ENDPOINT_CLIENT, TCP_ACK, 2, 2, 0);
    scene_note(&fixture->scene, NOTE_TEARDOWN_MERGED, NOTE_PHASE);
    add(fixture);
    rows = fixture->diagram.count;
    diagram_finish(&fixture->diagram, TEARDOWN_MERGED, LANGUAGE_BOTH);
    assert_int_equal(fixture->diagram.count, rows - 1);
    assert_string_equal(fixture->diagram.rows[0].words,
                        "三次挥手 / Three-segment teardown | 客户端主动关闭 / client closes first");
}

static void test_time_wait_ended_by_a_timer_says_how_long_it_was(void **state) {
    struct fixture *fixture = *state;

    play(fixture, 0, ENDPOINT_SERVER, TCP_FIN | TCP_ACK, 1, 1, 0);
    scene_change(&fixture->scene, ENDPOINT_CLIENT, STATE_FIN_WAIT_2, STATE_TIME_WAIT);
    add(fixture);
    assert_false(last_row(fixture)->waits[ENDPOINT_CLIENT]);
    scene_timer(&fixture->scene, 1700 * (int64_t)MILLISECOND);
    scene_change(&fixture->scene, ENDPOINT_CLIENT, STATE_TIME_WAIT, STATE_CLOSED);
    add(fixture);
    assert_int_equal(last_row(fixture)->kind, ROW_TIMER);
    assert_true(last_row(fixture)->waits[ENDPOINT_CLIENT]);
    assert_true(last_row(fixture)->duration == 1700 * (int64_t)MILLISECOND);
}

static void test_window_that_opens_again_is_shown(void **state) {
    struct fixture *fixture = *state;

    play(fixture, 0, ENDPOINT_SERVER, TCP_ACK, 1, 4345, 0);
    fixture->scene.verdict.scaled_window = 2896;
    scene_finding(&fixture->scene, FINDING_WINDOW_UPDATE);
    add(fixture);
    assert_non_null(strstr(last_row(fixture)->words, "win = 2896"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
        TEST(test_assumption_taken_back_leaves_the_row_that_showed_it),
        TEST(test_syn_again_after_its_timeout_crosses_the_answer),
        TEST(test_syn_again_while_the_answer_is_on_its_way_crosses_nothing),
        TEST(test_fin_that_does_not_acknowledge_the_other_crosses_it),
        TEST(test_fin_that_acknowledges_the_other_crosses_nothing),
        TEST(test_heading_of_a_close_is_what_it_became_and_said_once),
        TEST(test_time_wait_ended_by_a_timer_says_how_long_it_was),
        TEST(test_window_that_opens_again_is_shown),
        TEST(test_segment_lost_in_a_fold_is_counted_there),
        TEST(test_long_flow_loses_its_middle_and_keeps_both_ends),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
