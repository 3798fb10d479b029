#include "track/states/reuse.h"

#include <stddef.h>

#include "track/analysis/recovery.h"
#include "track/states/belief.h"

static bool is_over(const struct segment_context *context, enum endpoint end) {
    const enum tcp_state state = belief_state(context->flow, context->record, end);

    return state == STATE_CLOSED || state == STATE_TIME_WAIT;
}

/* Whether `number` is none of those that the end used, and not the next either. */
static bool is_foreign(const struct direction *end, uint32_t number) {
    return (end->flags & DIRECTION_SEEN) != 0 &&
           (seq_gt(number, end->snd_nxt) ||
            ((end->flags & DIRECTION_ISN) != 0 && seq_leq(number, end->isn)));
}

bool reuse_is_proven(struct segment_context *context) {
    const struct segment *segment = context->segment;

    if (context->from == context->to ||
        (segment->flags & (TCP_SYN | TCP_RST | TCP_ACK)) != TCP_ACK ||
        !is_over(context, context->from) || !is_over(context, context->to) ||
        !is_foreign(context->sender, segment->seq) ||
        !is_foreign(context->receiver, segment->ack)) {
        return false;
    }

    struct recovery *own = recovery_get(context->pool, context->sender);
    struct recovery *peers = recovery_get(context->pool, context->receiver);

    if (own == NULL || peers == NULL) {
        return false;
    }
    if (own->astray.acked && own->astray.ack == segment->seq && peers->astray.count != 0 &&
        seq_geq(segment->ack, peers->astray.left) && seq_leq(segment->ack, peers->astray.right)) {
        return true;
    }
    own->astray = (struct astray){.left = segment->seq, .right = segment->end, .count = 1};
    peers->astray = (struct astray){.ack = segment->ack, .acked = true};
    return false;
}

struct older reuse_older(const struct segment_context *context) {
    return (struct older){
        .seq = context->receiver->snd_nxt,
        .ack = context->sender->snd_nxt,
        .waits = (context->segment->flags & TCP_ACK) == 0 &&
                 belief_state(context->flow, context->record, context->to) == STATE_TIME_WAIT,
    };
}

bool reuse_is_refused(const struct segment_context *context) {
    const struct recovery *recovery = recovery_find(context->pool, context->sender);

    return recovery != NULL && recovery->older.waits &&
           context->receiver->proven == STATE_SYN_SENT && segment_is_pure_ack(context->segment) &&
           context->segment->seq == recovery->older.seq &&
           context->segment->ack == recovery->older.ack;
}
