#include "story.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "scene.h"

enum { MILLISECOND = 1000000 };

static void send(struct scene *scene, struct sink *sink) {
    sink_write(sink, &scene->record);
}

static void play(struct scene *scene, int64_t later, enum endpoint from, uint16_t flags,
                 uint32_t seq, uint32_t ack, uint32_t length) {
    scene_segment(
        scene, later,
        &(struct segment){.from = from, .flags = flags, .seq = seq, .ack = ack, .length = length});
}

static void tell_handshake(struct scene *scene, struct sink *sink) {
    static const uint8_t mss[] = {2, 4, 5, 180};
    struct segment syn = {
        .from = ENDPOINT_CLIENT, .flags = TCP_SYN, .options = mss, .options_length = sizeof mss};
    struct finding *finding;

    scene_segment(scene, 0, &syn);
    scene_note(scene, NOTE_HANDSHAKE, NOTE_PHASE);
    scene_finding(scene, FINDING_SYN);
    scene_change(scene, ENDPOINT_CLIENT, STATE_CLOSED, STATE_SYN_SENT);
    send(scene, sink);
    syn.from = ENDPOINT_SERVER;
    syn.flags = TCP_SYN | TCP_ACK;
    syn.ack = 1;
    scene_segment(scene, MILLISECOND, &syn);
    scene_change(scene, ENDPOINT_SERVER, STATE_LISTEN, STATE_SYN_RECEIVED);
    scene_change(scene, ENDPOINT_CLIENT, STATE_SYN_SENT, STATE_ESTABLISHED);
    send(scene, sink);
    play(scene, MILLISECOND, ENDPOINT_CLIENT, TCP_ACK, 1, 1, 0);
    finding = scene_finding(scene, FINDING_HANDSHAKE_ACK);
    finding->acked = SCENE_SERVER_ISN;
    finding->duration = 2 * MILLISECOND;
    scene_change(scene, ENDPOINT_SERVER, STATE_SYN_RECEIVED, STATE_ESTABLISHED);
    send(scene, sink);
}

static void tell_transfer(struct scene *scene, struct sink *sink) {
    play(scene, MILLISECOND, ENDPOINT_CLIENT, TCP_ACK | TCP_PSH, 1, 1, 78);
    scene_note(scene, NOTE_DATA_REQUEST, NOTE_PHASE);
    send(scene, sink);
    for (uint32_t i = 0; i < 12; i++) {
        play(scene, MILLISECOND, ENDPOINT_SERVER, TCP_ACK, 1 + 1448 * i, 79, 1448);
        send(scene, sink);
    }
    play(scene, 230 * (int64_t)MILLISECOND, ENDPOINT_SERVER, TCP_ACK, 1 + 1448 * 2, 79, 1448);
    scene_note(scene, NOTE_LOSS_RETRANSMISSION, NOTE_WARNING);
    scene_finding(scene, FINDING_RETRANSMISSION);
    send(scene, sink);
    play(scene, MILLISECOND, ENDPOINT_CLIENT, TCP_ACK, 79, 1 + 1448 * 12, 0);
    send(scene, sink);
}

static void tell_teardown(struct scene *scene, struct sink *sink) {
    uint32_t end = 1 + 1448 * 12;
    struct finding *finding;

    play(scene, MILLISECOND, ENDPOINT_CLIENT, TCP_ACK | TCP_FIN, 79, end, 0);
    scene_note(scene, NOTE_TEARDOWN, NOTE_PHASE);
    scene_change(scene, ENDPOINT_CLIENT, STATE_ESTABLISHED, STATE_FIN_WAIT_1);
    scene_change(scene, ENDPOINT_SERVER, STATE_ESTABLISHED, STATE_CLOSE_WAIT);
    send(scene, sink);
    play(scene, MILLISECOND, ENDPOINT_SERVER, TCP_ACK | TCP_FIN, end, 80, 0);
    scene_finding(scene, FINDING_FIN_ACKED)->acked = SCENE_CLIENT_ISN + 79;
    scene_finding(scene, FINDING_MERGED);
    scene_change(scene, ENDPOINT_SERVER, STATE_CLOSE_WAIT, STATE_LAST_ACK);
    scene_change(scene, ENDPOINT_CLIENT, STATE_FIN_WAIT_1, STATE_FIN_WAIT_2);
    scene_change(scene, ENDPOINT_CLIENT, STATE_FIN_WAIT_2, STATE_TIME_WAIT);
    send(scene, sink);
    play(scene, MILLISECOND, ENDPOINT_CLIENT, TCP_ACK, 80, end + 1, 0);
    finding = scene_finding(scene, FINDING_FIN_ACKED);
    finding->acked = SCENE_SERVER_ISN + end;
    scene_finding(scene, FINDING_TIME_WAIT)->duration = 60000 * (int64_t)MILLISECOND;
    scene_change(scene, ENDPOINT_SERVER, STATE_LAST_ACK, STATE_CLOSED);
    send(scene, sink);
    scene_timer(scene, 60000 * (int64_t)MILLISECOND);
    scene_note(scene, NOTE_TIME_WAIT_EXPIRED, NOTE_PHASE);
    scene_change(scene, ENDPOINT_CLIENT, STATE_TIME_WAIT, STATE_CLOSED);
    send(scene, sink);
}

static void tell(struct sink *sink) {
    struct scene scene;
    struct flow_report report;
    struct record capture = {.kind = RECORD_CAPTURE,
                             .as.capture = {.source = "story.pcap",
                                            .link_name = "EN10MB",
                                            .link_type = 1,
                                            .snapshot_length = 262144}};
    struct record flow = {.kind = RECORD_FLOW, .as.flow = &report};
    struct record summary = {.kind = RECORD_SUMMARY,
                             .as.summary = {.packets = 21, .tcp_packets = 21, .flows = 1}};

    sink_write(sink, &capture);
    scene_begin(&scene);
    tell_handshake(&scene, sink);
    tell_transfer(&scene, sink);
    tell_teardown(&scene, sink);
    scene_report(&scene, &report);
    sink_write(sink, &flow);
    sink_write(sink, &summary);
    scene_end(&scene);
}

char *story_tell(struct sink *sink, struct stream *stream) {
    char *written;

    assert_non_null(sink);
    tell(sink);
    sink_destroy(sink);
    written = strndup(stream->text.data, stream->text.length);
    stream_free(stream);
    return written;
}
