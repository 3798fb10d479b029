#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tcpgloss/views/graph_sink.h"

#include "scene.h"
#include "story.h"
#include "views/graph/graph.h"
#include "views/graph/open_graphs.h"

enum { MILLISECOND = 1000000 };

struct fixture {
    struct scene scene;
    struct graph graph;
};

static int set_up(void **state) {
    struct fixture *fixture = calloc(1, sizeof *fixture);

    scene_begin(&fixture->scene);
    *state = fixture;
    return 0;
}

static int tear_down(void **state) {
    struct fixture *fixture = *state;

    graph_free(&fixture->graph);
    scene_end(&fixture->scene);
    free(fixture);
    return 0;
}

static void add(struct fixture *fixture) {
    if (fixture->graph.flow == 0) {
        graph_begin(&fixture->graph, SERIES_MAX, &fixture->scene.record);
    }
    graph_add(&fixture->graph, &fixture->scene.record);
}

static void play(struct fixture *fixture, enum endpoint from, uint32_t seq, uint32_t ack,
                 uint32_t length) {
    const struct segment segment = {
        .from = from, .flags = TCP_ACK, .seq = seq, .ack = ack, .length = length};

    scene_segment(&fixture->scene, MILLISECOND, &segment);
}

static const struct graph_direction *from_server(const struct fixture *fixture) {
    return &fixture->graph.directions[ENDPOINT_SERVER];
}

static void test_data_acknowledged_gives_a_round_trip_and_leaves_the_flight(void **state) {
    struct fixture *fixture = *state;
    const struct graph_direction *direction = from_server(fixture);

    play(fixture, ENDPOINT_CLIENT, 1, 1, 0);
    add(fixture);
    play(fixture, ENDPOINT_SERVER, 1, 1, 1000);
    add(fixture);
    assert_int_equal(direction->series[GRAPH_IN_FLIGHT]
                         .strokes[direction->series[GRAPH_IN_FLIGHT].count - 1]
                         .last,
                     1000);
    play(fixture, ENDPOINT_CLIENT, 1, 1001, 0);
    add(fixture);
    assert_int_equal(direction->series[GRAPH_IN_FLIGHT]
                         .strokes[direction->series[GRAPH_IN_FLIGHT].count - 1]
                         .last,
                     0);
    assert_int_equal(direction->series[GRAPH_ROUND_TRIPS].count, 1);
    assert_int_equal(direction->series[GRAPH_ROUND_TRIPS].strokes[0].low, MILLISECOND);
    assert_int_equal(direction->series[GRAPH_DATA].strokes[0].low, 1);
    assert_int_equal(direction->series[GRAPH_DATA].strokes[0].high, 1001);
    assert_int_equal(direction->bytes, 1000);
}

/* Karn's rule: which of the two the acknowledgment is of, nobody knows. */
static void test_data_sent_again_give_no_round_trip(void **state) {
    struct fixture *fixture = *state;
    const struct graph_direction *direction = from_server(fixture);

    play(fixture, ENDPOINT_SERVER, 1, 1, 1000);
    add(fixture);
    play(fixture, ENDPOINT_SERVER, 1, 1, 1000);
    scene_finding(&fixture->scene, FINDING_RETRANSMISSION);
    add(fixture);
    play(fixture, ENDPOINT_CLIENT, 1, 1001, 0);
    add(fixture);
    assert_int_equal(direction->series[GRAPH_ROUND_TRIPS].count, 0);
    assert_int_equal(direction->series[GRAPH_AGAIN].count, 1);
    assert_int_equal(direction->retransmissions, 1);
}

/* What was captured late was sent earlier than it seems: no time is taken from it. */
static void test_data_behind_later_data_give_no_round_trip(void **state) {
    struct fixture *fixture = *state;
    const struct series *trips = &from_server(fixture)->series[GRAPH_ROUND_TRIPS];

    play(fixture, ENDPOINT_SERVER, 1001, 1, 1000);
    add(fixture);
    play(fixture, ENDPOINT_SERVER, 1, 1, 1000);
    add(fixture);
    play(fixture, ENDPOINT_CLIENT, 1, 1001, 0);
    add(fixture);
    assert_int_equal(trips->count, 0);
    play(fixture, ENDPOINT_CLIENT, 1, 2001, 0);
    add(fixture);
    assert_int_equal(trips->count, 1);
    assert_int_equal(trips->strokes[0].low, 3 * MILLISECOND);
}

/* One acknowledgment for two segments, with ever more on their way, and then all of them. */
static void test_many_segments_in_flight_are_timed_one_by_one(void **state) {
    enum { SEGMENTS = 1000, TIMED = GRAPH_UNACKED_MAX };
    struct fixture *fixture = *state;
    const struct series *trips = &from_server(fixture)->series[GRAPH_ROUND_TRIPS];
    uint32_t acked = 1;

    for (uint32_t i = 0; i < SEGMENTS; i++) {
        play(fixture, ENDPOINT_SERVER, 1 + 1000 * i, 1, 1000);
        add(fixture);
        if (i % 4 == 3) {
            acked += 2000;
            play(fixture, ENDPOINT_CLIENT, 1, acked, 0);
            add(fixture);
        }
    }
    assert_in_range(trips->count, TIMED / 2, SEGMENTS / 4);
    /* The second segment waits while two more are sent, and for the ACK. */
    assert_int_equal(trips->strokes[0].low, 3 * MILLISECOND);
    for (size_t i = 1; i < trips->count; i++) {
        assert_true(trips->strokes[i].low >= trips->strokes[i - 1].low);
    }
}

static void test_numbers_go_on_where_32_bits_begin_again(void **state) {
    struct fixture *fixture = *state;
    const struct graph_direction *direction = from_server(fixture);
    int64_t low = 0;
    int64_t high = 0;

    for (uint32_t i = 0; i < 5; i++) {
        play(fixture, ENDPOINT_SERVER, 1 + i * 0x40000000, 1, 1000);
        add(fixture);
    }
    series_range(&direction->series[GRAPH_DATA], &low, &high);
    assert_true(high == 4 * INT64_C(0x40000000) + 1001);
}

/* An ICMP error about a flow has no segment of its own. */
static void test_packet_without_tcp_adds_nothing(void **state) {
    struct fixture *fixture = *state;
    struct open_flows *open = calloc(1, sizeof *open);

    play(fixture, ENDPOINT_SERVER, 1, 1, 1000);
    fixture->scene.verdict.opens = true;
    open_graphs_add(open, SERIES_MAX, &fixture->scene.record);
    play(fixture, ENDPOINT_SERVER, 1001, 1, 1000);
    fixture->scene.packet.has_tcp = false;
    open_graphs_add(open, SERIES_MAX, &fixture->scene.record);
    assert_int_equal(open->count, 1);
    assert_true(open_graphs_take(open, fixture->scene.verdict.flow, &fixture->graph));
    assert_int_equal(from_server(fixture)->series[GRAPH_DATA].count, 1);
    open_graphs_free(open);
    free(open);
}

static void test_story_is_drawn_with_its_retransmission(void **state) {
    struct stream stream;
    struct error error;
    char *drawn;

    (void)state;
    stream_init(&stream, -1);
    drawn = story_tell(graph_sink_create(LANGUAGE_EN, &stream, &error), &stream);
    assert_int_equal(strncmp(drawn, "<?xml", 5), 0);
    assert_non_null(strstr(drawn, "<path class=\"again\""));
    assert_non_null(strstr(drawn, "1 retransmitted"));
    assert_non_null(strstr(drawn, "server 198.51.100.2.80 → client 192.0.2.1.40000"));
    assert_null(strstr(drawn, "客户端"));
    assert_string_equal(drawn + strlen(drawn) - 7, "</svg>\n");
    free(drawn);
}

int main(void) {
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
        TEST(test_data_acknowledged_gives_a_round_trip_and_leaves_the_flight),
        TEST(test_data_sent_again_give_no_round_trip),
        TEST(test_data_behind_later_data_give_no_round_trip),
        TEST(test_many_segments_in_flight_are_timed_one_by_one),
        TEST(test_numbers_go_on_where_32_bits_begin_again),
        TEST(test_packet_without_tcp_adds_nothing),
        cmocka_unit_test(test_story_is_drawn_with_its_retransmission),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
