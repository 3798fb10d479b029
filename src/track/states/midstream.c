#include "track/states/midstream.h"

#include "track/states/acceptability.h"
#include "track/states/belief.h"
#include "track/states/possible_fin.h"

/* An acknowledgment that comes this much later than it could was delayed, as only an end that may
 * still send delays it (RFC 9293 §3.8.6.3): by 40 ms and more. */
#define DELAYED INT64_C(20000000)

/* An acknowledgment that comes later than this was held back: its time is no round trip. */
#define SAMPLE_MAX INT64_C(1000000000)

/* Proves a row of events of one end, and reports the changes. */
static void prove_all(struct segment_context *context, enum endpoint end, const enum event *events,
                      unsigned count) {
    struct belief belief = context_for_belief(context);
    struct state_path before;

    belief_begin(&belief, end, &before);

    struct state_path path = {.count = 1, .states = {before.states[0]}};

    context->flow->directions[end].assumed_count = 0;
    for (unsigned i = 0; i < count; i++) {
        belief_prove(&belief, end, events[i], &path);
    }
    belief_report(&belief, end, &before, &path);
}

/* The round trip, from an acknowledgment that is right behind what it acknowledges. */
static void measure_round_trip(struct segment_context *context) {
    const struct direction *receiver = context->receiver;
    int64_t sample = context->segment->time - context->flow->last;
    int64_t known = flow_round_trip(context->record, context->from);

    if (segment_is_pure_ack(context->segment) && (receiver->flags & DIRECTION_SEEN) != 0 &&
        context->segment->ack == receiver->snd_nxt &&
        ((receiver->flags & DIRECTION_ACKED) == 0 || receiver->snd_una != receiver->snd_nxt) &&
        sample >= 1000 && sample < SAMPLE_MAX && (known == 0 || sample < known)) {
        flow_set_round_trip(context->record, context->from, sample);
    }
}

static bool was_delayed(const struct segment_context *context) {
    return (context->sender->flags & DIRECTION_FIN_POSSIBLE) == 0 &&
           flow_since_control(context->record, context->segment, context->to) >=
               flow_round_trip(context->record, context->from) + DELAYED;
}

/* The peer has sent a FIN in an unknown state. Data, a FIN or a delayed acknowledgment of this end
 * show that the peer was the first to close. An acknowledgment at once shows nothing: an end that
 * is still open, and one that has closed before the capture, both send it. */
static void learn_behind_fin(struct segment_context *context, bool speaks, bool acks_fin) {
    if (speaks || (acks_fin && was_delayed(context))) {
        prove_all(context, context->to, (const enum event[]){BEFORE_DATA, SEND_FIN}, 2);
        prove_all(context, context->from, (const enum event[]){BEFORE_DATA, RECEIVE_FIN},
                  acks_fin ? 2 : 1);
    }
}

/* Whether the end's SYN was seen: the transitions alone lead it on. */
static bool is_opening(const struct direction *end) {
    return end->proven == STATE_SYN_SENT || end->proven == STATE_SYN_RECEIVED;
}

/* Whether the end has sent data, and has not closed, as far as can be known. */
static bool is_open(const struct direction *end) {
    return (end->flags & (DIRECTION_DATA | DIRECTION_FIN_POSSIBLE)) == DIRECTION_DATA &&
           end->assumed_count == 0;
}

void midstream_learn(struct segment_context *context, const struct control *control) {
    const struct segment *segment = context->segment;
    struct direction *sender = context->sender;
    struct direction *receiver = context->receiver;
    bool fin = control->fin_counts && !control->fin_repeats;
    bool speaks = fin || (segment->length != 0 && ((sender->flags & DIRECTION_SEEN) == 0 ||
                                                   seq_gt(segment->end, sender->snd_nxt)));
    bool acks_fin = acknowledges_fin(context->segment, receiver);

    if (context->from == context->to || (segment->flags & (TCP_SYN | TCP_RST)) != 0 ||
        is_opening(sender) || is_opening(receiver)) {
        return;
    }

    const bool settled = possible_fin_settle(context, control);

    measure_round_trip(context);
    if ((receiver->flags & DIRECTION_FIN) != 0 && receiver->proven == STATE_UNKNOWN) {
        learn_behind_fin(context, speaks || settled, acks_fin);
    } else if (((sender->flags | receiver->flags) & DIRECTION_FIN) == 0 && settled) {
        struct belief belief = context_for_belief(context);

        belief_restore(&belief, context->from);
        belief_restore(&belief, context->to);
    } else if (speaks && (receiver->flags & DIRECTION_FIN) == 0 && is_open(receiver)) {
        prove_all(context, context->from, (const enum event[]){BEFORE_DATA}, 1);
        prove_all(context, context->to, (const enum event[]){BEFORE_DATA}, 1);
    }
}
