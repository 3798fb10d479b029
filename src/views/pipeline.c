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

/* Hands the events at hand to the sinks. */
static void emit_events(struct pipeline *pipeline) {
    for (unsigned i = 0; i < pipeline->event_count; i++) {
        emit(pipeline, &pipeline->events[i].record);
    }
    pipeline->event_count = 0;
}

static inline void emit_ended(struct pipeline *pipeline) {
    if (!pipeline->flows_ignored) {
        if (tracker_has_ended(pipeline->tracker)) {
            emit_events(pipeline);
            emit_reports(pipeline);
        }
        return;
    }
    while (tracker_next_ended(pipeline->tracker, NULL)) {
    }
}

/* The next event's place: there is room for one for each packet of a batch. */
static struct pipeline_event *next_event(struct pipeline *pipeline) {
    return &pipeline->events[pipeline->event_count];
}

/* A packet, or a timer where `packet` is null, with what there is to say of it. */
static void add_event(struct pipeline *pipeline, struct pipeline_event *event,
                      const struct packet *packet, const struct verdict *verdict) {
    event->record.kind = packet != NULL ? RECORD_PACKET : RECORD_TIMER;
    event->record.as.event.packet = packet;
    event->record.as.event.verdict = verdict;
    event->record.as.event.notes = &event->notes;
    pipeline->event_count++;
}

/* Returns whether the packet must be printed before the next one is numbered: a line that does not
 * show its numbers takes back what they have changed, and that of an ICMP error has others. */
static bool number(struct pipeline *pipeline, struct packet *packet) {
    bool changed;

    if (pipeline->relative == NULL) {
        return false;
    }
    changed = relative_seq_number(pipeline->relative, packet);
    if (relative_seq_failed(pipeline->relative) && pipeline->failed_at == 0) {
        emit_events(pipeline);
        pipeline->failed_at = packet->frame.number;
    }
    return changed || !packet->has_tcp;
}

/* Adds what the tracker has just said, if it is of a flow that is wanted. */
__attribute__((always_inline)) static inline void
show(struct pipeline *pipeline, struct packet *packet, const struct verdict *verdict) {
    struct pipeline_event *event;
    bool hurries;

    if (pipeline->events_ignored || !wanted(pipeline, verdict != NULL ? verdict->flow : 0)) {
        return;
    }
    hurries = packet == NULL || number(pipeline, packet);
    event = next_event(pipeline);
    gloss_verdict(&pipeline->gloss, pipeline->tracker, packet, verdict, &event->notes);
    add_event(pipeline, event, packet, verdict);
    if (hurries) {
        emit_events(pipeline);
    }
}

__attribute__((noinline)) static void run_timers(struct pipeline *pipeline, int64_t now) {
    struct verdict *verdict = &next_event(pipeline)->verdict;

    while (tracker_expire(pipeline->tracker, now, verdict)) {
        show(pipeline, NULL, verdict);
        emit_ended(pipeline);
        verdict = &next_event(pipeline)->verdict;
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

/* A frame that comes later: its headers. Another thread has read it, so that it is far away. */
static void foresee(const struct frame *frame) {
    enum { CACHE_LINE = 64 };

    __builtin_prefetch(frame->data);
    if (frame->captured > CACHE_LINE) {
        __builtin_prefetch(frame->data + CACHE_LINE);
    }
}

static void decode_batch(struct pipeline *pipeline, const struct frame *frames, size_t count,
                         struct packet *packets) {
    for (size_t i = 0; i < count; i++) {
        decode_frame(&frames[i], &packets[i]);
        if (packets[i].has_tcp) {
            tracker_prefetch_bucket(pipeline->tracker, &packets[i]);
        }
    }
}

static void fetch_flows(const struct pipeline *pipeline, const struct packet *packets,
                        size_t count) {
    const bool numbered = pipeline->relative != NULL && !pipeline->events_ignored;

    for (size_t i = 0; i < count; i++) {
        if (packets[i].has_tcp) {
            tracker_prefetch_flow(pipeline->tracker, &packets[i]);
            if (numbered) {
                relative_seq_prefetch(pipeline->relative, &packets[i]);
            }
        }
    }
}

/* A packet that is not TCP. An ICMP error belongs to the flow whose segment it quotes. */
__attribute__((noinline)) static void follow_other(struct pipeline *pipeline,
                                                   struct packet *packet) {
    struct verdict *verdict = &next_event(pipeline)->verdict;
    struct icmp_error error;
    struct packet quoted;

    if (!icmp_error_read(packet, &error, &quoted) ||
        !tracker_icmp_error(pipeline->tracker, packet, &error, &quoted, verdict)) {
        verdict = NULL;
    }
    show(pipeline, packet, verdict);
}

static void follow(struct pipeline *pipeline, struct packet *packet) {
    struct verdict *verdict;

    pipeline->packets++;
    pipeline_clock(pipeline, frame_time(&packet->frame));
    if (!packet->has_tcp) {
        follow_other(pipeline, packet);
        return;
    }
    pipeline->tcp_packets++;
    verdict = &next_event(pipeline)->verdict;
    tracker_segment(pipeline->tracker, packet, verdict);
    show(pipeline, packet, verdict);
    emit_ended(pipeline);
}

static size_t batch_of(size_t count) {
    return count < PIPELINE_BATCH ? count : PIPELINE_BATCH;
}

void pipeline_frames(struct pipeline *pipeline, const struct frame *frames, size_t count) {
    struct packet *packets = pipeline->packets_at_hand[0];
    struct packet *next = pipeline->packets_at_hand[1];
    size_t batch = batch_of(count);

    decode_batch(pipeline, frames, batch, packets);
    fetch_flows(pipeline, packets, batch);
    while (batch > 0) {
        struct packet *const followed = packets;
        const size_t next_batch = batch_of(count - batch);

        frames += batch;
        count -= batch;
        decode_batch(pipeline, frames, next_batch, next);
        for (size_t i = next_batch; i < count && i < next_batch + PIPELINE_BATCH; i++) {
            foresee(&frames[i]);
        }
        for (size_t i = 0; i < batch; i++) {
            follow(pipeline, &packets[i]);
        }
        fetch_flows(pipeline, next, next_batch);
        emit_events(pipeline);
        packets = next;
        next = followed;
        batch = next_batch;
    }
}

void pipeline_lost(struct pipeline *pipeline, uint64_t count, int64_t now) {
    struct pipeline_event *event = next_event(pipeline);

    pipeline->dropped += count;
    tracker_packets_lost(pipeline->tracker);
    event->verdict = (struct verdict){.time = now};
    gloss_dropped(&pipeline->gloss, count, &event->notes);
    add_event(pipeline, event, NULL, &event->verdict);
    emit_events(pipeline);
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
