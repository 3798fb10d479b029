#include "track/states/reset.h"

#include "track/report/verdict.h"
#include "track/states/reuse.h"
#include "track/states/teardown_kind.h"

/* An end in SYN-SENT answers an acknowledgment of an older connection with this RST. The older
 * connection is reset; the end's own attempt goes on (RFC 9293 §3.5.1). */
bool reset_is_of_older(const struct segment_view *view) {
    const struct segment *segment = view->segment;
    const struct direction *sender = view->sender;

    return (segment->flags & TCP_ACK) == 0 && sender->proven == STATE_SYN_SENT &&
           sender->assumed_count == 0 && (sender->flags & DIRECTION_ISN) != 0 &&
           (seq_leq(segment->seq, sender->isn) || seq_gt(segment->seq, sender->snd_nxt));
}

/* How a host answers a segment that belongs to none of its connections: with the number that the
 * segment acknowledged, or, if it acknowledged nothing, with 0 and an acknowledgment (RFC 9293
 * §3.10.7.1). */
static bool reset_answers(const struct segment_view *view) {
    const struct segment *segment = view->segment;
    const struct direction *sender = view->sender;
    const struct direction *receiver = view->receiver;

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
static bool reset_answers_syn_ack(const struct segment_view *view) {
    return reset_answers(view) && view->sender->proven == STATE_SYN_SENT &&
           (view->sender->flags & DIRECTION_SYN_UNSEEN) == 0;
}

static enum finding_kind reset_kind(const struct segment_view *view,
                                    const struct control *control) {
    switch (control->believed[view->to]) {
    case STATE_SYN_SENT:
        return (view->sender->flags & DIRECTION_ISN) == 0 ? FINDING_REFUSED : FINDING_RESET;
    case STATE_TIME_WAIT:
        return FINDING_TIME_WAIT_ASSASSINATED;
    default:
        break;
    }
    if (!reset_answers(view)) {
        return FINDING_RESET;
    }
    switch (control->believed[view->from]) {
    case STATE_FIN_WAIT_1:
    case STATE_FIN_WAIT_2:
    case STATE_CLOSING:
    case STATE_TIME_WAIT:
        return direction_has_unacknowledged_data(view->receiver) ? FINDING_RESET_UNREAD_DATA
                                                                 : FINDING_RESET_HALF_OPEN;
    case STATE_ESTABLISHED:
    case STATE_CLOSE_WAIT:
    case STATE_LAST_ACK:
    case STATE_CLOSED:
    case STATE_UNKNOWN:
        return reset_answers_syn_ack(view) ? FINDING_RESET : FINDING_RESET_HALF_OPEN;
    default:
        return FINDING_RESET;
    }
}

void reset_find(struct segment_context *context, const struct control *control) {
    const struct segment_view view = context_view(context);
    struct finding *finding;

    if (reset_is_of_older(&view)) {
        finding = verdict_add(context->verdict, FINDING_RESET_HALF_OPEN, context->from);
        finding->state = STATE_SYN_SENT;
        reuse_note_reset(context);
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

    enum finding_kind kind = reset_kind(&view, control);

    if (kind == FINDING_RESET && control->believed[context->from] == STATE_CLOSED) {
        return; /* its first RST was said */
    }
    if (kind != FINDING_TIME_WAIT_ASSASSINATED && (context->record->flags & RECORD_TEARDOWN) == 0 &&
        ((context->sender->flags | context->receiver->flags) & DIRECTION_RESET) == 0) {
        teardown_find_limits(context, context->from);
    }
    finding = verdict_add(context->verdict, kind, context->from);
    finding->state =
        reset_answers_syn_ack(&view) ? STATE_SYN_SENT : control->believed[context->from];
    if (kind == FINDING_REFUSED) {
        context->record->flags |= RECORD_REFUSED;
    } else if (kind != FINDING_TIME_WAIT_ASSASSINATED &&
               (context->sender->flags & context->receiver->flags & DIRECTION_FIN) == 0) {
        /* Behind both FINs a RST ends nothing. */
        direction_mark(context->sender, DIRECTION_RESET);
    }
}
