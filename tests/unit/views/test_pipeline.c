/*
 * What comes of frames does not depend on how many the pipeline is given at once.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tcpgloss/views/pipeline.h"
#include "tcpgloss/views/text_sink.h"

#include "scene.h"

enum { FRAMES = 40, FLOWS = 3 };

/* A sink that notes the number of each packet and its flow. */
struct witness {
    struct sink sink;
    unsigned count;
    uint64_t numbers[FRAMES];
    uint32_t flows[FRAMES];
};

static void witness_write(struct sink *base, const struct record *record) {
    struct witness *witness = (struct witness *)base;

    if (record->kind != RECORD_PACKET) {
        return;
    }
    assert_true(witness->count < FRAMES);
    witness->numbers[witness->count] = record->as.event.packet->frame.number;
    witness->flows[witness->count++] = record->as.event.verdict->flow;
}

static const struct sink_operations operations = {.write = witness_write};

struct fixture {
    struct scene scenes[FRAMES];
    struct frame frames[FRAMES];
};

/* SYNs of three flows in turn, told apart by their source port. */
static int set_up(void **state) {
    struct fixture *fixture = calloc(1, sizeof *fixture);

    for (unsigned i = 0; i < FRAMES; i++) {
        const struct segment syn = {.from = ENDPOINT_CLIENT, .flags = TCP_SYN};
        struct scene *scene = &fixture->scenes[i];

        scene_begin(scene);
        scene_segment(scene, i, &syn);
        scene->frame[14 + 20 + 1] = (uint8_t)(i % FLOWS);
        fixture->frames[i] = scene->packet.frame;
        fixture->frames[i].number = i + 1;
    }
    *state = fixture;
    return 0;
}

static int tear_down(void **state) {
    struct fixture *fixture = *state;

    for (unsigned i = 0; i < FRAMES; i++) {
        scene_end(&fixture->scenes[i]);
    }
    free(fixture);
    return 0;
}

static void run(const struct fixture *fixture, size_t at_once, struct witness *witness) {
    const struct tracker_settings settings = {.max_flows = 8, .msl = 1, .hash_key = {1, 2}};
    struct pipeline *pipeline = calloc(1, sizeof *pipeline);
    struct error error;

    *witness = (struct witness){.sink.operations = &operations};
    pipeline->tracker = tracker_create(&settings, &error);
    assert_non_null(pipeline->tracker);
    pipeline->sinks[pipeline->sink_count++] = &witness->sink;
    for (size_t i = 0; i < FRAMES; i += at_once) {
        pipeline_frames(pipeline, fixture->frames + i, at_once < FRAMES - i ? at_once : FRAMES - i);
    }
    assert_int_equal(pipeline->packets, FRAMES);
    tracker_destroy(pipeline->tracker);
    free(pipeline);
}

static void test_pipeline_frames_of_any_count_are_followed_in_order(void **state) {
    struct witness witness;

    for (size_t at_once = 1; at_once <= FRAMES; at_once++) {
        run(*state, at_once, &witness);
        assert_int_equal(witness.count, FRAMES);
        for (unsigned i = 0; i < FRAMES; i++) {
            assert_int_equal(witness.numbers[i], i + 1);
            assert_int_equal(witness.flows[i], i % FLOWS + 1);
        }
    }
}

/* An acknowledgment of one of two conversations, told apart by the client's port. `damaged`: the
 * record says that it is shorter than what there is, and no number of it is printed. */
static void put_ack(struct fixture *fixture, unsigned place, uint8_t conversation, uint32_t seq,
                    bool damaged) {
    const struct segment ack = {
        .from = ENDPOINT_CLIENT, .flags = TCP_ACK, .seq = seq, .ack = 1, .length = 10};
    struct scene *scene = &fixture->scenes[place];

    scene_segment(scene, 1, &ack);
    scene->frame[14 + 20 + 1] = conversation;
    fixture->frames[place] = scene->packet.frame;
    fixture->frames[place].number = place + 1;
    fixture->frames[place].length -= damaged;
}

/* The lines of the first `count` frames, so many given at once. The caller frees them. */
static char *text_of(const struct fixture *fixture, size_t count, size_t at_once,
                     unsigned verbosity) {
    const struct tracker_settings settings = {.max_flows = 8, .msl = 1, .hash_key = {1, 2}};
    struct pipeline *pipeline = calloc(1, sizeof *pipeline);
    struct text_sink_settings text = {
        .line = {.numeric = 2, .time = TIME_NONE, .verbosity = verbosity}};
    struct stream stream;
    struct error error;
    char *lines;

    stream_init(&stream, -1);
    pipeline->tracker = tracker_create(&settings, &error);
    pipeline->relative = relative_seq_create(settings.hash_key, 100, &error);
    text.line.relative = pipeline->relative;
    pipeline->sinks[pipeline->sink_count++] = text_sink_create(&text, &stream, NULL, &error);
    for (size_t i = 0; i < count; i += at_once) {
        pipeline_frames(pipeline, fixture->frames + i, at_once < count - i ? at_once : count - i);
    }
    lines = strdup(text_string(&stream.text));
    sink_destroy(pipeline->sinks[0]);
    stream_free(&stream);
    relative_seq_destroy(pipeline->relative);
    tracker_destroy(pipeline->tracker);
    free(pipeline);
    return lines;
}

static void assert_text(const struct fixture *fixture, size_t count, size_t at_once,
                        const char *expected) {
    char *lines = text_of(fixture, count, at_once, 0);

    assert_string_equal(lines, expected);
    free(lines);
}

#define LINE(port, numbers)                                                                        \
    "IP 192.0.2.1." port " > 198.51.100.2.80: Flags [.], " numbers ", win 502, length 10: HTTP\n"

#define INVALID "[Invalid header: len(63) < caplen(64)]\n"

/* What a line that shows no numbers takes back is its own, though a conversation has begun behind
 * it in the same batch. */
static void test_pipeline_line_not_numbered_leaves_the_conversation_behind_it(void **state) {
    struct fixture *fixture = *state;

    put_ack(fixture, 0, 1, 1, false);
    put_ack(fixture, 1, 1, 11, true);
    put_ack(fixture, 2, 2, 21, false);
    put_ack(fixture, 3, 2, 31, false);
    put_ack(fixture, 4, 1, 41, false);
    for (size_t at_once = 1; at_once <= 5; at_once++) {
        assert_text(fixture, 5, at_once,
                    LINE("39937", "seq 3464472425:3464472435, ack 2089195577")
                        INVALID LINE("39938", "seq 3464472445:3464472455, ack 2089195577")
                            LINE("39938", "seq 10:20, ack 1") LINE("39937", "seq 40:50, ack 1"));
    }
}

/* Nor is the conversation counted from it behind it. */
static void test_pipeline_line_not_numbered_begins_no_conversation(void **state) {
    struct fixture *fixture = *state;

    put_ack(fixture, 0, 1, 1, true);
    put_ack(fixture, 1, 1, 11, false);
    put_ack(fixture, 2, 1, 21, false);
    for (size_t at_once = 1; at_once <= 3; at_once++) {
        assert_text(fixture, 3, at_once,
                    INVALID LINE("39937", "seq 3464472435:3464472445, ack 2089195577")
                        LINE("39937", "seq 10:20, ack 1"));
    }
}

/* "Port unreachable", which quotes a segment of a conversation: its number 1. */
static void put_quoting_error(struct fixture *fixture, unsigned place, uint8_t conversation) {
    enum { IP = 14, ICMP = 20 + 8 };
    const struct segment quoted = {.from = ENDPOINT_CLIENT, .flags = TCP_ACK, .seq = 1, .ack = 1};
    struct scene *scene = &fixture->scenes[place];
    const size_t length = ICMP + 20 + 20;
    uint8_t *frame = calloc(1, IP + length);

    scene_segment(scene, 1, &quoted);
    scene->frame[IP + 20 + 1] = conversation;
    memcpy(frame, scene->frame, IP + 20);
    frame[IP + 3] = (uint8_t)length;
    frame[IP + 9] = 1;
    frame[IP + 20] = frame[IP + 21] = 3;
    memcpy(frame + IP + ICMP, scene->frame + IP, 20 + 20);
    free(scene->frame);
    scene->frame = frame;
    fixture->frames[place] = scene->packet.frame;
    fixture->frames[place].data = frame;
    fixture->frames[place].captured = fixture->frames[place].length = (uint32_t)(IP + length);
    fixture->frames[place].number = place + 1;
}

/* With -v tcpdump prints what an ICMP error quotes, and counts from there. */
static void test_pipeline_segment_quoted_begins_its_conversation(void **state) {
    struct fixture *fixture = *state;

    put_quoting_error(fixture, 0, 1);
    put_ack(fixture, 1, 1, 11, false);
    for (size_t at_once = 1; at_once <= 2; at_once++) {
        char *lines = text_of(fixture, 2, at_once, 1);

        assert_non_null(strstr(lines, "port 80 unreachable"));
        assert_non_null(strstr(lines, "seq 10:20, ack 1"));
        free(lines);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_pipeline_frames_of_any_count_are_followed_in_order),
        cmocka_unit_test(test_pipeline_line_not_numbered_leaves_the_conversation_behind_it),
        cmocka_unit_test(test_pipeline_line_not_numbered_begins_no_conversation),
        cmocka_unit_test(test_pipeline_segment_quoted_begins_its_conversation),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
