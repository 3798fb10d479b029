#include "track/states/inference.h"

#include "track/analysis/send_time.h"
#include "track/states/acceptability.h"
#include "track/states/belief.h"

/* How often something may be repeated without an answer until nothing more is assumed to arrive. */
#define UNANSWERED_MAX 2

static bool acks(const struct journey *journey) {
    return (journey->segment->flags & TCP_ACK) != 0;
}

static bool advances_ack(const struct journey *journey) {
    const struct endpoint_state *receiver = journey->receiver;

    return acks(journey) && ((receiver->flags & ENDPOINT_ACKED) == 0 ||
                             seq_gt(journey->segment->ack, receiver->snd_una));
}

/* Nanoseconds since the flow's last packet, negative if time ran backwards. */
static int64_t since_last(const struct journey *journey) {
    return journey->segment->time - journey->flow->last;
}

/* What is assumed of the sender and cannot be, since it would have spoken otherwise. */
static void drop_contradicted(struct journey *journey, const struct judged *judged) {
    const struct segment *segment = journey->segment;
    const struct endpoint_state *sender = journey->sender;
    const struct endpoint_state *receiver = journey->receiver;
    int64_t patience = journey_patience(journey, journey->from);

    if (sender->pending == 0) {
        return;
    }
    /* It goes on: the RST in its name was not its own. */
    if (moves_pending(sender, SEND_RST) &&
        (seq_gt(segment->end, sender->snd_nxt) || advances_ack(journey) ||
         sent_since_control(journey, journey->from) > patience)) {
        moves_drop(journey, journey->from, SEND_RST);
    }
    if (moves_pending(sender, RECEIVE_RST) && sent_since_control(journey, journey->to) > patience) {
        moves_drop(journey, journey->from, RECEIVE_RST);
    }
    if (judged->syn_repeats && acks(journey) && moves_pending(sender, RECEIVE_ACK_OF_SYN) &&
        since_last(journey) > patience) {
        journey->sender->pending = 0;
        verdict_add(journey->verdict, FINDING_THIRD_ACK_LOST, journey->from);
    }
    if (judged->syn_repeats && !acks(journey) && moves_pending(sender, RECEIVE_SYN_ACK) &&
        sent_since_control(journey, journey->to) > patience) {
        moves_drop(journey, journey->from, RECEIVE_SYN_ACK);
    }
    if (judged->fin_repeats && moves_pending(sender, RECEIVE_ACK_OF_FIN) &&
        since_last(journey) > patience) {
        moves_drop(journey, journey->from, RECEIVE_ACK_OF_FIN);
    }
    if (acks(journey) && moves_pending(sender, RECEIVE_FIN) &&
        !validity_acks_fin(journey, receiver) &&
        sent_since_control(journey, journey->to) > patience) {
        moves_drop(journey, journey->from, RECEIVE_FIN);
    }
}

/*
 * Two FINs are on their way, and this end's acknowledgment of the other comes later than if the
 * FIN had arrived in its turn, for a FIN is acknowledged at once: it was overtaken by the
 * acknowledgment of this end's own FIN, and this end passed FIN-WAIT-2 and not CLOSING.
 */
static void order_by_delay(struct journey *journey) {
    int64_t round_trip = flow_round_trip(journey->cold, journey->from);

    if (journey->sender->proven == STATE_FIN_WAIT_1 && round_trip != 0 &&
        moves_pending(journey->sender, RECEIVE_FIN) &&
        moves_pending(journey->sender, RECEIVE_ACK_OF_FIN) && since_last(journey) >= round_trip &&
        sent_since_control(journey, journey->to) > round_trip + round_trip / 5 + 2000000) {
        moves_exchange(journey, journey->from, RECEIVE_FIN, RECEIVE_ACK_OF_FIN);
    }
}

/* The trail led through one more state at its beginning. */
static void trail_begin_earlier(struct trail *trail, enum tcp_state state) {
    if (trail->count == sizeof trail->states / sizeof trail->states[0]) {
        trail->count--;
    }
    for (unsigned i = trail->count; i > 0; i--) {
        trail->states[i] = trail->states[i - 1];
    }
    trail->states[0] = (uint8_t)state;
    trail->count++;
}

/*
 * A FIN that does not acknowledge the peer's FIN, captured behind a segment that does: it was sent
 * before that one. The end had closed already when the other FIN came.
 */
static void order_by_number(struct journey *journey, const struct judged *judged,
                            struct trail *before, struct trail *trail) {
    struct endpoint_state *sender = journey->sender;

    if (judged->fin_counts && !judged->fin_repeats && sender->proven == STATE_CLOSE_WAIT &&
        acks(journey) && seq_lt(journey->segment->ack, journey->receiver->snd_nxt)) {
        sender->proven = STATE_ESTABLISHED;
        trail_begin_earlier(before, STATE_ESTABLISHED);
        trail->states[0] = STATE_ESTABLISHED;
        moves_prove(journey, journey->from, SEND_FIN, trail);
        moves_prove(journey, journey->from, RECEIVE_FIN, trail);
    }
}

/* The second move: what this segment's acknowledgment covers has arrived. */
static void prove_covered(struct journey *journey, struct trail *trail) {
    const struct endpoint_state *receiver = journey->receiver;
    enum endpoint from = journey->from;

    /* What is only guessed of the time before the capture is not proven by what follows from it. */
    if (!acks(journey) || (journey->segment->flags & TCP_SYN) != 0 ||
        journey->sender->proven == STATE_UNKNOWN) {
        return;
    }
    if (validity_acks_syn(journey, receiver)) {
        moves_prove_up_to(journey, from, RECEIVE_SYN_ACK, trail);
    }
    if (validity_acks_fin(journey, receiver)) {
        order_by_delay(journey);
        journey->receiver->flags &= (uint16_t)~ENDPOINT_FIN_PENDING;
        if (moves_pending(journey->sender, RECEIVE_FIN)) {
            moves_prove_up_to(journey, from, RECEIVE_FIN, trail);
        } else if (row_find(moves_state(journey->flow, journey->cold, from), RECEIVE_FIN) != NULL) {
            moves_prove_oldest(journey, from, 0, trail);
            moves_prove(journey, from, RECEIVE_FIN, trail);
        }
    }
    if (advances_ack(journey) && journey->segment->ack == receiver->snd_nxt &&
        (receiver->flags & ENDPOINT_DATA) != 0) {
        moves_prove_up_to(journey, from, RECEIVE_ACK_OF_SYN, trail);
        if (journey->segment->length == 0 || since_last(journey) > 0) {
            moves_prove_up_to(journey, from, RECEIVE_ACK_OF_FIN, trail);
        }
    }
}

/* A RST without ACK answers a segment of the peer that found no connection, or one that was closed
 * to data: what that segment would have brought did not happen, what came before it did. The
 * acknowledgment of a FIN is taken before the data is looked at. */
static void prove_received(struct journey *journey, struct trail *trail) {
    if (acks(journey)) {
        prove_covered(journey, trail);
    } else if (seq_lt(journey->segment->seq, journey->sender->snd_una)) {
        return; /* the answer to a segment before the last ones */
    } else {
        moves_prove_oldest(journey, journey->from, journey->sender->fresh, trail);
    }
    if (journey->sender->proven == STATE_FIN_WAIT_1) {
        moves_prove_up_to(journey, journey->from, RECEIVE_ACK_OF_FIN, trail);
    }
}

static void prove_reset(struct journey *journey, struct trail *trail) {
    if (journey->sender->proven == STATE_UNKNOWN && journey->receiver->proven == STATE_SYN_SENT) {
        /* Nothing listened there: no connection was ever opened at that end. */
        journey->sender->proven = STATE_CLOSED;
        trail->states[0] = STATE_CLOSED;
    }
    prove_received(journey, trail);
    journey->sender->pending = 0;
    moves_assume(journey, journey->from, SEND_RST);
    sent_control(journey, journey->from);
}

/* The third move: what the segment itself proves. */
static void prove_sent(struct journey *journey, const struct judged *judged, struct trail *trail) {
    const struct segment *segment = journey->segment;
    struct endpoint_state *sender = journey->sender;
    const struct endpoint_state *receiver = journey->receiver;
    enum endpoint from = journey->from;

    if (judged->syn_counts) {
        /* Someone may have refused an earlier SYN in its name. */
        bool listens = sender->proven == STATE_CLOSED && acks(journey) && !judged->syn_repeats &&
                       (journey->cold->flags & FLOW_REFUSED) != 0;

        if ((sender->proven == STATE_UNKNOWN || listens) && sender->pending == 0) {
            /* LISTEN cannot be seen: the SYN-ACK tells of it. */
            trail->states[0] = acks(journey) ? STATE_LISTEN : STATE_CLOSED;
            sender->proven = (unsigned)trail->states[0] & 0xf;
        }
        moves_prove(journey, from, acks(journey) ? SEND_SYN_ACK : SEND_SYN, trail);
        return;
    }
    if ((segment->flags & TCP_SYN) != 0) {
        return;
    }

    bool speaks = segment->length != 0 || judged->fin_counts ||
                  (acks(journey) && (receiver->flags & ENDPOINT_ISN) != 0 &&
                   seq_gt(segment->ack, receiver->isn + 1));

    if (sender->proven == STATE_SYN_SENT && acks(journey) &&
        ((receiver->flags & ENDPOINT_ISN) == 0 || validity_acks_syn(journey, receiver))) {
        moves_prove(journey, from, SEND_ACK, trail);
    } else if (sender->proven == STATE_SYN_RECEIVED && speaks) {
        if (judged->fin_counts || (journey->cold->flags & FLOW_FAST_OPEN) == 0) {
            moves_prove_up_to(journey, from, RECEIVE_ACK_OF_SYN, trail);
        }
        moves_prove(journey, from, SEND_ACK, trail);
    }
    if (judged->fin_counts && !judged->fin_repeats) {
        moves_prove(journey, from, SEND_FIN, trail);
    }
}

void follow_sender(struct journey *journey, const struct judged *judged) {
    struct trail before;

    moves_begin(journey, journey->from, &before);

    struct trail trail = {.count = 1, .states = {before.states[0]}};

    if ((journey->segment->flags & TCP_RST) != 0) {
        if (judged->reset_counts) {
            prove_reset(journey, &trail);
        }
    } else {
        drop_contradicted(journey, judged);
        if (journey->sender->proven == STATE_UNKNOWN && journey->sender->pending == 0) {
            moves_report(journey, journey->from, &before, &trail);
            before.count = 1;
        }
        order_by_number(journey, judged, &before, &trail);
        prove_covered(journey, &trail);
        prove_sent(journey, judged, &trail);
    }
    if (trail.states[0] != before.states[0]) {
        before.count = 1;
        before.states[0] = trail.states[0];
    }
    moves_report(journey, journey->from, &before, &trail);
}

/* A repetition tells that the first copy, or its answer, was lost: what was assumed of the
 * receiver is taken back before the copy is looked at. */
static void take_back(struct journey *journey, enum event event) {
    struct trail before;

    moves_begin(journey, journey->to, &before);

    struct trail trail = {.count = 1, .states = {before.states[0]}};

    moves_drop(journey, journey->to, event);
    moves_report(journey, journey->to, &before, &trail);
}

/* The SYN-ACK was not captured, but this acknowledges it. */
static void assume_unseen_syn_ack(struct journey *journey, struct trail *before) {
    struct endpoint_state *receiver = journey->receiver;
    struct trail trail = {.count = 1, .states = {STATE_LISTEN}};

    receiver->isn = journey->segment->ack - 1;
    receiver->snd_nxt = journey->segment->ack;
    receiver->scale = SCALE_NONE;
    receiver->flags |= ENDPOINT_ISN | ENDPOINT_SEEN;
    journey->cold->ends[journey->to].syn_unseen = 1;
    receiver->proven = STATE_LISTEN;
    moves_prove(journey, journey->to, SEND_SYN_ACK, &trail);
    moves_report(journey, journey->to, &(struct trail){.count = 1, .states = {STATE_LISTEN}},
                 &trail);
    moves_begin(journey, journey->to, before);
}

void follow_receiver(struct journey *journey, const struct judged *judged) {
    const struct segment *segment = journey->segment;
    struct endpoint_state *receiver = journey->receiver;
    enum endpoint to = journey->to;
    bool silent = journey->sender->unanswered >= UNANSWERED_MAX;
    struct trail before;

    receiver->fresh = 0;
    if (judged->late && judged->fin_repeats) {
        take_back(journey, RECEIVE_FIN);
    } else if (judged->late && judged->syn_repeats && acks(journey)) {
        take_back(journey, RECEIVE_SYN_ACK);
    }
    moves_begin(journey, to, &before);
    if (judged->reset_counts) {
        if (!silent) {
            moves_assume(journey, to, RECEIVE_RST);
        }
    } else if (judged->syn_counts && acks(journey)) {
        if (validity_acks_syn(journey, receiver) && !(judged->syn_repeats && judged->late)) {
            moves_assume(journey, to, RECEIVE_SYN_ACK);
        }
    } else if ((segment->flags & (TCP_SYN | TCP_RST)) == 0) {
        if (journey->sender->proven == STATE_ESTABLISHED && receiver->proven == STATE_UNKNOWN &&
            receiver->pending == 0 && (receiver->flags & ENDPOINT_SEEN) == 0 && acks(journey) &&
            (journey->sender->flags & ENDPOINT_ISN) != 0) {
            assume_unseen_syn_ack(journey, &before);
        }
        if (receiver->proven == STATE_SYN_RECEIVED && validity_acks_syn(journey, receiver)) {
            moves_assume(journey, to, RECEIVE_ACK_OF_SYN);
        }
        if (validity_acks_fin(journey, receiver)) {
            moves_assume(journey, to, RECEIVE_ACK_OF_FIN);
        }
        if (judged->fin_counts && !silent) {
            moves_assume(journey, to, RECEIVE_FIN);
        }
    }

    struct trail trail = {.count = 1, .states = {before.states[0]}};

    moves_report(journey, to, &before, &trail);
}
