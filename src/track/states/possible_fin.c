#include "track/states/possible_fin.h"

/* An end that is not captured at all, and which the segment's sender, closing itself, acknowledges.
 */
static bool is_unseen_end(const struct segment_view *view, const struct control *control) {
    const struct direction *receiver = view->receiver;

    if (receiver->packets != 0) {
        return false;
    }

    const bool closes = control->fin_counts || (view->sender->flags & DIRECTION_FIN) != 0;
    const bool acks_syn = (receiver->flags & DIRECTION_ISN) != 0
                              ? view->segment->ack == receiver->isn + 1
                              : view->sender->proven == STATE_SYN_SENT;

    return closes && !acks_syn;
}

/* One number that was not captured, of an end that may close. */
static bool is_single_number(const struct segment_view *view, const struct control *control) {
    const struct direction *receiver = view->receiver;
    const enum tcp_state believed = control->believed[view->to];

    return view->segment->ack == receiver->snd_nxt + 1 &&
           (receiver->flags & (DIRECTION_SEEN | DIRECTION_FIN | DIRECTION_SINGLE_BYTES)) ==
               DIRECTION_SEEN &&
           (believed == STATE_ESTABLISHED || believed == STATE_CLOSE_WAIT);
}

bool possible_fin_is_acknowledged(const struct segment_view *view, const struct control *control) {
    return view->from != view->to &&
           (view->segment->flags & (TCP_SYN | TCP_RST | TCP_ACK)) == TCP_ACK &&
           control->believed[view->from] != STATE_CLOSED &&
           (is_unseen_end(view, control) || is_single_number(view, control));
}

void possible_fin_note(struct direction *end) {
    direction_mark(end, DIRECTION_FIN_POSSIBLE);
}

bool possible_fin_settle(struct segment_context *context, const struct control *control) {
    const struct segment *segment = context->segment;
    struct direction *sender = context->sender;
    struct direction *receiver = context->receiver;
    const bool goes_on =
        segment->length != 0 && seq_geq(segment->seq + segment->length, sender->snd_nxt);
    const bool brings =
        (sender->flags & DIRECTION_FIN_POSSIBLE) != 0 && (goes_on || control->fin_counts);
    const bool acks = (receiver->flags & DIRECTION_FIN_POSSIBLE) != 0 &&
                      (segment->flags & TCP_ACK) != 0 && seq_gt(segment->ack, receiver->snd_nxt);

    if (brings) {
        direction_unmark(sender, DIRECTION_FIN_POSSIBLE);
        direction_mark(sender, goes_on ? DIRECTION_SINGLE_BYTES : 0);
    }
    if (acks) {
        direction_unmark(receiver, DIRECTION_FIN_POSSIBLE);
        direction_mark(receiver, DIRECTION_SINGLE_BYTES);
    }
    return brings || acks;
}
