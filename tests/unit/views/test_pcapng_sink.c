#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "tcpgloss/base/bytes.h"
#include "tcpgloss/views/pcapng_sink.h"

#include "scene.h"

enum { SECTION = 0x0a0d0d0a, INTERFACE = 1, PACKET = 6, COMMENT = 1 };

/* Two packets, the first with two notes, and a timer; what of the file is still to be read. */
struct told {
    struct stream stream;
    struct scene scene; /* as it was at the end */
    struct span file;
};

static void tell(struct stream *stream, struct scene *scene) {
    struct record capture = {.kind = RECORD_CAPTURE,
                             .as.capture = {.link_type = 1, .snapshot_length = 262144}};
    struct segment segment = {.from = ENDPOINT_CLIENT, .flags = TCP_SYN};
    struct error error;
    struct sink *sink = pcapng_sink_create(LANGUAGE_BOTH, stream, &error);

    assert_non_null(sink);
    sink_write(sink, &capture);
    scene_segment(scene, 0, &segment);
    scene_note(scene, NOTE_HANDSHAKE, NOTE_PHASE);
    scene_note(scene, NOTE_DATA_CLIENT, NOTE_PHASE);
    sink_write(sink, &scene->record);
    segment.length = 3;
    segment.seq = 1;
    scene_segment(scene, 1, &segment);
    sink_write(sink, &scene->record);
    scene_timer(scene, 1);
    sink_write(sink, &scene->record);
    sink_destroy(sink);
}

static int begin(void **state) {
    static struct told told;

    stream_init(&told.stream, -1);
    scene_begin(&told.scene);
    tell(&told.stream, &told.scene);
    told.file = (struct span){(const uint8_t *)told.stream.text.data, told.stream.text.length};
    *state = &told;
    return 0;
}

static int end(void **state) {
    struct told *told = *state;

    scene_end(&told->scene);
    stream_free(&told->stream);
    return 0;
}

static const uint8_t *next_block(struct span *file, uint32_t type) {
    const uint8_t *block = file->data;
    uint32_t length;

    assert_true(span_has(*file, 0, 12));
    assert_int_equal(load_le32(block), type);
    length = load_le32(block + 4);
    assert_int_equal(length % 4, 0);
    assert_true(span_has(*file, 0, length));
    assert_int_equal(load_le32(block + length - 4), length);
    *file = span_from(*file, length);
    return block;
}

static void test_blocks_follow_each_other_without_a_gap(void **state) {
    struct told *told = *state;
    const uint8_t *block;

    block = next_block(&told->file, SECTION);
    assert_int_equal(load_le32(block + 8), 0x1a2b3c4d);
    block = next_block(&told->file, INTERFACE);
    assert_int_equal(load_le16(block + 8), 1);
    assert_int_equal(load_le32(block + 12), 262144);
    (void)next_block(&told->file, PACKET);
    (void)next_block(&told->file, PACKET);
    assert_int_equal(told->file.length, 0);
}

static void test_packet_keeps_its_bytes_and_nanoseconds(void **state) {
    struct told *told = *state;
    const uint8_t *block;
    uint32_t captured;

    (void)next_block(&told->file, SECTION);
    (void)next_block(&told->file, INTERFACE);
    (void)next_block(&told->file, PACKET);
    block = next_block(&told->file, PACKET);
    captured = load_le32(block + 20);
    assert_true(((uint64_t)load_le32(block + 12) << 32 | load_le32(block + 16)) ==
                (uint64_t)SCENE_START + 1);
    assert_int_equal(captured, told->scene.packet.frame.captured);
    assert_int_equal(load_le32(block + 24), told->scene.packet.frame.length);
    assert_memory_equal(block + 28, told->scene.packet.frame.data, captured);
}

static void test_each_note_is_a_comment(void **state) {
    struct told *told = *state;
    const uint8_t *option;
    unsigned comments = 0;

    (void)next_block(&told->file, SECTION);
    (void)next_block(&told->file, INTERFACE);
    option = next_block(&told->file, PACKET);
    option += 28 + (load_le32(option + 20) + 3) / 4 * 4;
    while (load_le16(option) != 0) {
        uint16_t length = load_le16(option + 2);

        assert_int_equal(load_le16(option), COMMENT);
        assert_true(length > 0);
        comments++;
        option += 4 + (length + 3) / 4 * 4;
    }
    assert_int_equal(comments, 2);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_blocks_follow_each_other_without_a_gap, begin, end),
        cmocka_unit_test_setup_teardown(test_packet_keeps_its_bytes_and_nanoseconds, begin, end),
        cmocka_unit_test_setup_teardown(test_each_note_is_a_comment, begin, end),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
