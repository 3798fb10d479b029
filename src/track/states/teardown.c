#include "track/states/teardown.h"

#include <stddef.h>

#include "tcpgloss/decode/tcp_options.h"

#include "track/analysis/loss.h"
#include "track/analysis/recovery.h"
#include "track/report/verdict.h"
#include "track/states/acceptability.h"
#include "track/states/belief.h"

static bool fin_was_acked(const struct direction *end) {
    return (end->flags & DIRECTION_FIN) != 0 && direction_acked(end, end->snd_nxt);
}

/* An end in SYN-SENT answers an acknowledgment of an older connection with this RST. The older
 * connection is reset; the end's own attempt goes on (RFC 9293 §3.5.1). */
static bool resets_older(const struct segment_context *context) {
    const struct segment *segment = context->segment;
    const struct direction *sender = context->sender;

    return (segment->flags & TCP_ACK) == 0 && sender->proven == STATE_SYN_SENT &&
           sender->assumed_count == 0 && (sender->flags & DIRECTION_ISN) != 0 &&
           (seq_leq(segment->seq, sender->isn) || seq_gt(segment->seq, sender->snd_nxt));
}

/*
 * The first acknowledgment of the peer's FIN is a bare ACK with a number beyond what its sender was
 * seen to send, by one: that one is a FIN, sent before the peer's FIN arrived, and not captured. A
 * FIN sent later would itself acknowledge the peer's.
 */
static bool proves_fin(const struct segment_context *context) {
    const struct segment *segment = context->segment;
    const struct direction *sender = context->sender;
    const struct direction *receiver = context->receiver;

    return context->from != context->to && segment_is_pure_ack(segment) &&
           context->acceptability == SEGMENT_ACCEPTABLE &&
           (sender->flags & (DIRECTION_SEEN | DIRECTION_FIN)) == DIRECTION_SEEN &&
           segment->seq == sender->snd_nxt + 1 && acknowledges_fin(segment, receiver) &&
           !fin_was_acked(receiver);
}

static void take_unseen_fin(struct segment_context *context) {
    const struct segment *segment = context->segment;
    struct recovery *recovery = recovery_get(context->pool, context->sender);

    direction_mark(context->sender, DIRECTION_FIN);
    context->sender->snd_nxt = segment->seq;
    context_note_control(context, context->from);
    if (recovery != NULL) {
        recovery->unseen = (struct hole){
            .left = segment->seq - 1, .right = segment->seq, .since = segment_clock(segment->time)};
    }
}

static bool is_unseen(const struct segment_context *context) {
    const struct recovery *recovery = recovery_find(context->pool, context->sender);
    const uint32_t end = context->segment->end;

    return recovery != NULL && recovery_has_unseen(recovery, end - 1, end);
}

void teardown_judge(struct segment_context *context, struct control *control) {
    const struct segment *segment = context->segment;
    const struct direction *sender = context->sender;

    if ((segment->flags & TCP_RST) != 0) {
        control->reset_counts = context->acceptability != SEGMENT_CORRUPT &&
                                !resets_older(context) &&
                                reset_is_acceptable(context, control->believed[context->to]);
        return;
    }
    if ((segment->flags & (TCP_FIN | TCP_SYN)) != TCP_FIN) {
        control->fin_proven = proves_fin(context);
        if (control->fin_proven) {
            take_unseen_fin(context);
        }
        return;
    }
    control->fin_repeats = (sender->flags & DIRECTION_FIN) != 0 && segment->end == sender->snd_nxt;
    if (control->fin_repeats) {
        control->fin_counts = context->acceptability <= SEGMENT_OLD;
        control->fin_unseen = is_unseen(context);
        control->fin_renewed = !control->fin_unseen && (segment->flags & TCP_ACK) != 0 &&
                               (context->receiver->flags & DIRECTION_ACKED) != 0 &&
                               seq_gt(segment->ack, context->receiver->snd_una) &&
                               !fin_was_acked(sender);
    } else if ((sender->flags & DIRECTION_FIN) == 0) {
        const struct analysis_context analysis = context_for_analysis(context);

        control->fin_late =
            context->acceptability == SEGMENT_OLD ? loss_captured_late(&analysis) : 0;
        control->fin_counts =
            (context->acceptability == SEGMENT_ACCEPTABLE ||
             context->acceptability == SEGMENT_UNKNOWN || control->fin_late != 0) &&
            ((sender->flags & DIRECTION_SEEN) == 0 || seq_geq(segment->end, sender->snd_nxt));
    }
}

/* The first FIN of `closer` counts: which kind of teardown it makes. `acks`: it acknowledges the
 * FIN of its peer, if there is one. */
static void find_kind(struct segment_context *context, enum endpoint closer,
                      const struct direction *peer, bool acks) {
    struct flow_record *record = context->record;

    if ((record->flags & RECORD_TEARDOWN) == 0) {
        record->flags |= RECORD_TEARDOWN;
        verdict_add(context->verdict, FINDING_TEARDOWN, closer);
    } else if ((peer->flags & DIRECTION_FIN) != 0 && context->from != context->to) {
        if (!acks) {
            record->flags |= RECORD_SIMULTANEOUS_CLOSE;
            verdict_add(context->verdict, FINDING_SIMULTANEOUS_CLOSE, closer);
        } else if (!fin_was_acked(peer)) {
            record->flags |= RECORD_MERGED;
            verdict_add(context->verdict, FINDING_MERGED, closer);
        } else {
            verdict_add(context->verdict, FINDING_FOUR_WAY, closer);
        }
    }
}

void teardown_keep_damaged(struct segment_context *context) {
    const struct segment *segment = context->segment;
    struct recovery *recovery = recovery_get(context->pool, context->sender);

    if (recovery != NULL && (context->sender->flags & DIRECTION_FIN) == 0 &&
        context->from != context->to && segment->seq == context->sender->snd_nxt) {
        recovery->damaged_fin = (struct damaged_fin){.end = segment->end, .ack = segment->ack};
        direction_mark(context->sender, DIRECTION_FIN_DAMAGED);
    }
}

void teardown_take_damaged(struct segment_context *context) {
    const struct segment *segment = context->segment;
    struct direction *sender = context->sender;
    struct direction *closer = context->receiver;
    struct state_path before;

    if ((closer->flags & DIRECTION_FIN_DAMAGED) == 0 ||
        (segment->flags & (TCP_SYN | TCP_RST | TCP_ACK)) != TCP_ACK) {
        return;
    }

    const struct damaged_fin fin = recovery_find(context->pool, closer)->damaged_fin;

    if (segment->ack != fin.end) {
        return;
    }
    direction_unmark(closer, DIRECTION_FIN_DAMAGED);
    if ((closer->flags & DIRECTION_FIN) != 0) {
        return; /* it came again */
    }
    belief_begin(context, context->to, &before);

    struct state_path path = {.count = 1, .states = {before.states[0]}};

    const bool acks = (sender->flags & DIRECTION_FIN) != 0 && fin.ack == sender->snd_nxt;

    find_kind(context, context->to, sender, acks);
    belief_prove_oldest(context, context->to, 0, &path);
    belief_prove(context, context->to, SEND_FIN, &path);
    direction_mark(closer, DIRECTION_FIN);
    closer->snd_nxt = fin.end;
    belief_report(context, context->to, &before, &path);
    belief_begin(context, context->from, &before);
    path = (struct state_path){.count = 1, .states = {before.states[0]}};
    if (acks) {
        belief_assume(context, context->from, RECEIVE_ACK_OF_FIN);
        direction_mark(sender, DIRECTION_ACKED);
        sender->snd_una = fin.ack;
    }
    belief_assume(context, context->from, RECEIVE_FIN);
    belief_report(context, context->from, &before, &path);
}

static void find_fin(struct segment_context *context, const struct control *control) {
    struct verdict *verdict = context->verdict;
    struct finding *finding;

    if (control->fin_renewed) {
        verdict_add(verdict, FINDING_FIN_REPEATED, context->from);
        return;
    }
    if (control->fin_repeats && control->probe) {
        (void)flow_count_repeat(context->record, context->from);
        recovery_count_retransmission(context->pool, context->sender);
        finding = verdict_add(verdict, FINDING_TAIL_PROBE, context->from);
        finding->seq = context->segment->end - 1;
        finding->duration = context_since_control(context, context->from);
        return;
    }
    if (control->fin_repeats && !control->fin_unseen && context_is_copy_of_control(context)) {
        return;
    }
    if (control->fin_repeats && (!control->fin_unseen || control->late)) {
        recovery_count_retransmission(context->pool, context->sender);
        finding = verdict_add(verdict, FINDING_FIN_RETRANSMITTED, context->from);
        finding->count = flow_count_repeat(context->record, context->from);
        finding->duration = context_since_control(context, context->from);
        return;
    }
    if (control->fin_late != 0 && context->segment->length == 0) {
        finding = verdict_add(verdict, FINDING_CAPTURED_LATE, context->from);
        finding->duration = control->fin_late;
    }
    context->record->repeats[context->from] = 0;
    if (!control->fin_unseen) {
        find_kind(context, context->from, context->receiver,
                  acknowledges_fin(context->segment, context->receiver));
    }
    finding = verdict_add(verdict, FINDING_FIN, context->from);
    finding->seq = context->segment->end - 1;
}

/* A selective acknowledgment of the FIN alone: the FIN arrived, and something before it did not. */
static void find_fin_behind_hole(struct segment_context *context) {
    const struct tcp_options *options = &context->segment->options;
    const struct direction *receiver = context->receiver;

    if ((receiver->flags & (DIRECTION_FIN | DIRECTION_FIN_PENDING)) != DIRECTION_FIN ||
        !belief_assumes(context, context->from, RECEIVE_FIN) ||
        seq_geq(context->segment->ack, receiver->snd_nxt - 1)) {
        return;
    }
    for (unsigned i = 0; i < options->sack_count; i++) {
        if (options->sack[i].right == receiver->snd_nxt &&
            seq_gt(options->sack[i].left, context->segment->ack)) {
            struct finding *finding =
                verdict_add(context->verdict, FINDING_FIN_PENDING, context->to);

            finding->seq = receiver->snd_nxt - 1;
            finding->length = options->sack[i].left - context->segment->ack;
            belief_hold_fin(context, context->from, true);
            return;
        }
    }
}

/* How a host answers a segment that belongs to none of its connections: with the number that the
 * segment acknowledged, or, if it acknowledged nothing, with 0 and an acknowledgment (RFC 9293
 * §3.10.7.1). */
static bool reset_answers(const struct segment_context *context) {
    const struct segment *segment = context->segment;
    const struct direction *sender = context->sender;
    const struct direction *receiver = context->receiver;

    if ((segment->flags & TCP_ACK) != 0) {
        return segment->seq == 0 && (sender->flags & (DIRECTION_SEEN | DIRECTION_ACKED)) == 0 &&
               ((receiver->flags & DIRECTION_SEEN) == 0 || segment->ack == receiver->snd_nxt);
    }
    /* The RST has the number of the first segment that it answers; later ones may have been
     * captured before the RST. */
    return direction_acked(sender, segment->seq);
}

/* The RST answers a SYN-ACK: the SYN-ACK did not find the end that had sent the SYN. Where no SYN
 * was captured, there may have been none. */
static bool reset_answers_syn_ack(const struct segment_context *context) {
    return reset_answers(context) && context->sender->proven == STATE_SYN_SENT &&
           (context->sender->flags & DIRECTION_SYN_UNSEEN) == 0;
}

static enum finding_kind reset_kind(const struct segment_context *context,
                                    const struct control *control) {
    switch (control->believed[context->to]) {
    case STATE_SYN_SENT:
        return (context->sender->flags & DIRECTION_ISN) == 0 ? FINDING_REFUSED : FINDING_RESET;
    case STATE_TIME_WAIT:
        return FINDING_TIME_WAIT_ASSASSINATED;
    default:
        break;
    }
    if (!reset_answers(context)) {
        return FINDING_RESET;
    }
    switch (control->believed[context->from]) {
    case STATE_FIN_WAIT_1:
    case STATE_FIN_WAIT_2:
    case STATE_CLOSING:
    case STATE_TIME_WAIT:
        return direction_has_unacknowledged_data(context->receiver) ? FINDING_RESET_UNREAD_DATA
                                                                    : FINDING_RESET_HALF_OPEN;
    case STATE_ESTABLISHED:
    case STATE_CLOSE_WAIT:
    case STATE_LAST_ACK:
    case STATE_CLOSED:
    case STATE_UNKNOWN:
        return reset_answers_syn_ack(context) ? FINDING_RESET : FINDING_RESET_HALF_OPEN;
    default:
        return FINDING_RESET;
    }
}

static void find_reset(struct segment_context *context, const struct control *control) {
    struct finding *finding;

    if (resets_older(context)) {
        finding = verdict_add(context->verdict, FINDING_RESET_HALF_OPEN, context->from);
        finding->state = STATE_SYN_SENT;
        return;
    }
    if (!control->reset_counts && control->believed[context->to] == STATE_SYN_SENT) {
        verdict_add(context->verdict, FINDING_RESET_WITHOUT_SYN_ACKED, context->from);
        return;
    }
    if (!control->reset_counts) {
        finding = verdict_add(context->verdict, FINDING_RESET_IGNORED, context->from);
        finding->seq = context->segment->seq;
        finding->expected_seq = context->sender->snd_nxt;
        context->receiver->flags |= DIRECTION_CHALLENGE;
        return;
    }
    if (control->believed[context->to] == STATE_CLOSED &&
        control->believed[context->from] == STATE_CLOSED) {
        return;
    }

    enum finding_kind kind = reset_kind(context, control);

    if (kind == FINDING_RESET && control->believed[context->from] == STATE_CLOSED) {
        return; /* its first RST was said */
    }
    finding = verdict_add(context->verdict, kind, context->from);
    finding->state =
        reset_answers_syn_ack(context) ? STATE_SYN_SENT : control->believed[context->from];
    if (kind == FINDING_REFUSED) {
        context->record->flags |= RECORD_REFUSED;
    } else if (kind != FINDING_TIME_WAIT_ASSASSINATED &&
               (context->sender->flags & context->receiver->flags & DIRECTION_FIN) == 0) {
        /* Behind both FINs a RST ends nothing. */
        direction_mark(context->sender, DIRECTION_RESET);
    }
}

void teardown_find(struct segment_context *context, const struct control *control) {
    const struct segment *segment = context->segment;
    const struct direction *receiver = context->receiver;
    struct finding *finding;

    if ((segment->flags & TCP_RST) != 0) {
        find_reset(context, control);
        return;
    }
    if ((receiver->flags & DIRECTION_FIN) != 0) {
        if (segment->length != 0 && (segment->flags & TCP_FIN) == 0 &&
            (context->record->flags & RECORD_HALF_CLOSED) == 0 &&
            control->believed[context->to] != STATE_CLOSED &&
            (fin_was_acked(receiver) || acknowledges_fin(context->segment, context->receiver)) &&
            seq_gt(segment->end, context->sender->snd_nxt)) {
            context->record->flags |= RECORD_HALF_CLOSED;
            verdict_add(context->verdict, FINDING_HALF_CLOSED, context->from);
        }
        if (acknowledges_fin(context->segment, context->receiver) && !fin_was_acked(receiver)) {
            finding = verdict_add(context->verdict, FINDING_FIN_ACKED, context->from);
            finding->acked = receiver->snd_nxt - 1;
        }
        find_fin_behind_hole(context);
    }
    if (control->fin_proven) {
        context->record->flags |= RECORD_SIMULTANEOUS_CLOSE;
        verdict_add(context->verdict, FINDING_SIMULTANEOUS_CLOSE, context->from);
    }
    if (control->fin_counts) {
        find_fin(context, control);
    }
}

static void start_time_wait(struct segment_context *context, enum finding_kind kind,
                            enum endpoint who) {
    verdict_add(context->verdict, kind, who)->duration = 2 * context->msl;
    context_note_control(context, who);
}

void teardown_find_time_wait(struct segment_context *context, enum tcp_state proven,
                             const struct control *control) {
    const struct segment *segment = context->segment;
    const struct direction *sender = context->sender;
    bool receiver_waits =
        belief_state(context->flow, context->record, context->to) == STATE_TIME_WAIT;
    bool receiver_enters = receiver_waits && control->believed[context->to] == STATE_CLOSING;

    /* An acknowledgment that answers no captured segment shows that the peer's FIN came again and
     * was not captured. In a simultaneous close, the last acknowledgment begins the receiver's
     * TIME-WAIT instead. */
    if (segment_is_pure_ack(segment) && sender->proven == STATE_TIME_WAIT && !receiver_enters) {
        if (proven != STATE_TIME_WAIT && control->believed[context->from] != STATE_CLOSING) {
            verdict_add(context->verdict, FINDING_TIME_WAIT, context->from)->duration =
                2 * context->msl;
        } else if ((sender->flags & DIRECTION_LAST) != 0 && proven == STATE_TIME_WAIT) {
            start_time_wait(context, FINDING_TIME_WAIT_RESTARTED, context->from);
        }
    }
    if (receiver_enters) {
        start_time_wait(context, FINDING_TIME_WAIT, context->to);
    } else if (receiver_waits && control->fin_repeats && fin_was_acked(sender)) {
        start_time_wait(context, FINDING_TIME_WAIT_RESTARTED, context->to);
    } else if (receiver_waits && control->fin_counts) {
        context_note_control(context, context->to);
    }
}
