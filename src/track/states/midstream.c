#include "track/states/midstream.h"

#include "track/analysis/send_time.h"
#include "track/states/acceptability.h"
#include "track/states/belief.h"

/* How soon an end acknowledges a FIN that ends the connection; one that it may want to answer with
 * data or a FIN of its own is acknowledged after a delay (40 ms and more where acknowledgments are
 * delayed, RFC 9293 §3.8.6.3). */
#define AT_ONCE INT64_C(20000000)

/* What takes longer than this was held back: it is no round trip. */
#define SAMPLE_MAX INT64_C(1000000000)

/* Proves a row of events of one end, and reports the changes. */
static void prove_all(struct journey *journey, enum endpoint end, const enum event *events,
                      unsigned count) {
    struct trail before;

    moves_begin(journey, end, &before);

    struct trail trail = {.count = 1, .states = {before.states[0]}};

    journey->flow->endpoints[end].pending = 0;
    for (unsigned i = 0; i < count; i++) {
        moves_prove(journey, end, events[i], &trail);
    }
    moves_report(journey, end, &before, &trail);
}

static void assume_all(struct journey *journey, enum endpoint end, const enum event *events,
                       unsigned count) {
    struct trail before;

    moves_begin(journey, end, &before);

    struct trail trail = {.count = 1, .states = {before.states[0]}};

    for (unsigned i = 0; i < count; i++) {
        moves_assume(journey, end, events[i]);
    }
    moves_report(journey, end, &before, &trail);
}

/* The round trip, from an acknowledgment that is right behind what it acknowledges. */
static void measure_round_trip(struct journey *journey) {
    const struct endpoint_state *receiver = journey->receiver;
    int64_t sample = journey->segment->time - journey->flow->last;
    int64_t known = flow_round_trip(journey->cold, journey->from);

    if (segment_is_pure_ack(journey->segment) && (receiver->flags & ENDPOINT_SEEN) != 0 &&
        journey->segment->ack == receiver->snd_nxt &&
        ((receiver->flags & ENDPOINT_ACKED) == 0 || receiver->snd_una != receiver->snd_nxt) &&
        sample >= 1000 && sample < SAMPLE_MAX && (known == 0 || sample < known)) {
        flow_set_round_trip(journey->cold, journey->from, sample);
    }
}

static bool acknowledged_at_once(const struct journey *journey) {
    return sent_since_control(journey, journey->to) <
           flow_round_trip(journey->cold, journey->from) + AT_ONCE;
}

/* The peer has sent a FIN in an unknown state; what this end does now tells which one. */
static void learn_behind_fin(struct journey *journey, bool speaks, bool acks_fin) {
    if (speaks || (acks_fin && !acknowledged_at_once(journey))) {
        /* This end is still open: the peer was the first to close. */
        prove_all(journey, journey->to, (const enum event[]){BEFORE_DATA, SEND_FIN}, 2);
        prove_all(journey, journey->from, (const enum event[]){BEFORE_DATA, RECEIVE_FIN},
                  acks_fin ? 2 : 1);
    } else if (acks_fin && journey->receiver->pending == 0) {
        /* It was in FIN-WAIT-2, most likely: it sent nothing but acknowledgments, and this one
         * without delay. Should it speak after all, this is taken back. */
        sent_control(journey, journey->from);
        assume_all(journey, journey->from, (const enum event[]){BEFORE_OWN_FIN, RECEIVE_FIN}, 2);
        assume_all(journey, journey->to,
                   (const enum event[]){BEFORE_PEERS_FIN, SEND_FIN, RECEIVE_ACK_OF_FIN}, 3);
    }
}

/* Whether the end's SYN was seen, so that the rows alone lead it on. */
static bool is_opening(const struct endpoint_state *end) {
    return end->proven == STATE_SYN_SENT || end->proven == STATE_SYN_RECEIVED;
}

void midstream_learn(struct journey *journey, const struct judged *judged) {
    const struct segment *segment = journey->segment;
    struct endpoint_state *sender = journey->sender;
    struct endpoint_state *receiver = journey->receiver;
    bool fin = judged->fin_counts && !judged->fin_repeats;
    bool speaks = fin || (segment->length != 0 && ((sender->flags & ENDPOINT_SEEN) == 0 ||
                                                   seq_gt(segment->end, sender->snd_nxt)));
    bool acks_fin = validity_acks_fin(journey, receiver);

    if (journey->from == journey->to || (segment->flags & (TCP_SYN | TCP_RST)) != 0 ||
        is_opening(sender) || is_opening(receiver)) {
        return;
    }
    measure_round_trip(journey);
    if ((receiver->flags & ENDPOINT_FIN) != 0 && receiver->proven == STATE_UNKNOWN) {
        learn_behind_fin(journey, speaks, acks_fin);
    } else if (speaks && (receiver->flags & ENDPOINT_DATA) != 0 && receiver->pending == 0 &&
               (receiver->flags & ENDPOINT_FIN) == 0) {
        prove_all(journey, journey->from, (const enum event[]){BEFORE_DATA}, 1);
        prove_all(journey, journey->to, (const enum event[]){BEFORE_DATA}, 1);
    }
}
