#include "tcpgloss/track/tracker.h"

#include <stdlib.h>
#include <string.h>

#include "closing.h"
#include "follow.h"
#include "history.h"
#include "midstream.h"
#include "moves.h"
#include "opening.h"
#include "tracker_private.h"
#include "validity.h"

/* The shortest retransmission timeout in wide use, Linux's; what is sent again sooner, but not at
 * once, is a tail loss probe (RFC 8985 §7). */
#define TIMEOUT_MIN INT64_C(200000000)

struct tracker *tracker_create(const struct tracker_settings *settings, struct error *error) {
    struct tracker *tracker = calloc(1, sizeof *tracker);

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

void tracker_begin(struct tracker *tracker, uint32_t index, struct journey *journey,
                   struct verdict *verdict) {
    struct flow *flow = &tracker->table.flows[index];

    memset(journey, 0, sizeof *journey);
    journey->analysis = tracker->analysis;
    journey->flow = flow;
    journey->cold = &tracker->table.cold[index];
    journey->sender = &flow->endpoints[ENDPOINT_CLIENT];
    journey->receiver = &flow->endpoints[ENDPOINT_SERVER];
    journey->to = ENDPOINT_SERVER;
    journey->verdict = verdict;
    journey->msl = tracker->msl;
    journey->lossy = flow->last <= tracker->lost_at;
    verdict->flow = flow->number;
    verdict->packet = 0;
    verdict->from = ENDPOINT_CLIENT;
    verdict->opens = false;
    verdict->change_count = 0;
    verdict->finding_count = 0;
    verdict->user = &flow->user;
    tracker->current = index;
}

static void set_sender(struct journey *journey, enum endpoint from, bool self) {
    journey->from = from;
    journey->to = self ? from : endpoint_peer(from);
    journey->sender = &journey->flow->endpoints[journey->from];
    journey->receiver = &journey->flow->endpoints[journey->to];
    journey->verdict->from = from;
}

void tracker_settle(const struct journey *journey) {
    const struct flow *flow = journey->flow;
    struct verdict *verdict = journey->verdict;

    verdict->incarnation = flow_incarnation(flow);
    verdict->client_known = (flow->endpoints[ENDPOINT_CLIENT].flags & ENDPOINT_KNOWN) != 0;
    for (unsigned end = 0; end < 2; end++) {
        verdict->states[end] = moves_state(flow, journey->cold, (enum endpoint)end);
        verdict->isn_known[end] = (flow->endpoints[end].flags & ENDPOINT_ISN) != 0;
        verdict->isn[end] = flow->endpoints[end].isn;
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
    tracker_begin(tracker, index, journey, verdict);
    verdict->opens = true;
    set_sender(journey, from_client ? ENDPOINT_CLIENT : ENDPOINT_SERVER, tuple->self);
    if (!syn || (segment->flags & TCP_ACK) != 0) {
        verdict_add(verdict, FINDING_MID_STREAM, journey->from);
    }
    if (evicted && (tracker->evicted_count & (tracker->evicted_count - 1)) == 0) {
        verdict_add(verdict, FINDING_EVICTED, journey->from)->count = tracker->evicted_count;
    }
    return index;
}

/* The four-tuple's next incarnation. A SYN-ACK tells of the SYN that opened it. */
static uint32_t reopen_flow(struct tracker *tracker, uint32_t old, const struct tuple *tuple,
                            const struct segment *segment, struct journey *journey,
                            struct verdict *verdict) {
    unsigned incarnation = flow_incarnation(&tracker->table.flows[old]);
    bool waited = tracker->table.cold[old].class == CLASS_TIME_WAIT;

    incarnation += incarnation < UINT16_MAX;
    lifetime_replace(tracker, old);

    uint32_t index = open_flow(tracker, tuple, segment, journey, verdict);
    struct finding *finding;

    journey->flow->endpoints[ENDPOINT_CLIENT].incarnation = (uint8_t)incarnation;
    journey->flow->endpoints[ENDPOINT_SERVER].incarnation = (uint8_t)(incarnation >> 8);
    verdict->finding_count = 0;
    finding = verdict_add(verdict, FINDING_REUSED, journey->from);
    finding->count = incarnation;
    finding->in_time_wait = waited;
    return index;
}

/* What the segment says of its sender's variables, once it has been judged by the old ones
 * (RFC 9293 §3.10.7.4, fifth to eighth step). */
static void advance(struct journey *journey) {
    const struct segment *segment = journey->segment;
    struct endpoint_state *sender = journey->sender;
    struct endpoint_state *receiver = journey->receiver;
    uint32_t bytes = sender->bytes_low + segment->length;

    sender->packets++;
    sender->bytes_high = (uint8_t)(sender->bytes_high + (bytes < sender->bytes_low));
    sender->bytes_low = bytes;
    if (segment->time > journey->flow->last) {
        journey->flow->last = segment->time;
    }
    if (journey->acceptability > SEGMENT_OLD) {
        return;
    }
    receiver->unanswered = 0;
    if ((segment->flags & TCP_RST) != 0) {
        return;
    }
    if ((sender->flags & ENDPOINT_SEEN) == 0 || seq_gt(segment->end, sender->snd_nxt)) {
        sender->snd_nxt = segment->end;
    }
    sender->flags &= (uint16_t)~ENDPOINT_FRAGMENT;
    sender->flags |= (uint16_t)((segment->packet->ip.more_fragments ? ENDPOINT_FRAGMENT : 0) |
                                ENDPOINT_SEEN | (segment->length != 0 ? ENDPOINT_DATA : 0) |
                                (segment_is_pure_ack(segment) ? ENDPOINT_PURE_ACK : 0));
    if (segment->options.has_timestamps &&
        ((sender->flags & ENDPOINT_TIMESTAMPS) == 0 ||
         ((sender->flags & ENDPOINT_ACKED) != 0 && seq_leq(segment->seq, sender->snd_una) &&
          seq_gt(segment->options.ts_value, sender->ts_recent)))) {
        sender->flags |= ENDPOINT_TIMESTAMPS;
        sender->ts_recent = segment->options.ts_value;
    }
    if ((segment->flags & TCP_ACK) == 0) {
        sender->window = segment->window;
        return;
    }
    if ((receiver->flags & ENDPOINT_ACKED) == 0 || seq_geq(segment->ack, receiver->snd_una)) {
        sender->window = segment->window;
        receiver->snd_una = segment->ack;
        receiver->flags |= ENDPOINT_ACKED;
        if ((receiver->flags & ENDPOINT_SEEN) != 0 && seq_gt(segment->ack, receiver->snd_nxt)) {
            receiver->snd_nxt = segment->ack;
        }
    }
}

/* A segment that goes unanswered counts against what is assumed to arrive behind it. */
static void count_repetition(struct journey *journey) {
    const struct segment *segment = journey->segment;
    struct endpoint_state *sender = journey->sender;
    bool repeats = (sender->flags & ENDPOINT_SEEN) != 0 && (segment->flags & TCP_RST) == 0 &&
                   (journey->acceptability == SEGMENT_OLD ||
                    (segment->end != segment->seq && seq_leq(segment->end, sender->snd_nxt)));

    if (repeats && sender->unanswered < UINT8_MAX >> 4 &&
        segment->time - journey->flow->last > journey_patience(journey, journey->to)) {
        sender->unanswered = (sender->unanswered + 1u) & 0xf;
    }
}

/* Windows in segments with SYN are never scaled (RFC 7323 §2.2); from here on they are kept as
 * those that are. */
static void scale_first_windows(struct journey *journey) {
    for (unsigned end = 0; end < 2; end++) {
        struct endpoint_state *state = &journey->flow->endpoints[end];

        if (endpoint_window(journey->flow, (enum endpoint)end) != state->window) {
            state->window = (uint16_t)(state->window >> state->scale);
        }
    }
}

static bool is_challenge_ack(struct journey *journey) {
    const struct segment *segment = journey->segment;
    struct endpoint_state *sender = journey->sender;
    bool challenged = (sender->flags & ENDPOINT_CHALLENGE) != 0;

    sender->flags &= (uint16_t)~ENDPOINT_CHALLENGE;
    return challenged && segment_is_pure_ack(segment) && segment->seq == sender->snd_nxt &&
           segment->ack == journey->receiver->snd_una;
}

/* A FIN counts when all before it has been seen. */
static void look_for_hole(struct journey *journey, const struct judged *judged) {
    struct endpoint_state *sender = journey->sender;
    uint32_t fin = judged->fin_counts ? journey->segment->end - 1 : sender->snd_nxt - 1;
    bool contiguous = analysis_contiguous(journey->analysis, journey->flow, journey->from, fin);

    if (judged->fin_counts && !judged->fin_repeats && !contiguous) {
        struct finding *finding = verdict_add(journey->verdict, FINDING_FIN_PENDING, journey->from);

        finding->seq = fin;
        finding->length = seq_gt(journey->segment->seq, sender->snd_nxt)
                              ? journey->segment->seq - sender->snd_nxt
                              : 0;
        sender->flags |= ENDPOINT_FIN_PENDING;
    } else if ((sender->flags & ENDPOINT_FIN_PENDING) != 0 && contiguous) {
        sender->flags &= (uint16_t)~ENDPOINT_FIN_PENDING;
    }
}

/* The third segment acknowledges the other of two SYN-ACKs with different numbers. */
static void rebase_server(struct journey *journey) {
    struct endpoint_state *receiver = journey->receiver;

    if ((journey->cold->flags & FLOW_OTHER_ISN) != 0 && journey->sender->proven == STATE_SYN_SENT &&
        (journey->segment->flags & (TCP_SYN | TCP_RST | TCP_ACK)) == TCP_ACK &&
        !validity_acks_syn(journey, receiver)) {
        receiver->isn = journey->segment->ack - 1;
        receiver->snd_nxt = journey->segment->ack;
    }
    if ((journey->segment->flags & (TCP_SYN | TCP_RST)) == 0) {
        journey->cold->flags &= ~(uint32_t)FLOW_OTHER_ISN;
    }
}

/* The third segment's number is to be the SYN-ACK's plus one. */
static void find_bad_third(struct journey *journey) {
    const struct endpoint_state *receiver = journey->receiver;

    if (journey->sender->proven == STATE_SYN_SENT && (receiver->flags & ENDPOINT_ISN) != 0 &&
        (journey->segment->flags & (TCP_SYN | TCP_RST | TCP_ACK)) == TCP_ACK &&
        !validity_acks_syn(journey, receiver)) {
        struct finding *finding = verdict_add(journey->verdict, FINDING_BAD_ACK, journey->from);

        finding->ack = journey->segment->ack;
        finding->expected = receiver->isn;
    }
}

static void follow(struct journey *journey, struct judged *judged, const enum tcp_state states[2]) {
    enum tcp_state proven = (enum tcp_state)journey->sender->proven;
    bool new_fin = judged->fin_counts && !judged->fin_repeats;

    if (proven == STATE_UNKNOWN || journey->receiver->proven == STATE_UNKNOWN) {
        midstream_learn(journey, judged);
    }
    closing_find(journey, states, judged);
    follow_sender(journey, judged);
    opening_completed(journey, proven, (enum tcp_state)journey->sender->proven);
    if (new_fin) {
        /* The peer can wait for a FIN only when it is known where it is. */
        journey->sender->flags |= ENDPOINT_FIN;
        journey->sender->snd_nxt = journey->segment->end;
    }
    follow_receiver(journey, judged);
    closing_find_time_wait(journey, states, proven, judged);
    if (judged->fin_counts) {
        journey->cold->control[journey->from] = journey_clock(journey);
    }
}

/* Segments that may change a state, or tell of one. */
static void control_segment(struct tracker *tracker, uint32_t index, struct journey *journey,
                            enum syn_kind syn_kind) {
    const struct segment *segment = journey->segment;
    bool syn = (segment->flags & TCP_SYN) != 0;
    const enum tcp_state states[2] = {
        moves_state(journey->flow, journey->cold, ENDPOINT_CLIENT),
        moves_state(journey->flow, journey->cold, ENDPOINT_SERVER),
    };
    struct judged judged = {.syn_counts = syn && syn_kind != SYN_STRAY,
                            .syn_repeats = syn && syn_kind == SYN_REPEAT};

    if ((segment->flags & (TCP_FIN | TCP_RST)) != 0 && validity_corrupt(segment->packet)) {
        journey->acceptability = SEGMENT_CORRUPT;
    } else if (!syn) {
        journey->acceptability = validity_judge(journey);
    }
    rebase_server(journey);
    find_bad_third(journey);
    closing_judge(journey, states, &judged);
    count_repetition(journey);
    if (judged.fin_repeats || judged.syn_repeats) {
        int64_t gap = journey_since_control(journey, journey->from);
        bool answerable = gap > journey_patience(journey, journey->to);

        judged.late = answerable && gap >= TIMEOUT_MIN;
        judged.probe = answerable && gap < TIMEOUT_MIN && judged.fin_repeats;
    }
    if (is_challenge_ack(journey)) {
        verdict_add(journey->verdict, FINDING_CHALLENGE_ACK, journey->from);
    } else if (!syn) {
        analysis_segment(journey);
    }
    if (syn) {
        opening_syn(journey, syn_kind);
    }
    if (judged.fin_counts || (journey->sender->flags & ENDPOINT_FIN_PENDING) != 0) {
        look_for_hole(journey, &judged);
    }
    if (syn ? judged.syn_counts : (journey->acceptability <= SEGMENT_OLD || judged.reset_counts)) {
        follow(journey, &judged, states);
    } else if (journey->acceptability != SEGMENT_CORRUPT) {
        closing_find(journey, states, &judged);
        journey->receiver->flags |= ENDPOINT_CHALLENGE;
    }
    history_note(journey);
    if (syn && syn_kind == SYN_STRAY) {
        journey->acceptability = SEGMENT_BEYOND;
    }
    advance(journey);
    if (syn && (segment->flags & TCP_ACK) != 0 && syn_kind == SYN_FIRST) {
        scale_first_windows(journey);
    }
    lifetime_classify(tracker, index);
}

/* Most segments: data and acknowledgments between two ends that are ESTABLISHED. */
static bool is_plain(const struct journey *journey) {
    const struct endpoint_state *sender = journey->sender;
    const struct endpoint_state *receiver = journey->receiver;
    unsigned special = ENDPOINT_FIN | ENDPOINT_CHALLENGE | ENDPOINT_FIN_PENDING;

    return (journey->segment->flags & (TCP_SYN | TCP_FIN | TCP_RST)) == 0 &&
           sender->proven == STATE_ESTABLISHED && receiver->proven == STATE_ESTABLISHED &&
           (sender->pending | receiver->pending) == 0 &&
           ((sender->flags | receiver->flags) & special) == 0;
}

static void plain_segment(struct journey *journey) {
    const struct segment *segment = journey->segment;
    unsigned seen = segment->length != 0 ? ENDPOINT_DATA : ENDPOINT_PURE_ACK;
    unsigned findings = journey->verdict->finding_count;

    journey->acceptability = validity_judge(journey);
    count_repetition(journey);
    analysis_segment(journey);
    if ((journey->sender->flags & seen) == 0 || journey->verdict->finding_count != findings) {
        history_note(journey);
    }
    if (journey->acceptability > SEGMENT_OLD) {
        journey->receiver->flags |= ENDPOINT_CHALLENGE;
    }
    advance(journey);
}

static void count_half_open(struct tracker *tracker, uint32_t index, struct journey *journey) {
    uint64_t listener = lifetime_listener(tracker, index);
    uint32_t count = flood_opened(tracker->flood, listener, journey->segment->time);

    journey->cold->flags |= FLOW_COUNTED;
    if (count != 0) {
        verdict_add(journey->verdict, FINDING_HALF_OPEN_FLOOD, journey->to)->count = count;
    }
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

        tracker_begin(tracker, index, &journey, verdict);
        set_sender(&journey, tuple.from_high == client_high ? ENDPOINT_CLIENT : ENDPOINT_SERVER,
                   tuple.self);
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
    if (is_plain(&journey)) {
        plain_segment(&journey);
    } else {
        control_segment(tracker, index, &journey, syn_kind);
    }
    tracker_settle(&journey);
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
