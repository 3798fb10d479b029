#include "tcpgloss/track/tracker.h"

#include <stdlib.h>
#include <string.h>

#include "tcpgloss/base/words.h"

#include "track/process.h"
#include "track/report/flow_report.h"
#include "track/report/flow_verdict.h"
#include "track/report/verdict.h"
#include "track/segment_context.h"
#include "track/states/belief.h"
#include "track/states/reuse.h"
#include "track/table/lifetime.h"
#include "track/table/replacement.h"
#include "track/tracker_private.h"

_Static_assert(TRACKER_FLOWS_MAX + 1 == FLOW_NONE, "one slot more than flows, and one for none");

struct tracker *tracker_create(const struct tracker_settings *settings, struct error *error) {
    struct tracker *tracker;

    if (settings->max_flows == 0 || settings->max_flows > TRACKER_FLOWS_MAX) {
        error_set(error, STATUS_USAGE,
                  MESSAGE("流表可以有 1 到 %d 个流", "a table of flows has from 1 to %d"),
                  TRACKER_FLOWS_MAX);
        return NULL;
    }
    tracker = calloc(1, sizeof *tracker);
    if (tracker != NULL) {
        tracker->pool = recovery_pool_create(settings->max_flows);
        tracker->flood = calloc(1, sizeof *tracker->flood);
    }
    /* One slot more, so that a flow that makes room can still be reported. */
    if (tracker == NULL || tracker->pool == NULL || tracker->flood == NULL ||
        !measures_pool_init(&tracker->measures, settings->max_flows) ||
        !table_init(&tracker->table, settings->max_flows + 1, settings->hash_key)) {
        tracker_destroy(tracker);
        error_set(error, STATUS_RUNTIME,
                  MESSAGE("内存不足，建不了 %lu 个流的流表", "no memory for a table of %lu flows"),
                  (unsigned long)settings->max_flows);
        return NULL;
    }
    tracker->msl = settings->msl;
    tracker->max_flows = settings->max_flows;
    tracker->deadline = INT64_MAX;
    tracker->next_sweep = INT64_MIN;
    tracker->latest = INT64_MIN;
    tracker->lost_at = INT64_MIN;
    tracker->current = FLOW_NONE;
    return tracker;
}

void tracker_destroy(struct tracker *tracker) {
    if (tracker != NULL) {
        recovery_pool_destroy(tracker->pool);
        measures_pool_free(&tracker->measures);
        free(tracker->flood);
        table_free(&tracker->table);
        free(tracker);
    }
}

void tracker_ignore_zeek(struct tracker *tracker) {
    tracker->zeek_ignored = true;
}

/* Who a mid-stream packet's client is: the SYN-ACK's receiver, else the end with the higher port,
 * as ephemeral ports are. */
static bool source_is_client(const struct packet *packet) {
    unsigned flags = packet->tcp.flags & (TCP_SYN | TCP_ACK);

    if (flags == TCP_SYN) {
        return true;
    }
    return flags != (TCP_SYN | TCP_ACK) && packet->tcp.source_port >= packet->tcp.destination_port;
}

static uint32_t open_flow(struct tracker *tracker, const struct tuple *tuple,
                          const struct segment *segment, struct segment_context *context,
                          struct verdict *verdict) {
    enum tcp_state forgotten = STATE_UNKNOWN;
    bool evicted = lifetime_make_room(tracker, &forgotten);
    bool syn = (segment->flags & TCP_SYN) != 0;
    bool from_client = tuple->self || source_is_client(segment->packet);
    enum endpoint from = from_client ? ENDPOINT_CLIENT : ENDPOINT_SERVER;
    uint32_t index = table_insert(&tracker->table, tuple, syn ? CLASS_HALF_OPEN : CLASS_OPEN);
    struct flow *flow = &tracker->table.flows[index];
    struct flow_record *record = &tracker->table.records[index];

    flow->number = ++tracker->flow_count;
    flow->last = segment->time;
    flow->flags |= (uint16_t)((tuple->self ? FLOW_SELF : 0) |
                              (tuple->from_second == from_client ? FLOW_CLIENT_SECOND : 0) |
                              (syn ? FLOW_CLIENT_CERTAIN : 0));
    flow->directions[0].scale = SCALE_NONE;
    flow->directions[1].scale = SCALE_NONE;
    record->incarnation = 1;
    record->start = segment->time;
    record->control_sent[ENDPOINT_CLIENT] = segment->clock;
    record->control_sent[ENDPOINT_SERVER] = segment->clock;
    context_begin(tracker, index, from, verdict, context);
    verdict->opens = true;
    if (!syn || (segment->flags & TCP_ACK) != 0) {
        verdict_add(verdict, FINDING_MID_STREAM, context->from);
    }
    if (evicted && (tracker->evicted_count & (tracker->evicted_count - 1)) == 0) {
        struct finding *finding = verdict_add(verdict, FINDING_EVICTED, context->from);

        finding->count = tracker->evicted_count;
        finding->state = forgotten;
    }
    return index;
}

/* Whether the SYN that opens the four-tuple again, or that this SYN-ACK tells of, has a higher
 * number than any of the old connection. */
static bool is_higher(const struct segment_context *old, const struct segment *segment) {
    bool answer = (segment->flags & TCP_ACK) != 0;
    const struct direction *opener = answer ? old->receiver : old->sender;

    return (opener->flags & DIRECTION_SEEN) != 0 &&
           seq_gt(answer ? segment->ack - 1 : segment->seq, opener->snd_nxt);
}

/* The four-tuple's next incarnation. A SYN-ACK tells of the SYN that opened it. */
static uint32_t reopen_flow(struct tracker *tracker, uint32_t old, const struct tuple *tuple,
                            const struct segment *segment, struct segment_context *context,
                            struct verdict *verdict) {
    unsigned incarnation = tracker->table.records[old].incarnation;
    bool allowed = tracker->table.records[old].eviction_class == CLASS_TIME_WAIT &&
                   is_higher(context, segment);

    const struct older older = reuse_older(context);
    const bool waits = reuse_waits(context);
    const bool may_be_taken = waits && reuse_is_allowed(context);

    incarnation += incarnation < UINT16_MAX;
    if (!waits) {
        replacement_begin(tracker, old, segment->time);
    }

    uint32_t index = open_flow(tracker, tuple, segment, context, verdict);
    struct finding *finding;

    context->record->incarnation = (uint16_t)incarnation;
    verdict->finding_count = 0;
    finding = verdict_add(verdict, FINDING_REUSED, context->from);
    finding->count = incarnation;
    finding->in_time_wait = allowed;
    if (older.waits && !reuse_keep(context, older)) {
        replacement_begin_older(tracker, index, segment->time);
    } else if (may_be_taken) {
        replacement_doubt_older(tracker, index, true, segment->time);
    }
    return index;
}

/* What becomes of the connection whose four-tuple this flow has. */
static void settle_older(struct tracker *tracker, uint32_t index, struct segment_context *context) {
    switch (reuse_fate(context)) {
    case OLDER_ENDS:
        replacement_begin_older(tracker, index, context->segment->time);
        break;
    case OLDER_STAYS:
        replacement_doubt_older(tracker, index, false, context->segment->time);
        break;
    case OLDER_UNTOLD:
        break;
    }
}

static void count_half_open(struct tracker *tracker, uint32_t index,
                            struct segment_context *context) {
    uint64_t listener = lifetime_listener(tracker, index);
    uint32_t count = syn_flood_opened(tracker->flood, listener, context->segment->time);

    context->record->flags |= RECORD_HALF_OPEN_COUNTED;
    if (count != 0) {
        verdict_add(context->verdict, FINDING_HALF_OPEN_FLOOD, context->to)->count = count;
    }
}

void tracker_prefetch_bucket(struct tracker *tracker, struct packet *packet) {
    packet->conversation = table_take_hash(&tracker->table, packet);
    table_prefetch_bucket(&tracker->table, packet->conversation);
}

void tracker_prefetch_flow(const struct tracker *tracker, const struct packet *packet) {
    table_prefetch_flow(&tracker->table, packet->conversation);
}

/* The end of a known flow that sent a packet with this tuple. */
static enum endpoint sender_of(const struct tracker *tracker, uint32_t index,
                               const struct tuple *tuple) {
    const struct flow *flow = &tracker->table.flows[index];

    return tuple->from_second == flow_is_second(flow, ENDPOINT_CLIENT) ? ENDPOINT_CLIENT
                                                                       : ENDPOINT_SERVER;
}

void tracker_segment(struct tracker *tracker, const struct packet *packet,
                     struct verdict *verdict) {
    struct segment segment;
    struct tuple tuple;
    struct segment_context context;
    enum syn_kind syn_kind = SYN_FIRST;

    segment_read(packet, &segment);
    table_tuple(&tracker->table, packet, &tuple);
    verdict->time = segment.time;
    if (segment.time > tracker->latest) {
        tracker->latest = segment.time;
    }

    uint32_t index = table_find(&tracker->table, &tuple);

    if (index == FLOW_NONE) {
        index = open_flow(tracker, &tuple, &segment, &context, verdict);
    } else {
        context_begin(tracker, index, sender_of(tracker, index, &tuple), verdict, &context);
    }
    context.segment = &segment;
    if ((segment.flags & TCP_SYN) != 0) {
        syn_kind = handshake_syn_kind(&context);
        if (syn_kind == SYN_REOPEN) {
            index = reopen_flow(tracker, index, &tuple, &segment, &context, verdict);
            context.segment = &segment;
        }
    } else if (context.sender->proven != STATE_ESTABLISHED && reuse_is_proven(&context)) {
        index = reopen_flow(tracker, index, &tuple, &segment, &context, verdict);
        context.segment = &segment;
    }
    verdict->packet = packet->frame.number;
    if (verdict->opens && (segment.flags & (TCP_SYN | TCP_ACK)) == TCP_SYN) {
        context.sender->proven = STATE_CLOSED;
        count_half_open(tracker, index, &context);
    }
    bool moved = process_segment(&context, syn_kind);

    flow_verdict_fill(&context);
    if (moved) {
        lifetime_classify(tracker, index, verdict->states);
        settle_older(tracker, index, &context);
    }
}

/* Headers of IP and TCP without options, which a segment's data have before them (RFC 9293 §3.7.1).
 */
static uint32_t segment_size(const struct icmp_error *error) {
    const uint32_t headers = (error->version == 4 ? IPV4_HEADER : IPV6_HEADER) + TCP_HEADER;

    return error->mtu > headers ? error->mtu - headers : 0;
}

bool tracker_icmp_error(struct tracker *tracker, const struct packet *packet,
                        const struct icmp_error *error, const struct packet *quoted,
                        struct verdict *verdict) {
    struct segment_context context;
    struct tuple tuple;
    struct finding *finding;
    uint32_t index;

    table_tuple(&tracker->table, quoted, &tuple);
    index = table_find(&tracker->table, &tuple);
    if (index == FLOW_NONE) {
        return false;
    }
    context_begin(tracker, index, sender_of(tracker, index, &tuple), verdict, &context);
    verdict->time = frame_time(&packet->frame);
    verdict->packet = packet->frame.number;
    finding = verdict_add(verdict,
                          error->kind == ICMP_ERROR_TOO_BIG ? FINDING_ICMP_TOO_BIG
                                                            : FINDING_ICMP_UNREACHABLE,
                          context.from);
    finding->icmp = *error;
    finding->mss = segment_size(error);
    flow_verdict_fill(&context);
    return true;
}

void tracker_packets_lost(struct tracker *tracker) {
    tracker->lost_at = tracker->latest;
}

uint32_t tracker_flow_count(const struct tracker *tracker) {
    return tracker->flow_count;
}

uint32_t tracker_evicted_count(const struct tracker *tracker) {
    return tracker->evicted_count;
}

bool tracker_expire(struct tracker *tracker, int64_t now, struct verdict *verdict) {
    return lifetime_expire(tracker, now, verdict);
}

int64_t tracker_next_deadline(const struct tracker *tracker) {
    return tracker->deadline;
}

void tracker_finish(struct tracker *tracker) {
    tracker->finished = true;
}

bool tracker_has_ended(const struct tracker *tracker) {
    return tracker->table.classes[CLASS_ENDED].first != FLOW_NONE;
}

bool tracker_next_ended(struct tracker *tracker, struct flow_report *report) {
    uint32_t index = tracker->table.classes[CLASS_ENDED].first;

    if (index == FLOW_NONE) {
        return false;
    }
    if (report != NULL) {
        flow_report_fill(tracker, index, report);
    }
    lifetime_release(tracker, index);
    if (tracker->current == index) {
        tracker->current = FLOW_NONE;
    }
    return true;
}

void tracker_current_flow(const struct tracker *tracker, struct flow_report *report) {
    if (tracker->current == FLOW_NONE) {
        memset(report, 0, sizeof *report);
        return;
    }
    flow_report_fill(tracker, tracker->current, report);
}

void tracker_current_options(const struct tracker *tracker, struct flow_report *report) {
    if (tracker->current == FLOW_NONE) {
        memset(report, 0, sizeof *report);
        return;
    }
    flow_report_fill_options(tracker, tracker->current, report);
}
