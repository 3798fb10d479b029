#include "tcpgloss/track/tracker.h"

#include <stdlib.h>
#include <string.h>

#include "track/process.h"
#include "track/states/belief.h"
#include "track/tracker_private.h"

_Static_assert(TRACKER_FLOWS_MAX + 1 == FLOW_NONE, "one slot more than flows, and one for none");

struct tracker *tracker_create(const struct tracker_settings *settings, struct error *error) {
    struct tracker *tracker;

    if (settings->max_flows == 0 || settings->max_flows > TRACKER_FLOWS_MAX) {
        error_set(error, STATUS_USAGE, "a table of flows has from 1 to %d", TRACKER_FLOWS_MAX);
        return NULL;
    }
    tracker = calloc(1, sizeof *tracker);
    if (tracker != NULL) {
        tracker->analysis = analysis_create(settings->max_flows);
        tracker->flood = calloc(1, sizeof *tracker->flood);
    }
    /* One slot more, so that a flow that makes room can still be reported. */
    if (tracker == NULL || tracker->analysis == NULL || tracker->flood == NULL ||
        !table_init(&tracker->table, settings->max_flows + 1, settings->hash_key)) {
        tracker_destroy(tracker);
        error_set(error, STATUS_RUNTIME, "no memory for a table of %lu flows",
                  (unsigned long)settings->max_flows);
        return NULL;
    }
    tracker->msl = settings->msl;
    tracker->max_flows = settings->max_flows;
    tracker->hash_key[0] = settings->hash_key[0];
    tracker->hash_key[1] = settings->hash_key[1];
    tracker->deadline = INT64_MAX;
    tracker->next_sweep = INT64_MIN;
    tracker->latest = INT64_MIN;
    tracker->lost_at = INT64_MIN;
    tracker->current = FLOW_NONE;
    return tracker;
}

void tracker_destroy(struct tracker *tracker) {
    if (tracker != NULL) {
        analysis_destroy(tracker->analysis);
        free(tracker->flood);
        table_free(&tracker->table);
        free(tracker);
    }
}

void tracker_begin(struct tracker *tracker, uint32_t index, enum endpoint from, enum endpoint to,
                   struct journey *journey, struct verdict *verdict) {
    struct flow *flow = &tracker->table.flows[index];

    *journey = (struct journey){.analysis = tracker->analysis,
                                .flow = flow,
                                .cold = &tracker->table.cold[index],
                                .from = from,
                                .to = to,
                                .sender = &flow->endpoints[from],
                                .receiver = &flow->endpoints[to],
                                .verdict = verdict,
                                .msl = tracker->msl,
                                .lossy = flow->last <= tracker->lost_at};
    verdict->flow = flow->number;
    verdict->packet = 0;
    verdict->from = from;
    verdict->opens = false;
    verdict->change_count = 0;
    verdict->finding_count = 0;
    verdict->user = &flow->user;
    tracker->current = index;
}

/* The end that a segment goes to. */
static enum endpoint receiver_of(enum endpoint from, bool self) {
    return self ? from : endpoint_peer(from);
}

void tracker_settle(const struct journey *journey) {
    const struct flow *flow = journey->flow;
    struct verdict *verdict = journey->verdict;
    bool self = (journey->cold->flags & FLOW_SELF) != 0;

    verdict->incarnation = flow_incarnation(flow);
    verdict->client_known = (flow->endpoints[ENDPOINT_CLIENT].flags & ENDPOINT_KNOWN) != 0;
    for (unsigned end = 0; end < 2; end++) {
        const struct endpoint_state *state = &flow->endpoints[self ? ENDPOINT_CLIENT : end];

        verdict->states[end] = moves_state(flow, journey->cold, (enum endpoint)end);
        verdict->isn_known[end] = (state->flags & ENDPOINT_ISN) != 0;
        verdict->isn[end] = state->isn;
    }
    verdict->scaled_window = journey->segment != NULL && (journey->segment->flags & TCP_SYN) != 0
                                 ? journey->segment->window
                                 : endpoint_window(flow, journey->from);
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
                          const struct segment *segment, struct journey *journey,
                          struct verdict *verdict) {
    bool evicted = lifetime_make_room(tracker);
    bool syn = (segment->flags & TCP_SYN) != 0;
    bool from_client = tuple->self || source_is_client(segment->packet);
    enum endpoint from = from_client ? ENDPOINT_CLIENT : ENDPOINT_SERVER;
    uint32_t index = table_insert(&tracker->table, tuple, syn ? CLASS_HALF_OPEN : CLASS_OPEN);
    struct flow *flow = &tracker->table.flows[index];
    struct flow_cold *cold = &tracker->table.cold[index];

    flow->number = ++tracker->flow_count;
    flow->last = segment->time;
    flow->endpoints[tuple->from_high == from_client ? ENDPOINT_CLIENT : ENDPOINT_SERVER].flags =
        ENDPOINT_HIGH;
    flow->endpoints[0].scale = SCALE_NONE;
    flow->endpoints[1].scale = SCALE_NONE;
    cold->start = segment->time;
    flow->endpoints[ENDPOINT_CLIENT].incarnation = 1;
    flow->endpoints[ENDPOINT_CLIENT].flags |= (uint16_t)(syn ? ENDPOINT_KNOWN : 0);
    cold->flags |= tuple->self ? FLOW_SELF : 0u;
    tracker_begin(tracker, index, from, receiver_of(from, tuple->self), journey, verdict);
    verdict->opens = true;
    if (!syn || (segment->flags & TCP_ACK) != 0) {
        verdict_add(verdict, FINDING_MID_STREAM, journey->from);
    }
    if (evicted && (tracker->evicted_count & (tracker->evicted_count - 1)) == 0) {
        verdict_add(verdict, FINDING_EVICTED, journey->from)->count = tracker->evicted_count;
    }
    return index;
}

/* Whether the SYN that opens the four-tuple again, or that this SYN-ACK tells of, has a higher
 * number than any of the old connection. */
static bool is_higher(const struct journey *old, const struct segment *segment) {
    bool answer = (segment->flags & TCP_ACK) != 0;
    const struct endpoint_state *opener = answer ? old->receiver : old->sender;

    return (opener->flags & ENDPOINT_SEEN) != 0 &&
           seq_gt(answer ? segment->ack - 1 : segment->seq, opener->snd_nxt);
}

/* The four-tuple's next incarnation. A SYN-ACK tells of the SYN that opened it. */
static uint32_t reopen_flow(struct tracker *tracker, uint32_t old, const struct tuple *tuple,
                            const struct segment *segment, struct journey *journey,
                            struct verdict *verdict) {
    unsigned incarnation = flow_incarnation(&tracker->table.flows[old]);
    bool allowed = tracker->table.cold[old].rank == CLASS_TIME_WAIT && is_higher(journey, segment);

    incarnation += incarnation < UINT16_MAX;
    lifetime_replace(tracker, old);

    uint32_t index = open_flow(tracker, tuple, segment, journey, verdict);
    struct finding *finding;

    journey->flow->endpoints[ENDPOINT_CLIENT].incarnation = (uint8_t)incarnation;
    journey->flow->endpoints[ENDPOINT_SERVER].incarnation = (uint8_t)(incarnation >> 8);
    verdict->finding_count = 0;
    finding = verdict_add(verdict, FINDING_REUSED, journey->from);
    finding->count = incarnation;
    finding->in_time_wait = allowed;
    return index;
}

static void count_half_open(struct tracker *tracker, uint32_t index, struct journey *journey) {
    uint64_t listener = lifetime_listener(tracker, index);
    uint32_t count = flood_opened(tracker->flood, listener, journey->segment->time);

    journey->cold->flags |= FLOW_COUNTED;
    if (count != 0) {
        verdict_add(journey->verdict, FINDING_HALF_OPEN_FLOOD, journey->to)->count = count;
    }
}

void tracker_expect(const struct tracker *tracker, struct packet *packet) {
    packet->conversation = table_hash(&tracker->table, packet);
    table_expect(&tracker->table, packet->conversation);
}

void tracker_expect_soon(const struct tracker *tracker, const struct packet *packet) {
    table_expect_soon(&tracker->table, packet->conversation);
}

void tracker_segment(struct tracker *tracker, const struct packet *packet,
                     struct verdict *verdict) {
    struct segment segment;
    struct tuple tuple;
    struct journey journey;
    enum syn_kind syn_kind = SYN_FIRST;

    segment_read(packet, &segment);
    table_tuple(&tracker->table, packet, &tuple);
    verdict->time = segment.time;
    if (segment.time > tracker->latest) {
        tracker->latest = segment.time;
    }

    uint32_t index = table_find(&tracker->table, &tuple);

    if (index == FLOW_NONE) {
        index = open_flow(tracker, &tuple, &segment, &journey, verdict);
    } else {
        const struct endpoint_state *client = &tracker->table.flows[index].endpoints[0];
        bool client_high = (client->flags & ENDPOINT_HIGH) != 0;
        enum endpoint from = tuple.from_high == client_high ? ENDPOINT_CLIENT : ENDPOINT_SERVER;

        tracker_begin(tracker, index, from, receiver_of(from, tuple.self), &journey, verdict);
    }
    journey.segment = &segment;
    if ((segment.flags & TCP_SYN) != 0) {
        syn_kind = opening_kind(&journey);
        if (syn_kind == SYN_REOPEN) {
            index = reopen_flow(tracker, index, &tuple, &segment, &journey, verdict);
            journey.segment = &segment;
        }
    }
    verdict->packet = packet->frame.number;
    if (verdict->opens && (segment.flags & (TCP_SYN | TCP_ACK)) == TCP_SYN) {
        journey.sender->proven = STATE_CLOSED;
        count_half_open(tracker, index, &journey);
    }
    bool moved = course_run(&journey, syn_kind);

    tracker_settle(&journey);
    if (moved) {
        lifetime_classify(tracker, index, verdict->states);
    }
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
