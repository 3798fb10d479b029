#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "scene.h"
#include "views/graph/graph.h"
#include "views/html/page_graph.h"

enum { MILLISECOND = 1000000 };

struct fixture {
    struct scene scene;
    struct graph graph;
    struct text page;
};

static int set_up(void **state) {
    struct fixture *fixture = calloc(1, sizeof *fixture);

    scene_begin(&fixture->scene);
    text_init(&fixture->page);
    *state = fixture;
    return 0;
}

static int tear_down(void **state) {
    struct fixture *fixture = *state;

    text_free(&fixture->page);
    graph_free(&fixture->graph);
    scene_end(&fixture->scene);
    free(fixture);
    return 0;
}

static void play(struct fixture *fixture, size_t most, const struct segment *segment, bool again) {
    scene_segment(&fixture->scene, MILLISECOND, segment);
    if (again) {
        scene_finding(&fixture->scene, FINDING_RETRANSMISSION);
    }
    if (fixture->graph.flow == 0) {
        graph_begin(&fixture->graph, most, &fixture->scene.record);
    }
    graph_add(&fixture->graph, &fixture->scene.record);
}

/* The server sends, each third segment twice, and the client acknowledges. */
static void play_transfer(struct fixture *fixture, size_t most, uint32_t segments) {
    for (uint32_t i = 0; i < segments; i++) {
        const struct segment data = {ENDPOINT_SERVER, TCP_ACK, 1 + 1000 * i, 1, 1000, NULL, 0};
        const struct segment ack = {ENDPOINT_CLIENT, TCP_ACK, 1, 1 + 1000 * i, 0, NULL, 0};

        play(fixture, most, &data, false);
        if (i % 3 == 0) {
            play(fixture, most, &data, true);
        }
        play(fixture, most, &ack, false);
    }
}

static void write_page(struct fixture *fixture) {
    struct json_writer json = {.text = &fixture->page};

    json_begin(&json, '{');
    page_graph_put(&json, &fixture->graph);
    json_end(&json, '}');
}

/* Behind the value's name, which stands behind `from`; null if it is not there. */
static const char *find(const char *from, const char *name) {
    char key[32];

    (void)snprintf(key, sizeof key, "\"%s\":", name);
    from = strstr(from, key);
    return from != NULL ? from + strlen(key) : NULL;
}

/* What an end sends. The server's stands last. */
static const char *sent_by(struct fixture *fixture, enum endpoint end) {
    const char *sent = find(text_string(&fixture->page), endpoint_words[end].en);

    assert_non_null(sent);
    return sent;
}

/* Reads a stroke, and what is missing in it from what stands before; returns what comes next. */
static const char *read_stroke(const char *from, int64_t numbers[4]) {
    int64_t number = 0;

    assert_int_equal(*from, '[');
    for (size_t i = 0; i < 4; i++) {
        if (*from != ']') {
            char *behind;

            number = strtoll(from + 1, &behind, 10);
            from = behind;
        }
        numbers[i] = number;
    }
    assert_int_equal(*from, ']');
    return from + 1;
}

static void compare(struct fixture *fixture, enum endpoint end, enum graph_series which) {
    const struct series *series = &fixture->graph.directions[end].series[which];
    const char *sent = sent_by(fixture, end);
    const char *at = find(sent, graph_series_names[which]);

    if (series->count == 0) {
        assert_true(at == NULL ||
                    (end == ENDPOINT_CLIENT && at > sent_by(fixture, ENDPOINT_SERVER)));
        return;
    }
    assert_non_null(at);
    for (size_t i = 0; i < series->count; i++) {
        const struct stroke *stroke = &series->strokes[i];
        int64_t numbers[4];

        at = read_stroke(at + 1, numbers);
        assert_true(numbers[0] == stroke->time - fixture->graph.start);
        assert_true(numbers[1] == stroke->low);
        assert_true(numbers[2] == stroke->high);
        assert_true(numbers[3] == stroke->last);
    }
    assert_int_equal(*at, ']');
}

static void compare_all(struct fixture *fixture) {
    for (enum endpoint end = ENDPOINT_CLIENT; end <= ENDPOINT_SERVER; end++) {
        for (enum graph_series i = 0; i < GRAPH_SERIES_COUNT; i++) {
            compare(fixture, end, i);
        }
    }
}

static void test_page_of_a_transfer_has_the_strokes_of_its_graph(void **state) {
    struct fixture *fixture = *state;

    play_transfer(fixture, SERIES_MAX, 30);
    write_page(fixture);
    compare_all(fixture);
    assert_non_null(strstr(sent_by(fixture, ENDPOINT_SERVER),
                           "\"bytes\":40000,\"segments\":40,\"retransmissions\":10"));
}

/* Strokes that became one have a height, and lines end elsewhere than at their top. */
static void test_page_of_a_thinned_graph_has_its_strokes(void **state) {
    struct fixture *fixture = *state;
    const struct series *flight;
    unsigned ends_below = 0;

    play_transfer(fixture, 64, 1000);
    write_page(fixture);
    compare_all(fixture);
    flight = &fixture->graph.directions[ENDPOINT_SERVER].series[GRAPH_IN_FLIGHT];
    assert_in_range(flight->count, 16, 64);
    for (size_t i = 0; i < flight->count; i++) {
        ends_below += flight->strokes[i].last < flight->strokes[i].high;
    }
    assert_true(ends_below > 0);
}

/* Data from before the first that was seen. */
static void test_number_below_the_first_is_negative(void **state) {
    struct fixture *fixture = *state;

    play(fixture, SERIES_MAX, &(struct segment){ENDPOINT_SERVER, TCP_ACK, 5001, 1, 1000, NULL, 0},
         false);
    fixture->graph.directions[ENDPOINT_SERVER].base += 5001;
    fixture->graph.directions[ENDPOINT_SERVER].newest = 0;
    play(fixture, SERIES_MAX, &(struct segment){ENDPOINT_SERVER, TCP_ACK, 4001, 1, 1000, NULL, 0},
         false);
    write_page(fixture);
    compare_all(fixture);
    assert_true(fixture->graph.directions[ENDPOINT_SERVER].series[GRAPH_DATA].strokes[1].low < 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
        TEST(test_page_of_a_transfer_has_the_strokes_of_its_graph),
        TEST(test_page_of_a_thinned_graph_has_its_strokes),
        TEST(test_number_below_the_first_is_negative),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
