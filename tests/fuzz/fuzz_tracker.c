/*
 * Segments of a few connections through the tracker.
 *
 * Input: records of ten bytes: which connection and end, how much time passes, flags, and small
 * offsets of the numbers. What must hold: every change begins where the last one of its end left
 * it, the verdict's states are what the changes lead to, and every flow is reported once.
 */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "tcpgloss/track/tracker.h"

#include "fuzz.h"

enum { RECORD = 10, FLOWS_MAX = 1024, SLOTS = 3 };

static enum tcp_state believed[FLOWS_MAX][2];

static void follow(const struct verdict *verdict) {
    enum tcp_state *states;

    assert(verdict->flow > 0 && verdict->flow < FLOWS_MAX);
    assert(verdict->change_count <= VERDICT_CHANGES_MAX);
    assert(verdict->finding_count <= VERDICT_FINDINGS_MAX);
    states = believed[verdict->flow];
    for (unsigned i = 0; i < verdict->change_count; i++) {
        const struct change *change = &verdict->changes[i];
        enum tcp_state from = states[change->endpoint];

        /* An end not yet heard of begins where its first change says. */
        assert(change->from == from || from == STATE_UNKNOWN);
        assert(change->from != change->to);
        states[change->endpoint] = change->to;
    }
    for (unsigned end = 0; end < 2; end++) {
        assert(verdict->states[end] == states[end] || states[end] == STATE_UNKNOWN);
    }
}

static unsigned drain(struct tracker *tracker, int64_t now) {
    struct verdict verdict;
    struct flow_report report;
    unsigned reports = 0;

    while (tracker_expire(tracker, now, &verdict)) {
        follow(&verdict);
    }
    while (tracker_next_ended(tracker, &report)) {
        assert(strlen(report.history) <= FLOW_HISTORY_MAX);
        reports++;
    }
    return reports;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    const struct tracker_settings settings = {
        .max_flows = SLOTS, .msl = 30000000000, .hash_key = {1, 2}};
    static const uint8_t addresses[2][16] = {{10, 0, 0, 1}, {10, 0, 0, 2}};
    struct error error;
    struct tracker *tracker = tracker_create(&settings, &error);
    int64_t now = INT64_C(1700000000) * 1000000000;
    unsigned reports = 0;

    assert(tracker != NULL);
    memset(believed, 0, sizeof believed);
    for (uint64_t number = 1; size >= RECORD && number < FLOWS_MAX; number++) {
        enum endpoint from = (data[0] & 1) != 0 ? ENDPOINT_SERVER : ENDPOINT_CLIENT;
        const uint32_t isn[2] = {0xfffffff0, 0x80000000};
        uint8_t options[10] = {8, 10, 0, 0, 0, data[9]};
        struct packet packet;
        struct verdict verdict;

        memset(&packet, 0, sizeof packet);
        now += (int64_t)(data[1] & 0x7f) * data[1] * data[1] * (data[1] > 127 ? 10000000 : 1000);
        reports += drain(tracker, now);
        packet.frame.seconds = now / 1000000000;
        packet.frame.nanoseconds = now % 1000000000;
        packet.frame.number = number;
        packet.layer_count = 1;
        packet.ip.version = (data[0] & 0x40) != 0 ? 6 : 4;
        packet.ip.source = addresses[from];
        packet.ip.destination = addresses[(data[0] & 0x80) != 0 ? from : endpoint_peer(from)];
        packet.ip.more_fragments = (data[0] & 0x20) != 0;
        packet.has_tcp = true;
        packet.tcp.source_port =
            (uint16_t)(from == ENDPOINT_CLIENT ? 40000 + (data[0] >> 1 & 7) : 80);
        packet.tcp.destination_port =
            (uint16_t)(from == ENDPOINT_CLIENT ? 80 : 40000 + (data[0] >> 1 & 7));
        if ((data[0] & 0x80) != 0) {
            packet.tcp.destination_port = packet.tcp.source_port;
        }
        packet.tcp.flags = (uint16_t)(data[2] | (data[3] & 1) << 8);
        packet.tcp.seq = isn[from] + data[4] + ((uint32_t)(data[3] >> 4) << 13);
        packet.tcp.ack = isn[endpoint_peer(from)] + data[5] + ((uint32_t)(data[3] >> 1 & 7) << 14);
        packet.tcp.window = (uint16_t)(data[6] * 64);
        packet.tcp.payload_length = (uint32_t)(data[7] * (data[8] & 3));
        packet.tcp.options.data = options;
        packet.tcp.options.length = (data[8] & 4) != 0 ? sizeof options : 0;
        if ((data[8] & 0xf8) == 0xf8) {
            tracker_packets_lost(tracker);
        }
        tracker_segment(tracker, &packet, &verdict);
        follow(&verdict);
        reports += drain(tracker, INT64_MIN);
        data += RECORD;
        size -= RECORD;
    }
    tracker_finish(tracker);
    reports += drain(tracker, now);
    assert(reports == tracker_flow_count(tracker));
    tracker_destroy(tracker);
    return 0;
}
