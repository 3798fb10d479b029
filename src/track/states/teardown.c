#include "track/states/teardown.h"

#include <stddef.h>

#include "tcpgloss/decode/tcp_options.h"

#include "track/analysis/loss.h"
#include "track/analysis/recovery.h"
#include "track/report/verdict.h"
#include "track/states/acceptability.h"
#include "track/states/belief.h"
#include "track/states/implied_fin.h"
#include "track/states/reset.h"
#include "track/states/teardown_kind.h"

/* The segment echoes a timestamp of the peer that is newer than that of the peer's FIN. It can do
 * so only once the FIN has arrived (RFC 7323 §4.3). */
static bool echoes_beyond_fin(const struct segment_view *view) {
    const struct recovery *recovery = recovery_find(view->pool, view->receiver);

    return recovery != NULL && recovery->fin_ts_value != 0 &&
           view->segment->options.has_timestamps &&
           seq_gt(view->segment->options.ts_echo, recovery->fin_ts_value);
}

void teardown_judge(const struct segment_view *view, struct control *control) {
    const struct segment *segment = view->segment;
    const struct direction *sender = view->sender;

    if ((segment->flags & TCP_RST) != 0) {
        control->reset_counts = view->acceptability != SEGMENT_CORRUPT &&
                                !reset_is_of_older(view) &&
                                reset_is_acceptable(view, control->believed[view->to]);
        return;
    }
    control->fin_in_turn = echoes_beyond_fin(view);
    if ((segment->flags & (TCP_FIN | TCP_SYN)) != TCP_FIN) {
        control->fin_proven = implied_fin_is_proven(view);
        return;
    }
    control->fin_repeats = (sender->flags & DIRECTION_FIN) != 0 && segment->end == sender->snd_nxt;
    if (control->fin_repeats) {
        control->fin_counts = view->acceptability <= SEGMENT_OLD;
        control->fin_unseen = implied_fin_is_seen_now(view);
        control->fin_renewed = !control->fin_unseen && (segment->flags & TCP_ACK) != 0 &&
                               (view->receiver->flags & DIRECTION_ACKED) != 0 &&
                               seq_gt(segment->ack, view->receiver->snd_una) &&
                               !direction_fin_acked(sender);
    } else if ((sender->flags & DIRECTION_FIN) == 0) {
        if (view->acceptability == SEGMENT_OLD) {
            control->fin_late = loss_captured_late(
                segment, recovery_find(view->pool, sender),
                shortest_round_trip(&view->record->round_trips,
                                    measures_at(view->measures, view->flow->measures), view->from));
        }
        control->fin_counts =
            (view->acceptability == SEGMENT_ACCEPTABLE || view->acceptability == SEGMENT_UNKNOWN ||
             control->fin_late != 0) &&
            ((sender->flags & DIRECTION_SEEN) == 0 || seq_geq(segment->end, sender->snd_nxt));
    }
}

/* A FIN that crosses its peer's: the peer's timestamps tell when it arrived. */
static void keep_timestamp(struct segment_context *context) {
    const struct tcp_options *options = &context->segment->options;

    if ((context->record->flags & RECORD_SIMULTANEOUS_CLOSE) != 0 && options->has_timestamps) {
        struct recovery *recovery = recovery_get(context->pool, context->sender);

        if (recovery != NULL) {
            recovery->fin_ts_value = options->ts_value;
        }
    }
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
        finding->duration = flow_since_control(context->record, context->segment, context->from);
        return;
    }
    if (control->fin_repeats && !control->fin_unseen && context_is_copy_of_control(context)) {
        return;
    }
    if (control->fin_repeats && (!control->fin_unseen || control->late)) {
        recovery_count_retransmission(context->pool, context->sender);
        finding = verdict_add(verdict, FINDING_FIN_RETRANSMITTED, context->from);
        finding->count = flow_count_repeat(context->record, context->from);
        finding->duration = flow_since_control(context->record, context->segment, context->from);
        return;
    }
    if (control->fin_late != 0 && context->segment->length == 0) {
        finding = verdict_add(verdict, FINDING_CAPTURED_LATE, context->from);
        finding->duration = control->fin_late;
    }
    context->record->repeats[context->from] = 0;
    if (!control->fin_unseen) {
        teardown_kind_find(context, context->from, context->receiver,
                           acknowledges_fin(context->segment, context->receiver));
    }
    keep_timestamp(context);
    finding = verdict_add(verdict, FINDING_FIN, context->from);
    finding->seq = context->segment->end - 1;
}

/* A selective acknowledgment of the FIN alone: the FIN arrived, and something before it did not. */
static void find_fin_behind_hole(struct segment_context *context) {
    const struct tcp_options *options = &context->segment->options;
    const struct direction *receiver = context->receiver;
    struct belief belief = context_for_belief(context);

    if ((receiver->flags & (DIRECTION_FIN | DIRECTION_FIN_PENDING)) != DIRECTION_FIN ||
        !belief_assumes(&belief, context->from, RECEIVE_FIN) ||
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
            belief_hold_fin(&belief, context->from, true);
            return;
        }
    }
}

void teardown_find(struct segment_context *context, const struct control *control) {
    const struct segment *segment = context->segment;
    const struct direction *receiver = context->receiver;
    struct finding *finding;

    if ((segment->flags & TCP_RST) != 0) {
        reset_find(context, control);
        return;
    }
    if ((receiver->flags & DIRECTION_FIN) != 0) {
        if (segment->length != 0 && (segment->flags & TCP_FIN) == 0 &&
            (context->record->flags & RECORD_HALF_CLOSED) == 0 &&
            control->believed[context->to] != STATE_CLOSED &&
            (direction_fin_acked(receiver) ||
             acknowledges_fin(context->segment, context->receiver)) &&
            seq_gt(segment->end, context->sender->snd_nxt)) {
            context->record->flags |= RECORD_HALF_CLOSED;
            verdict_add(context->verdict, FINDING_HALF_CLOSED, context->from);
        }
        if (acknowledges_fin(context->segment, context->receiver) &&
            !direction_fin_acked(receiver)) {
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

void teardown_look_for_hole(struct segment_context *context, const struct control *control) {
    const struct direction *sender = context->sender;
    uint32_t fin = control->fin_counts ? context->segment->end - 1 : sender->snd_nxt - 1;
    uint32_t missing = recovery_missing(context->pool, sender, fin);
    struct belief belief = context_for_belief(context);

    if (control->fin_counts && !control->fin_repeats && missing != 0) {
        struct finding *finding = verdict_add(context->verdict, FINDING_FIN_PENDING, context->from);

        finding->seq = fin;
        finding->length = missing;
        belief_hold_fin(&belief, context->to, true);
    } else if ((sender->flags & DIRECTION_FIN_PENDING) != 0 && missing == 0) {
        belief_hold_fin(&belief, context->to, false);
    }
}

static void start_time_wait(struct segment_context *context, enum finding_kind kind,
                            enum endpoint who) {
    verdict_add(context->verdict, kind, who)->duration = 2 * context->msl;
    flow_note_control(context->record, context->segment, who);
}

void teardown_find_time_wait(struct segment_context *context, enum tcp_state proven,
                             const struct control *control) {
    const struct segment *segment = context->segment;
    const struct direction *sender = context->sender;
    const bool from_closing = control->believed[context->to] == STATE_CLOSING;
    const bool receiver_waits =
        (from_closing || control->fin_counts || control->fin_repeats) &&
        belief_state(context->flow, context->record, context->to) == STATE_TIME_WAIT;
    const bool receiver_enters = receiver_waits && from_closing;

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
    } else if (receiver_waits && control->fin_repeats && direction_fin_acked(sender)) {
        start_time_wait(context, FINDING_TIME_WAIT_RESTARTED, context->to);
    } else if (receiver_waits && control->fin_counts) {
        flow_note_control(context->record, context->segment, context->to);
    }
}
