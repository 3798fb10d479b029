#include "track/variables.h"

#include "track/analysis/recovery.h"

/* Windows in segments with SYN are never scaled (RFC 7323 §2.2); they are kept as if they were. */
static uint16_t comparable_window(const struct segment_context *context) {
    const unsigned window = context->segment->window;

    if ((context->segment->flags & TCP_SYN) != 0) {
        return direction_window_of_syn(window, direction_shift(context->sender, context->receiver));
    }
    return (uint16_t)window;
}

/* RFC 7323 §4.3: of segments that begin at what was last acknowledged, or before. */
static void take_timestamp(struct direction *sender, const struct segment *segment) {
    if ((sender->flags & DIRECTION_TIMESTAMPS) == 0 ||
        (direction_acked(sender, segment->seq) &&
         seq_gt(segment->options.ts_value, sender->ts_recent))) {
        sender->flags |= DIRECTION_TIMESTAMPS;
        sender->ts_recent = segment->options.ts_value;
    }
}

void variables_advance(struct segment_context *context) {
    const struct segment *segment = context->segment;
    struct direction *sender = context->sender;
    struct direction *receiver = context->receiver;

    sender->packets++;
    sender->bytes += segment->length;
    receiver->flags &= ~(uint32_t)DIRECTION_LAST;
    sender->flags |= DIRECTION_LAST;
    if (segment->time > context->flow->last) {
        context->flow->last = segment->time;
    }
    if (context->acceptability > SEGMENT_OLD) {
        if (context->acceptability != SEGMENT_CORRUPT || segment->end != sender->snd_nxt) {
            recovery_count_repeated(context->pool, sender, segment->length);
        }
        return;
    }
    receiver->unanswered = 0;
    if ((segment->flags & TCP_RST) != 0) {
        return;
    }
    if ((sender->flags & DIRECTION_SEEN) == 0 || seq_gt(segment->end, sender->snd_nxt)) {
        sender->snd_nxt = segment->end;
    }
    sender->flags = (sender->flags & ~(uint32_t)DIRECTION_FRAGMENT) |
                    (segment->packet->ip.more_fragments ? DIRECTION_FRAGMENT : 0u) |
                    DIRECTION_SEEN | (segment->length != 0 ? DIRECTION_DATA : 0u) |
                    (segment_is_pure_ack(segment) ? DIRECTION_PURE_ACK : 0u);
    if (segment->options.has_timestamps) {
        take_timestamp(sender, segment);
    }
    if ((segment->flags & TCP_ACK) == 0) {
        sender->window = comparable_window(context);
        return;
    }
    if ((receiver->flags & DIRECTION_ACKED) == 0 || seq_geq(segment->ack, receiver->snd_una)) {
        sender->window = comparable_window(context);
        receiver->snd_una = segment->ack;
        receiver->flags |= DIRECTION_ACKED;
        if ((receiver->flags & DIRECTION_SEEN) != 0 && seq_gt(segment->ack, receiver->snd_nxt)) {
            receiver->snd_nxt = segment->ack;
        }
    }
}
