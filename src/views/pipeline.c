#include "tcpgloss/views/pipeline.h"

#include "tcpgloss/decode/decode.h"
#include "tcpgloss/decode/icmp_error.h"
#include "tcpgloss/gloss/gloss.h"

#include "views/flow_owners.h"

static void emit(const struct pipeline *pipeline, const struct record *record) {
    for (unsigned i = 0; i < pipeline->sink_count && pipeline->failed_at == 0; i++) {
        sink_write(pipeline->sinks[i], record);
    }
}

static bool wanted(const struct pipeline *pipeline, uint32_t flow) {
    for (unsigned i = 0; i < pipeline->only_flow_count; i++) {
        if (pipeline->only_flows[i] == flow) {
            return true;
        }
    }
    return pipeline->only_flow_count == 0;
}

__attribute__((noinline)) static void emit_reports(struct pipeline *pipeline) {
    struct flow_report report;

    while (tracker_next_ended(pipeline->tracker, &report)) {
        const struct record record = {.kind = RECORD_FLOW, .as.flow = &report};

        if (pipeline->owners != NULL) {
            flow_owners_fill(pipeline->owners, &report);
        }
        pipeline->uncounted_flows += !report.endpoints[ENDPOINT_CLIENT].has_retransmissions ||
                                     !report.endpoints[ENDPOINT_SERVER].has_retransmissions;
        pipeline->unmeasured_flows += report.unmeasured;
        if (wanted(pipeline, report.flow)) {
            emit(pipeline, &record);
        }
    }
}

static inline void emit_ended(struct pipeline *pipeline) {
    if (!pipeline->flows_ignored) {
        if (tracker_has_ended(pipeline->tracker)) {
            emit_reports(pipeline);
        }
        return;
    }
    while (tracker_next_ended(pipeline->tracker, NULL)) {
    }
}

/* A packet, or a timer where `packet` is null, with what there is to say of it. */
static void emit_event(struct pipeline *pipeline, const struct packet *packet,
                       const struct verdict *verdict) {
    struct record *record = &pipeline->event;

    record->kind = packet != NULL ? RECORD_PACKET : RECORD_TIMER;
    record->as.event.packet = packet;
    record->as.event.verdict = verdict;
    record->as.event.notes = &pipeline->notes;
    emit(pipeline, record);
}

static void number(struct pipeline *pipeline, struct packet *packet) {
    if (pipeline->relative != NULL) {
        relative_seq_number(pipeline->relative, packet);
        if (relative_seq_failed(pipeline->relative) && pipeline->failed_at == 0) {
            pipeline->failed_at = packet->frame.number;
        }
    }
}

/* The same, of what the tracker has just said, if it is of a flow that is wanted. */
static void show(struct pipeline *pipeline, struct packet *packet, const struct verdict *verdict) {
    if (pipeline->events_ignored || !wanted(pipeline, verdict != NULL ? verdict->flow : 0)) {
        return;
    }
    if (packet != NULL) {
        number(pipeline, packet);
    }
    gloss_verdict(&pipeline->gloss, pipeline->tracker, packet, verdict, &pipeline->notes);
    emit_event(pipeline, packet, verdict);
}

static void run_timers(struct pipeline *pipeline, int64_t now) {
    while (tracker_expire(pipeline->tracker, now, &pipeline->verdict)) {
        show(pipeline, NULL, &pipeline->verdict);
        emit_ended(pipeline);
    }
}

void pipeline_begin(struct pipeline *pipeline, const char *source, const char *link_name,
                    int link_type, uint32_t snapshot_length) {
    const struct record record = {
        .kind = RECORD_CAPTURE,
        .as.capture = {.source = source,
                       .link_name = link_name,
                       .link_type = link_type,
                       .snapshot_length = snapshot_length},
    };

    pipeline->events_ignored = true;
    pipeline->flows_ignored = true;
    for (unsigned i = 0; i < pipeline->sink_count; i++) {
        pipeline->events_ignored = pipeline->events_ignored && pipeline->sinks[i]->ignores_events;
        pipeline->flows_ignored = pipeline->flows_ignored && pipeline->sinks[i]->ignores_flows;
    }
    if (pipeline->flows_ignored) {
        tracker_ignore_zeek(pipeline->tracker);
    }
    emit(pipeline, &record);
}

void pipeline_clock(struct pipeline *pipeline, int64_t now) {
    if (tracker_next_deadline(pipeline->tracker) <= now) {
        run_timers(pipeline, now);
    }
}

/* Frames that come later: the headers of the first, and where those of another are. Another thread
 * has read them, so that they are far away. */
static void foresee(const struct frame *next, const struct frame *later) {
    enum { CACHE_LINE = 64 };

    __builtin_prefetch(later);
    __builtin_prefetch(next->data);
    if (next->captured > CACHE_LINE) {
        __builtin_prefetch(next->data + CACHE_LINE);
    }
}

static void expect(struct pipeline *pipeline, const struct frame *frame, struct packet *packet) {
    decode_frame(frame, packet);
    if (packet->has_tcp) {
        tracker_prefetch_bucket(pipeline->tracker, packet);
    }
}

static void expect_soon(struct pipeline *pipeline, const struct packet *packet) {
    if (!packet->has_tcp) {
        return;
    }
    tracker_prefetch_flow(pipeline->tracker, packet);
    if (pipeline->relative != NULL && !pipeline->events_ignored) {
        relative_seq_prefetch(pipeline->relative, packet);
    }
}

/* A packet that is not TCP. An ICMP error belongs to the flow whose segment it quotes. */
static void follow_other(struct pipeline *pipeline, struct packet *packet) {
    struct icmp_error error;
    struct packet quoted;
    const struct verdict *verdict = NULL;

    if (icmp_error_read(packet, &error, &quoted) &&
        tracker_icmp_error(pipeline->tracker, packet, &error, &quoted, &pipeline->verdict)) {
        verdict = &pipeline->verdict;
    }
    show(pipeline, packet, verdict);
}

static void follow(struct pipeline *pipeline, struct packet *packet) {
    pipeline->packets++;
    pipeline_clock(pipeline, frame_time(&packet->frame));
    if (!packet->has_tcp) {
        follow_other(pipeline, packet);
        return;
    }
    pipeline->tcp_packets++;
    tracker_segment(pipeline->tracker, packet, &pipeline->verdict);
    show(pipeline, packet, &pipeline->verdict);
    emit_ended(pipeline);
}

void pipeline_frames(struct pipeline *pipeline, const struct frame *frames, size_t count) {
    enum { RING = PIPELINE_AHEAD + 1, SOON = PIPELINE_AHEAD / 2, FARTHER = 2 * RING };
    struct packet *ring = pipeline->ahead;

    for (size_t i = 0; i < count + PIPELINE_AHEAD; i++) {
        if (i + FARTHER < count) {
            foresee(&frames[i + RING], &frames[i + FARTHER]);
        }
        if (i < count) {
            expect(pipeline, &frames[i], &ring[i % RING]);
        }
        if (i >= SOON && i - SOON < count) {
            expect_soon(pipeline, &ring[(i - SOON) % RING]);
        }
        if (i >= PIPELINE_AHEAD) {
            follow(pipeline, &ring[(i - PIPELINE_AHEAD) % RING]);
        }
    }
}

void pipeline_lost(struct pipeline *pipeline, uint64_t count, int64_t now) {
    pipeline->dropped += count;
    tracker_packets_lost(pipeline->tracker);
    pipeline->verdict = (struct verdict){.time = now};
    gloss_dropped(&pipeline->gloss, count, &pipeline->notes);
    emit_event(pipeline, NULL, &pipeline->verdict);
}

void pipeline_kernel(struct pipeline *pipeline, const struct kernel_fact *fact) {
    const struct record record = {.kind = RECORD_KERNEL, .as.kernel = fact};

    if (!wanted(pipeline, fact->flow)) {
        return;
    }
    if (pipeline->owners == NULL) {
        pipeline->owners = flow_owners_create();
    }
    if (pipeline->owners != NULL) {
        flow_owners_note(pipeline->owners, fact);
    }
    emit(pipeline, &record);
}

void pipeline_kernel_count(struct pipeline *pipeline, uint64_t compared, uint64_t agreed) {
    const struct record record = {
        .kind = RECORD_KERNEL_COUNT,
        .as.kernel_count = {.compared = compared, .agreed = agreed},
    };

    emit(pipeline, &record);
}

void pipeline_free(struct pipeline *pipeline) {
    flow_owners_destroy(pipeline->owners);
}

void pipeline_finish(struct pipeline *pipeline) {
    struct record record = {.kind = RECORD_SUMMARY};

    tracker_finish(pipeline->tracker);
    run_timers(pipeline, INT64_MAX);
    emit_ended(pipeline);
    record.as.summary.packets = pipeline->packets;
    record.as.summary.tcp_packets = pipeline->tcp_packets;
    record.as.summary.flows = tracker_flow_count(pipeline->tracker);
    record.as.summary.evicted_flows = tracker_evicted_count(pipeline->tracker);
    record.as.summary.uncounted_flows = pipeline->uncounted_flows;
    record.as.summary.unmeasured_flows = pipeline->unmeasured_flows;
    record.as.summary.capture_dropped = pipeline->dropped;
    emit(pipeline, &record);
}
