#include "track/states/acceptability.h"

#include "tcpgloss/base/checksum.h"

#include "track/states/reuse.h"

/* The largest window there is (RFC 7323 §2.3). */
#define WINDOW_MAX (UINT32_C(65535) << 14)

/* Whether the segment is there as a whole, and has a checksum. */
static bool has_checksum(const struct packet *packet) {
    const struct layer *layer = &packet->layers[packet->layer_count - 1];

    return packet->tcp.checksum != 0 && layer->kind == LAYER_TCP && !packet->ip.more_fragments &&
           layer->captured >= layer->length && layer->length <= UINT16_MAX;
}

/* Not a part of checksum_judge(), which needs no room for its variables without a checksum. */
__attribute__((noinline)) static enum checksum judge_sum(const struct packet *packet) {
    const struct layer *layer = &packet->layers[packet->layer_count - 1];
    size_t size = packet->ip.version == 6 ? 16 : 4;
    uint8_t tail[4] = {0, 6, (uint8_t)(layer->length >> 8), (uint8_t)layer->length};
    uint64_t pseudo = checksum_add(0, packet->ip.source, size);

    pseudo = checksum_add(pseudo, packet->ip.destination, size);

    /* A sender that leaves the checksum to its card writes the pseudo header's sum, not
     * complemented: with the length, or without it where the card is to cut the segment too. */
    uint16_t without_length = (uint16_t)~checksum_finish(checksum_add(pseudo, tail, 2));
    uint16_t with_length = (uint16_t)~checksum_finish(checksum_add(pseudo, tail, sizeof tail));
    uint16_t field = packet->tcp.checksum;

    if (field == with_length || field == without_length) {
        return CHECKSUM_UNKNOWN;
    }
    pseudo = checksum_add(pseudo, tail, sizeof tail);
    return checksum_finish(checksum_add(pseudo, layer->data, layer->length)) == 0 ? CHECKSUM_RIGHT
                                                                                  : CHECKSUM_WRONG;
}

enum checksum checksum_judge(const struct packet *packet) {
    return has_checksum(packet) ? judge_sum(packet) : CHECKSUM_UNKNOWN;
}

bool acknowledges_older(const struct segment_context *context) {
    const struct direction *receiver = context->receiver;
    uint32_t ack = context->segment->ack;

    if (receiver->proven != STATE_SYN_SENT || receiver->assumed_count != 0 ||
        context->after_capture_loss || (receiver->flags & DIRECTION_ISN) == 0 ||
        (context->sender->flags & DIRECTION_SEEN) != 0 ||
        (context->segment->flags & (TCP_SYN | TCP_RST | TCP_ACK)) != TCP_ACK) {
        return false;
    }
    return seq_leq(ack, receiver->isn) || seq_diff(ack, receiver->snd_nxt) > UINT16_MAX ||
           reuse_is_refused(context);
}

bool reset_is_acceptable(const struct segment_view *view, enum tcp_state state) {
    const struct segment *segment = view->segment;
    const struct direction *sender = view->sender;

    if (state == STATE_SYN_SENT) {
        return acknowledges_syn(view->segment, view->receiver);
    }
    if ((sender->flags & (DIRECTION_SEEN | DIRECTION_ACKED)) == 0 || view->after_capture_loss) {
        return true;
    }

    /* RCV.NXT is between what the receiver acknowledged and what may still be on its way. */
    uint32_t low = (sender->flags & DIRECTION_ACKED) != 0 ? sender->snd_una : sender->snd_nxt;
    uint32_t high = (sender->flags & DIRECTION_SEEN) != 0 ? sender->snd_nxt : sender->snd_una;

    /* Linux also takes the number of a FIN that it has received. */
    if ((sender->flags & DIRECTION_FIN) != 0 && low == high) {
        low--;
    }
    if (seq_gt(low, high)) {
        return segment->seq == low || segment->seq == high;
    }
    return seq_geq(segment->seq, low) && seq_leq(segment->seq, high);
}

/* RFC 7323 §5.3, R1. A flow is forgotten long before its timestamp clock may have wrapped. */
static bool is_older_than_recent(const struct segment_context *context) {
    const struct segment *segment = context->segment;
    const struct direction *sender = context->sender;

    return segment->options.has_timestamps && (sender->flags & DIRECTION_TIMESTAMPS) != 0 &&
           (segment->flags & TCP_RST) == 0 && seq_lt(segment->options.ts_value, sender->ts_recent);
}

/* The most that the end's window may be: where a SYN was not seen, its scale is not known, or not
 * whether it is in force. */
static uint32_t window_limit(const struct direction *end, const struct direction *peer) {
    if (directions_saw_syns(end, peer)) {
        return direction_window(end, peer);
    }
    if ((end->flags & (DIRECTION_ISN | DIRECTION_SYN_UNSEEN)) != DIRECTION_ISN) {
        return WINDOW_MAX;
    }
    return (uint32_t)end->window << (end->scale != SCALE_NONE ? end->scale : 0);
}

/* What the sender could know of its peer's numbers: RFC 5961 §5. */
static enum acceptability judge_acknowledgment(const struct segment_context *context) {
    const struct direction *receiver = context->receiver;
    uint32_t known = DIRECTION_SEEN | DIRECTION_ACKED;
    uint32_t ack = context->segment->ack;

    if ((context->segment->flags & TCP_ACK) == 0 || (receiver->flags & known) != known ||
        context->after_capture_loss) {
        return SEGMENT_ACCEPTABLE;
    }
    if (seq_leq(ack, receiver->snd_nxt)) {
        return seq_diff(receiver->snd_una, ack) > (int32_t)WINDOW_MAX ? SEGMENT_OLD_ACK
                                                                      : SEGMENT_ACCEPTABLE;
    }

    /* Bytes that the capture lost are possible as far as the window reaches. */
    return seq_diff(ack, receiver->snd_nxt) >
                   (int32_t)window_limit(context->sender, context->receiver)
               ? SEGMENT_BAD_ACK
               : SEGMENT_ACCEPTABLE;
}

/* Whether a segment that was acknowledged, by its number, begins before its sender's SYN. Once the
 * numbers have gone half around, that cannot be told. */
static bool is_before_syn(const struct segment_context *context) {
    const struct direction *sender = context->sender;

    return (sender->flags & DIRECTION_ISN) != 0 && sender->bytes < INT32_MAX &&
           seq_lt(context->segment->seq, sender->isn);
}

enum acceptability segment_acceptability(const struct segment_context *context) {
    const struct segment *segment = context->segment;
    const struct direction *sender = context->sender;

    /* Without ACK a segment is dropped (fifth step). */
    if ((segment->flags & (TCP_ACK | TCP_RST)) == 0) {
        return SEGMENT_NO_ACK;
    }

    const enum acceptability acknowledgment = judge_acknowledgment(context);

    if (acknowledgment != SEGMENT_ACCEPTABLE || acknowledges_older(context)) {
        return acknowledgment != SEGMENT_ACCEPTABLE ? acknowledgment : SEGMENT_BAD_ACK;
    }
    if ((sender->flags & DIRECTION_ACKED) == 0 || context->after_capture_loss) {
        return SEGMENT_UNKNOWN;
    }
    if (is_older_than_recent(context)) {
        return SEGMENT_PAWS;
    }

    /* The four cases of RFC 9293's table, from the capture point: RCV.NXT is at least snd_una, and
     * what was sent already is allowed to have been sent. */
    if (seq_lt(segment->seq, sender->snd_una) && seq_leq(segment->end, sender->snd_una)) {
        return is_before_syn(context) ? SEGMENT_BEFORE : SEGMENT_OLD;
    }
    if ((sender->flags & DIRECTION_FIN) != 0 && direction_acked(sender, sender->snd_nxt) &&
        seq_gt(segment->end, sender->snd_nxt) && (context->receiver->flags & DIRECTION_FIN) == 0) {
        /* Where both ends have closed, it may be of a connection whose SYN was not captured. */
        return SEGMENT_AFTER_FIN;
    }
    if (seq_gt(segment->seq, sender->snd_nxt) &&
        seq_diff(segment->seq, sender->snd_una) >
            (int32_t)window_limit(context->receiver, context->sender)) {
        return SEGMENT_BEYOND;
    }
    return SEGMENT_ACCEPTABLE;
}
