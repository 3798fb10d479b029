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

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_pipeline_frames_of_any_count_are_followed_in_order),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
