#include "track/states/inference.h"

#include "track/report/verdict.h"
#include "track/states/acceptability.h"
#include "track/states/belief.h"
#include "track/states/fin_order.h"
#include "track/states/unseen_syn_ack.h"

/* When an end has repeated something this often without an answer, nothing more that it sends is
 * assumed to arrive. */
#define UNANSWERED_MAX 2

static bool acks(const struct inference *inference) {
    return (inference->segment->flags & TCP_ACK) != 0;
}

static bool advances_ack(const struct inference *inference) {
    const struct direction *receiver = inference->receiver;

    return acks(inference) && ((receiver->flags & DIRECTION_ACKED) == 0 ||
                               seq_gt(inference->segment->ack, receiver->snd_una));
}

/* Drops of what is assumed of the sender what cannot be true: the sender would have spoken
 * otherwise. */
static void drop_contradicted(struct inference *inference) {
    const struct segment *segment = inference->segment;
    const struct direction *sender = inference->sender;
    const struct direction *receiver = inference->receiver;
    int64_t patience = flow_patience(inference->belief.record, inference->from);

    /* The sender goes on: the RST in its name was forged. */
    if (inference_sender_assumes(inference, SEND_RST) &&
        (seq_gt(segment->end, sender->snd_nxt) || advances_ack(inference) ||
         inference_since_control(inference, inference->from) > patience)) {
        belief_drop(&inference->belief, inference->from, SEND_RST);
        if ((sender->flags & DIRECTION_RESET) != 0) {
            struct finding *finding = verdict_add(inference->belief.verdict,
                                                  FINDING_RESET_WITHOUT_EFFECT, inference->from);

            finding->duration = inference_since_control(inference, inference->from);
            direction_unmark(inference->sender, DIRECTION_RESET);
        }
    }
    if (inference_sender_assumes(inference, RECEIVE_RST) &&
        inference_since_control(inference, inference->to) > patience) {
        belief_drop(&inference->belief, inference->from, RECEIVE_RST);
    }
    if (inference->control->syn_repeats && acks(inference) &&
        inference_sender_assumes(inference, RECEIVE_ACK_OF_SYN) &&
        inference_since_last(inference) > patience) {
        inference->sender->assumed_count = 0;
        verdict_add(inference->belief.verdict, FINDING_THIRD_ACK_LOST, inference->from);
    }
    if (inference->control->syn_repeats && !acks(inference) &&
        inference_sender_assumes(inference, RECEIVE_SYN_ACK) &&
        inference_since_control(inference, inference->to) > patience) {
        belief_drop(&inference->belief, inference->from, RECEIVE_SYN_ACK);
    }
    if (inference->control->fin_repeats &&
        inference_sender_assumes(inference, RECEIVE_ACK_OF_FIN) &&
        inference_since_last(inference) > patience) {
        belief_drop(&inference->belief, inference->from, RECEIVE_ACK_OF_FIN);
    }
    if (acks(inference) && inference_sender_assumes(inference, RECEIVE_FIN) &&
        !acknowledges_fin(inference->segment, receiver) &&
        inference_since_control(inference, inference->to) > patience) {
        belief_drop(&inference->belief, inference->from, RECEIVE_FIN);
    }
}

/* The second move: what this segment's acknowledgment covers has arrived. */
static inline void prove_covered(struct inference *inference, struct state_path *path) {
    const struct direction *receiver = inference->receiver;
    enum endpoint from = inference->from;

    /* A state before the capture is only guessed: what follows from the guess proves nothing. */
    if (!acks(inference) || (inference->segment->flags & TCP_SYN) != 0 ||
        inference->sender->proven == STATE_UNKNOWN) {
        return;
    }
    if (acknowledges_syn(inference->segment, receiver)) {
        belief_prove_up_to(&inference->belief, from, RECEIVE_SYN_ACK, path);
    }
    if (acknowledges_fin(inference->segment, receiver)) {
        fin_order_by_delay(inference);
        direction_unmark(inference->receiver, DIRECTION_FIN_PENDING);
        if (inference_sender_assumes(inference, RECEIVE_FIN)) {
            belief_prove_up_to(&inference->belief, from, RECEIVE_FIN, path);
        } else if (belief_allows(&inference->belief, from, RECEIVE_FIN)) {
            belief_prove_oldest(&inference->belief, from, 0, path);
            belief_prove(&inference->belief, from, RECEIVE_FIN, path);
        }
    }
    if (advances_ack(inference) && inference->segment->ack == receiver->snd_nxt &&
        (receiver->flags & DIRECTION_DATA) != 0) {
        belief_prove_up_to(&inference->belief, from, RECEIVE_ACK_OF_SYN, path);
        if (inference->segment->length == 0 || inference_since_last(inference) > 0) {
            belief_prove_up_to(&inference->belief, from, RECEIVE_ACK_OF_FIN, path);
        }
    }
}

/* A RST without ACK answers a segment of the peer that found no connection, or one that was closed
 * to data. What that segment would have brought about did not happen; what was sent before it did.
 * The acknowledgment of a FIN is processed before the data (RFC 9293 §3.10.7.4). */
static void prove_received(struct inference *inference, struct state_path *path) {
    if (acks(inference)) {
        prove_covered(inference, path);
    } else if (seq_lt(inference->segment->seq, inference->sender->snd_una)) {
        return; /* it answers an earlier segment */
    } else {
        belief_prove_oldest(&inference->belief, inference->from,
                            inference->belief.record->assumed_by_last[inference->from], path);
    }
    if (inference->sender->proven == STATE_FIN_WAIT_1) {
        belief_prove_up_to(&inference->belief, inference->from, RECEIVE_ACK_OF_FIN, path);
    }
}

static void prove_reset(struct inference *inference, struct state_path *path) {
    if (inference->sender->proven == STATE_UNKNOWN &&
        inference->receiver->proven == STATE_SYN_SENT) {
        /* Nothing listened there: no connection was ever opened at that end. */
        inference->sender->proven = STATE_CLOSED;
        path->states[0] = STATE_CLOSED;
    }
    prove_received(inference, path);
    inference->sender->assumed_count = 0;
    belief_assume(&inference->belief, inference->from, SEND_RST);
    flow_note_control(inference->belief.record, inference->segment, inference->from);
}

/* The third move: what the segment itself proves. */
static void prove_sent(struct inference *inference, struct state_path *path) {
    const struct segment *segment = inference->segment;
    struct direction *sender = inference->sender;
    const struct direction *receiver = inference->receiver;
    enum endpoint from = inference->from;

    if (inference->control->syn_counts) {
        /* Another host may have refused an earlier SYN in the sender's name. */
        bool listens = sender->proven == STATE_CLOSED && acks(inference) &&
                       !inference->control->syn_repeats &&
                       (inference->belief.record->flags & RECORD_REFUSED) != 0;

        if ((sender->proven == STATE_UNKNOWN || listens) && sender->assumed_count == 0) {
            /* LISTEN cannot be seen; the SYN-ACK tells of it. */
            path->states[0] = acks(inference) ? STATE_LISTEN : STATE_CLOSED;
            sender->proven = path->states[0];
        }
        belief_prove(&inference->belief, from, acks(inference) ? SEND_SYN_ACK : SEND_SYN, path);
        return;
    }
    if ((segment->flags & TCP_SYN) != 0) {
        return;
    }

    bool speaks = segment->length != 0 || inference->control->fin_counts ||
                  (acks(inference) && (receiver->flags & DIRECTION_ISN) != 0 &&
                   seq_gt(segment->ack, receiver->isn + 1));

    if (sender->proven == STATE_SYN_SENT && acks(inference) &&
        ((receiver->flags & DIRECTION_ISN) == 0 ||
         acknowledges_syn(inference->segment, receiver))) {
        belief_prove(&inference->belief, from, SEND_ACK, path);
    } else if (sender->proven == STATE_SYN_RECEIVED && speaks) {
        if (inference->control->fin_counts ||
            (inference->belief.record->flags & RECORD_FAST_OPEN) == 0) {
            belief_prove_up_to(&inference->belief, from, RECEIVE_ACK_OF_SYN, path);
        }
        belief_prove(&inference->belief, from, SEND_ACK, path);
    }
    if (inference->control->fin_counts && !inference->control->fin_repeats) {
        belief_prove(&inference->belief, from, SEND_FIN, path);
    }
}

void infer_sender(struct inference *inference) {
    const bool behind_syn_ack = unseen_syn_ack_precedes(inference);
    struct state_path before;

    if (behind_syn_ack) {
        unseen_syn_ack_begin_sender(inference);
    }
    belief_begin(&inference->belief, inference->from, &before);

    struct state_path path = {.count = 1, .states = {before.states[0]}};

    if ((inference->segment->flags & TCP_RST) != 0) {
        if (inference->control->reset_counts) {
            prove_reset(inference, &path);
        }
    } else {
        if (inference->sender->assumed_count != 0) {
            drop_contradicted(inference);
        }
        if (inference->sender->proven == STATE_UNKNOWN && inference->sender->assumed_count == 0) {
            belief_report(&inference->belief, inference->from, &before, &path);
            before.count = 1;
        }
        fin_order_by_number(inference, &before, &path);
        if (inference->control->fin_proven) {
            belief_prove_up_to(&inference->belief, inference->from, RECEIVE_ACK_OF_SYN, &path);
            belief_prove(&inference->belief, inference->from, SEND_FIN, &path);
        }
        prove_covered(inference, &path);
        if (behind_syn_ack) {
            belief_prove(&inference->belief, inference->from, SEND_SYN_ACK, &path);
        }
        prove_sent(inference, &path);
    }
    if (path.states[0] != before.states[0]) {
        before.count = 1;
        before.states[0] = path.states[0];
    }
    belief_report(&inference->belief, inference->from, &before, &path);
}

/* A repetition shows that the first copy, or its answer, was lost. What was assumed of the receiver
 * is taken back before the repetition is followed. */
static void take_back(struct inference *inference, enum event event) {
    struct state_path before;

    belief_begin(&inference->belief, inference->to, &before);

    struct state_path path = {.count = 1, .states = {before.states[0]}};

    belief_drop(&inference->belief, inference->to, event);
    belief_report(&inference->belief, inference->to, &before, &path);
}

/* Where the receiver is not captured at all, it may be its answer that was lost. */
static void take_back_syn_ack(struct inference *inference) {
    if (inference->receiver->packets == 0) {
        belief_forget(&inference->belief, inference->to);
    } else {
        take_back(inference, RECEIVE_SYN_ACK);
    }
}

void infer_receiver(struct inference *inference) {
    const struct segment *segment = inference->segment;
    struct direction *receiver = inference->receiver;
    enum endpoint to = inference->to;
    bool silent = inference->sender->unanswered >= UNANSWERED_MAX;

    inference->belief.record->assumed_by_last[inference->to] = 0;
    if (inference->control->late && inference->control->fin_repeats) {
        take_back(inference, RECEIVE_FIN);
    } else if (inference->control->late && inference->control->syn_repeats && acks(inference)) {
        take_back_syn_ack(inference);
    }
    if (inference->control->reset_counts) {
        if (!silent) {
            belief_assume_now(&inference->belief, to, RECEIVE_RST);
        }
    } else if (inference->control->syn_counts && acks(inference)) {
        if (acknowledges_syn(inference->segment, receiver) &&
            !(inference->control->syn_repeats && inference->control->late)) {
            belief_assume_now(&inference->belief, to, RECEIVE_SYN_ACK);
        }
    } else if ((segment->flags & (TCP_SYN | TCP_RST)) == 0) {
        if (unseen_syn_ack_is_acknowledged(inference)) {
            unseen_syn_ack_prove_receiver(inference);
        }
        if (receiver->proven == STATE_SYN_SENT &&
            (inference->sender->flags & DIRECTION_SYN_UNSEEN) != 0) {
            belief_assume_now(&inference->belief, to, RECEIVE_SYN_ACK);
        }
        if (receiver->proven == STATE_SYN_RECEIVED &&
            acknowledges_syn(inference->segment, receiver)) {
            belief_assume_now(&inference->belief, to, RECEIVE_ACK_OF_SYN);
        }
        if (acknowledges_fin(inference->segment, receiver)) {
            belief_assume_now(&inference->belief, to, RECEIVE_ACK_OF_FIN);
        }
        if (inference->control->fin_counts && !inference->control->fin_renewed && !silent) {
            belief_assume_now(&inference->belief, to, RECEIVE_FIN);
        }
    }
}

void infer_acknowledged_fin(struct inference *inference) {
    struct state_path proven = {0}; /* what was believed of the receiver already: nothing new */

    belief_prove_up_to(&inference->belief, inference->to, RECEIVE_FIN, &proven);
    belief_assume_now(&inference->belief, inference->from, RECEIVE_ACK_OF_FIN);
}
