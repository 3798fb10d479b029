#include "scene.h"

#include <stdlib.h>
#include <string.h>

#include "tcpgloss/decode/decode.h"

enum { ETHERNET = 14, IPV4 = 20, TCP = 20 };

static const uint8_t addresses[2][4] = {{192, 0, 2, 1}, {198, 51, 100, 2}};
static const uint16_t ports[2] = {40000, 80};
static const uint32_t isns[2] = {SCENE_CLIENT_ISN, SCENE_SERVER_ISN};

static void put_be16(uint8_t *p, uint32_t value) {
    p[0] = (uint8_t)(value >> 8);
    p[1] = (uint8_t)value;
}

static void put_be32(uint8_t *p, uint32_t value) {
    put_be16(p, value >> 16);
    put_be16(p + 2, value & 0xffff);
}

void scene_begin(struct scene *scene) {
    memset(scene, 0, sizeof *scene);
    scene->verdict.flow = 1;
    scene->verdict.incarnation = 1;
    scene->verdict.client_known = true;
    scene->verdict.time = SCENE_START;
    scene->verdict.states[ENDPOINT_CLIENT] = STATE_CLOSED;
    for (int i = 0; i < 2; i++) {
        scene->verdict.isn_known[i] = true;
        scene->verdict.isn[i] = isns[i];
    }
    scene->record.as.event.verdict = &scene->verdict;
    scene->record.as.event.notes = &scene->notes;
    scene->notes.verdict = &scene->verdict;
}

void scene_end(struct scene *scene) {
    free(scene->frame);
}

static void build_frame(struct scene *scene, const struct segment *segment, size_t size) {
    enum endpoint to = endpoint_peer(segment->from);
    uint8_t *ip = scene->frame + ETHERNET;
    uint8_t *tcp = ip + IPV4;
    uint16_t header = (uint16_t)(TCP + segment->options_length);

    put_be16(scene->frame + 12, 0x0800);
    ip[0] = 0x45;
    put_be16(ip + 2, (uint32_t)(size - ETHERNET));
    ip[8] = 64;
    ip[9] = 6;
    memcpy(ip + 12, addresses[segment->from], 4);
    memcpy(ip + 16, addresses[to], 4);
    put_be16(tcp, ports[segment->from]);
    put_be16(tcp + 2, ports[to]);
    put_be32(tcp + 4, isns[segment->from] + segment->seq);
    put_be32(tcp + 8, (segment->flags & TCP_ACK) != 0 ? isns[to] + segment->ack : 0);
    tcp[12] = (uint8_t)(header / 4 << 4);
    tcp[13] = (uint8_t)segment->flags;
    put_be16(tcp + 14, 502);
    if (segment->options_length > 0) {
        memcpy(tcp + TCP, segment->options, segment->options_length);
    }
    memset(tcp + header, 'x', segment->length);
}

void scene_segment(struct scene *scene, int64_t later, const struct segment *segment) {
    size_t size = ETHERNET + IPV4 + TCP + segment->options_length + segment->length;
    struct frame frame = {
        .captured = (uint32_t)size,
        .length = (uint32_t)size,
        .number = scene->verdict.packet + 1,
        .link_type = 1,
    };

    free(scene->frame);
    scene->frame = calloc(1, size);
    build_frame(scene, segment, size);
    scene->verdict.time += later;
    scene->verdict.packet = frame.number;
    scene->verdict.opens = frame.number == 1;
    scene->verdict.from = segment->from;
    scene->verdict.change_count = 0;
    scene->verdict.finding_count = 0;
    scene->verdict.scaled_window = 502 * 128;
    frame.data = scene->frame;
    frame.seconds = scene->verdict.time / 1000000000;
    frame.nanoseconds = scene->verdict.time % 1000000000;
    decode_frame(&frame, &scene->packet);
    if ((segment->flags & (TCP_SYN | TCP_ACK)) == TCP_ACK) {
        scene->packet.relative_base.seq = isns[segment->from];
        scene->packet.relative_base.ack = isns[endpoint_peer(segment->from)];
    }
    scene->notes.packet = &scene->packet;
    scene->notes.count = 0;
    scene->record.kind = RECORD_PACKET;
    scene->record.as.event.packet = &scene->packet;
}

void scene_timer(struct scene *scene, int64_t later) {
    scene->verdict.time += later;
    scene->verdict.opens = false;
    scene->verdict.change_count = 0;
    scene->verdict.finding_count = 0;
    scene->notes.packet = NULL;
    scene->notes.count = 0;
    scene->record.kind = RECORD_TIMER;
    scene->record.as.event.packet = NULL;
}

void scene_change(struct scene *scene, enum endpoint endpoint, enum tcp_state from,
                  enum tcp_state to) {
    scene->verdict.changes[scene->verdict.change_count++] = (struct change){
        .endpoint = endpoint,
        .from = from,
        .to = to,
        .assumed = endpoint != scene->verdict.from,
    };
    scene->verdict.states[endpoint] = to;
}

struct finding *scene_finding(struct scene *scene, enum finding_kind kind) {
    struct finding *finding = &scene->verdict.findings[scene->verdict.finding_count++];

    *finding = (struct finding){.kind = kind, .who = scene->verdict.from};
    return finding;
}

struct note *scene_note(struct scene *scene, enum note_id id, enum note_kind kind) {
    struct note *note = &scene->notes.items[scene->notes.count++];

    *note = (struct note){.id = id, .kind = kind};
    return note;
}

void scene_report(const struct scene *scene, struct flow_report *report) {
    *report = (struct flow_report){
        .flow = 1,
        .incarnation = 1,
        .ip_version = 4,
        .client_known = true,
        .start = SCENE_START,
        .end = scene->verdict.time,
        .handshake = HANDSHAKE_THREE_WAY,
        .teardown = TEARDOWN_MERGED,
        .conn_state = "SF",
        .history = "ShADadFf",
        .rtt = 1211000,
    };
    for (int i = 0; i < 2; i++) {
        struct endpoint_report *end = &report->endpoints[i];

        memcpy(end->address, addresses[i], 4);
        end->port = ports[i];
        end->state = scene->verdict.states[i];
        end->packets = 9;
        end->rtt_data = 1056000;
        end->bytes = i == 0 ? 78 : 14882;
        end->has_retransmissions = true;
        end->has_zero_windows = true;
        end->has_mss = true;
        end->mss = 1460;
        end->has_window_scale = true;
        end->window_scale = 7;
    }
}
