#include "track/states/inference.h"

#include "track/report/verdict.h"
#include "track/states/acceptability.h"
#include "track/states/belief.h"

/* When an end has repeated something this often without an answer, nothing more that it sends is
 * assumed to arrive. */
#define UNANSWERED_MAX 2

static bool acks(const struct segment_context *context) {
    return (context->segment->flags & TCP_ACK) != 0;
}

static bool advances_ack(const struct segment_context *context) {
    const struct direction *receiver = context->receiver;

    return acks(context) && ((receiver->flags & DIRECTION_ACKED) == 0 ||
                             seq_gt(context->segment->ack, receiver->snd_una));
}

/* Nanoseconds since the flow's last packet, negative if time ran backwards. */
static int64_t since_last(const struct segment_context *context) {
    return context->segment->time - context->flow->last;
}

/* Drops what was assumed of the sender and cannot be true: the sender would have spoken otherwise.
 */
static void drop_contradicted(struct segment_context *context, const struct control *control) {
    const struct segment *segment = context->segment;
    const struct direction *sender = context->sender;
    const struct direction *receiver = context->receiver;
    int64_t patience = context_patience(context, context->from);

    if (sender->assumed_count == 0) {
        return;
    }
    /* The sender goes on: the RST in its name was forged. */
    if (belief_assumes(context, context->from, SEND_RST) &&
        (seq_gt(segment->end, sender->snd_nxt) || advances_ack(context) ||
         context_since_control(context, context->from) > patience)) {
        belief_drop(context, context->from, SEND_RST);
        if ((sender->flags & DIRECTION_RESET) != 0) {
            struct finding *finding =
                verdict_add(context->verdict, FINDING_RESET_WITHOUT_EFFECT, context->from);

            finding->duration = context_since_control(context, context->from);
            direction_unmark(context->sender, DIRECTION_RESET);
        }
    }
    if (belief_assumes(context, context->from, RECEIVE_RST) &&
        context_since_control(context, context->to) > patience) {
        belief_drop(context, context->from, RECEIVE_RST);
    }
    if (control->syn_repeats && acks(context) &&
        belief_assumes(context, context->from, RECEIVE_ACK_OF_SYN) &&
        since_last(context) > patience) {
        context->sender->assumed_count = 0;
        verdict_add(context->verdict, FINDING_THIRD_ACK_LOST, context->from);
    }
    if (control->syn_repeats && !acks(context) &&
        belief_assumes(context, context->from, RECEIVE_SYN_ACK) &&
        context_since_control(context, context->to) > patience) {
        belief_drop(context, context->from, RECEIVE_SYN_ACK);
    }
    if (control->fin_repeats && belief_assumes(context, context->from, RECEIVE_ACK_OF_FIN) &&
        since_last(context) > patience) {
        belief_drop(context, context->from, RECEIVE_ACK_OF_FIN);
    }
    if (acks(context) && belief_assumes(context, context->from, RECEIVE_FIN) &&
        !acknowledges_fin(context->segment, receiver) &&
        context_since_control(context, context->to) > patience) {
        belief_drop(context, context->from, RECEIVE_FIN);
    }
}

/*
 * Two FINs are on their way, and this end's acknowledgment of the other comes later than if the
 * FIN had arrived in its turn, for a FIN is acknowledged at once: it was overtaken by the
 * acknowledgment of this end's own FIN, and this end passed FIN-WAIT-2 and not CLOSING.
 */
static void order_by_delay(struct segment_context *context) {
    int64_t round_trip = flow_round_trip(context->record, context->from);

    if (context->sender->proven == STATE_FIN_WAIT_1 && round_trip != 0 &&
        belief_assumes(context, context->from, RECEIVE_FIN) &&
        belief_assumes(context, context->from, RECEIVE_ACK_OF_FIN) &&
        since_last(context) >= round_trip &&
        context_since_control(context, context->to) > round_trip + round_trip / 5 + 2000000) {
        belief_exchange(context, context->from, RECEIVE_FIN, RECEIVE_ACK_OF_FIN);
    }
}

/* The path began one state earlier. */
static void path_begin_earlier(struct state_path *path, enum tcp_state state) {
    if (path->count == sizeof path->states / sizeof path->states[0]) {
        path->count--;
    }
    for (unsigned i = path->count; i > 0; i--) {
        path->states[i] = path->states[i - 1];
    }
    path->states[0] = (uint8_t)state;
    path->count++;
}

/*
 * A FIN that does not acknowledge the peer's FIN is captured behind a segment that does. The FIN
 * was sent before that segment: the end had closed already when the peer's FIN came.
 */
static void order_by_number(struct segment_context *context, const struct control *control,
                            struct state_path *before, struct state_path *path) {
    struct direction *sender = context->sender;

    if (control->fin_counts && !control->fin_repeats && sender->proven == STATE_CLOSE_WAIT &&
        acks(context) && seq_lt(context->segment->ack, context->receiver->snd_nxt)) {
        sender->proven = STATE_ESTABLISHED;
        path_begin_earlier(before, STATE_ESTABLISHED);
        path->states[0] = STATE_ESTABLISHED;
        belief_prove(context, context->from, SEND_FIN, path);
        belief_prove(context, context->from, RECEIVE_FIN, path);
    }
}

/* The second move: what this segment's acknowledgment covers has arrived. */
static void prove_covered(struct segment_context *context, struct state_path *path) {
    const struct direction *receiver = context->receiver;
    enum endpoint from = context->from;

    /* A state before the capture is only guessed: what follows from the guess proves nothing. */
    if (!acks(context) || (context->segment->flags & TCP_SYN) != 0 ||
        context->sender->proven == STATE_UNKNOWN) {
        return;
    }
    if (acknowledges_syn(context->segment, receiver)) {
        belief_prove_up_to(context, from, RECEIVE_SYN_ACK, path);
    }
    if (acknowledges_fin(context->segment, receiver)) {
        order_by_delay(context);
        direction_unmark(context->receiver, DIRECTION_FIN_PENDING);
        if (belief_assumes(context, context->from, RECEIVE_FIN)) {
            belief_prove_up_to(context, from, RECEIVE_FIN, path);
        } else if (transition_find(belief_state(context->flow, context->record, from),
                                   RECEIVE_FIN) != NULL) {
            belief_prove_oldest(context, from, 0, path);
            belief_prove(context, from, RECEIVE_FIN, path);
        }
    }
    if (advances_ack(context) && context->segment->ack == receiver->snd_nxt &&
        (receiver->flags & DIRECTION_DATA) != 0) {
        belief_prove_up_to(context, from, RECEIVE_ACK_OF_SYN, path);
        if (context->segment->length == 0 || since_last(context) > 0) {
            belief_prove_up_to(context, from, RECEIVE_ACK_OF_FIN, path);
        }
    }
}

/* A RST without ACK answers a segment of the peer that found no connection, or one that was closed
 * to data. What that segment would have brought about did not happen; what was sent before it did.
 * The acknowledgment of a FIN is processed before the data (RFC 9293 §3.10.7.4). */
static void prove_received(struct segment_context *context, struct state_path *path) {
    if (acks(context)) {
        prove_covered(context, path);
    } else if (seq_lt(context->segment->seq, context->sender->snd_una)) {
        return; /* it answers an earlier segment */
    } else {
        belief_prove_oldest(context, context->from, context->record->assumed_by_last[context->from],
                            path);
    }
    if (context->sender->proven == STATE_FIN_WAIT_1) {
        belief_prove_up_to(context, context->from, RECEIVE_ACK_OF_FIN, path);
    }
}

static void prove_reset(struct segment_context *context, struct state_path *path) {
    if (context->sender->proven == STATE_UNKNOWN && context->receiver->proven == STATE_SYN_SENT) {
        /* Nothing listened there: no connection was ever opened at that end. */
        context->sender->proven = STATE_CLOSED;
        path->states[0] = STATE_CLOSED;
    }
    prove_received(context, path);
    context->sender->assumed_count = 0;
    belief_assume(context, context->from, SEND_RST);
    context_note_control(context, context->from);
}

/* The third move: what the segment itself proves. */
static void prove_sent(struct segment_context *context, const struct control *control,
                       struct state_path *path) {
    const struct segment *segment = context->segment;
    struct direction *sender = context->sender;
    const struct direction *receiver = context->receiver;
    enum endpoint from = context->from;

    if (control->syn_counts) {
        /* Another host may have refused an earlier SYN in the sender's name. */
        bool listens = sender->proven == STATE_CLOSED && acks(context) && !control->syn_repeats &&
                       (context->record->flags & RECORD_REFUSED) != 0;

        if ((sender->proven == STATE_UNKNOWN || listens) && sender->assumed_count == 0) {
            /* LISTEN cannot be seen; the SYN-ACK tells of it. */
            path->states[0] = acks(context) ? STATE_LISTEN : STATE_CLOSED;
            sender->proven = path->states[0];
        }
        belief_prove(context, from, acks(context) ? SEND_SYN_ACK : SEND_SYN, path);
        return;
    }
    if ((segment->flags & TCP_SYN) != 0) {
        return;
    }

    bool speaks = segment->length != 0 || control->fin_counts ||
                  (acks(context) && (receiver->flags & DIRECTION_ISN) != 0 &&
                   seq_gt(segment->ack, receiver->isn + 1));

    if (sender->proven == STATE_SYN_SENT && acks(context) &&
        ((receiver->flags & DIRECTION_ISN) == 0 || acknowledges_syn(context->segment, receiver))) {
        belief_prove(context, from, SEND_ACK, path);
    } else if (sender->proven == STATE_SYN_RECEIVED && speaks) {
        if (control->fin_counts || (context->record->flags & RECORD_FAST_OPEN) == 0) {
            belief_prove_up_to(context, from, RECEIVE_ACK_OF_SYN, path);
        }
        belief_prove(context, from, SEND_ACK, path);
    }
    if (control->fin_counts && !control->fin_repeats) {
        belief_prove(context, from, SEND_FIN, path);
    }
}

void infer_sender(struct segment_context *context, const struct control *control) {
    struct state_path before;

    belief_begin(context, context->from, &before);

    struct state_path path = {.count = 1, .states = {before.states[0]}};

    if ((context->segment->flags & TCP_RST) != 0) {
        if (control->reset_counts) {
            prove_reset(context, &path);
        }
    } else {
        drop_contradicted(context, control);
        if (context->sender->proven == STATE_UNKNOWN && context->sender->assumed_count == 0) {
            belief_report(context, context->from, &before, &path);
            before.count = 1;
        }
        order_by_number(context, control, &before, &path);
        if (control->fin_proven) {
            belief_prove_up_to(context, context->from, RECEIVE_ACK_OF_SYN, &path);
            belief_prove(context, context->from, SEND_FIN, &path);
        }
        prove_covered(context, &path);
        prove_sent(context, control, &path);
    }
    if (path.states[0] != before.states[0]) {
        before.count = 1;
        before.states[0] = path.states[0];
    }
    belief_report(context, context->from, &before, &path);
}

/* A repetition shows that the first copy, or its answer, was lost. What was assumed of the receiver
 * is taken back before the repetition is followed. */
static void take_back(struct segment_context *context, enum event event) {
    struct state_path before;

    belief_begin(context, context->to, &before);

    struct state_path path = {.count = 1, .states = {before.states[0]}};

    belief_drop(context, context->to, event);
    belief_report(context, context->to, &before, &path);
}

/* The segment acknowledges a SYN-ACK that was not captured. */
static void assume_unseen_syn_ack(struct segment_context *context, struct state_path *before) {
    struct direction *receiver = context->receiver;
    struct state_path path = {.count = 1, .states = {STATE_LISTEN}};

    receiver->isn = context->segment->ack - 1;
    receiver->snd_nxt = context->segment->ack;
    receiver->scale = SCALE_NONE;
    receiver->flags |= DIRECTION_ISN | DIRECTION_SEEN;
    receiver->flags |= DIRECTION_SYN_UNSEEN;
    receiver->proven = STATE_LISTEN;
    belief_prove(context, context->to, SEND_SYN_ACK, &path);
    belief_report(context, context->to, &(struct state_path){.count = 1, .states = {STATE_LISTEN}},
                  &path);
    belief_begin(context, context->to, before);
}

void infer_receiver(struct segment_context *context, const struct control *control) {
    const struct segment *segment = context->segment;
    struct direction *receiver = context->receiver;
    enum endpoint to = context->to;
    bool silent = context->sender->unanswered >= UNANSWERED_MAX;
    struct state_path before;

    context->record->assumed_by_last[context->to] = 0;
    if (control->late && control->fin_repeats) {
        take_back(context, RECEIVE_FIN);
    } else if (control->late && control->syn_repeats && acks(context)) {
        take_back(context, RECEIVE_SYN_ACK);
    }
    belief_begin(context, to, &before);
    if (control->reset_counts) {
        if (!silent) {
            belief_assume(context, to, RECEIVE_RST);
        }
    } else if (control->syn_counts && acks(context)) {
        if (acknowledges_syn(context->segment, receiver) &&
            !(control->syn_repeats && control->late)) {
            belief_assume(context, to, RECEIVE_SYN_ACK);
        }
    } else if ((segment->flags & (TCP_SYN | TCP_RST)) == 0) {
        if (context->sender->proven == STATE_ESTABLISHED && receiver->proven == STATE_UNKNOWN &&
            receiver->assumed_count == 0 && (receiver->flags & DIRECTION_SEEN) == 0 &&
            acks(context) && (context->sender->flags & DIRECTION_ISN) != 0) {
            assume_unseen_syn_ack(context, &before);
        }
        if (receiver->proven == STATE_SYN_RECEIVED &&
            acknowledges_syn(context->segment, receiver)) {
            belief_assume(context, to, RECEIVE_ACK_OF_SYN);
        }
        if (acknowledges_fin(context->segment, receiver)) {
            belief_assume(context, to, RECEIVE_ACK_OF_FIN);
        }
        if (control->fin_counts && !control->fin_renewed && !silent) {
            belief_assume(context, to, RECEIVE_FIN);
        }
    }

    struct state_path path = {.count = 1, .states = {before.states[0]}};

    belief_report(context, to, &before, &path);
}

void infer_acknowledged_fin(struct segment_context *context) {
    struct state_path before;
    struct state_path path = {.count = 1};

    belief_begin(context, context->to, &before);
    path.states[0] = before.states[0];
    belief_prove_up_to(context, context->to, RECEIVE_FIN, &path);
    belief_report(context, context->to, &before, &path);

    belief_begin(context, context->from, &before);
    path = (struct state_path){.count = 1, .states = {before.states[0]}};
    belief_assume(context, context->from, RECEIVE_ACK_OF_FIN);
    belief_report(context, context->from, &before, &path);
}
