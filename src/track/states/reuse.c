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

bool reuse_waits(const struct segment_context *context) {
    return context->from != context->to && (context->segment->flags & TCP_ACK) == 0 &&
           belief_state(context->flow, context->record, context->to) == STATE_TIME_WAIT;
}

bool reuse_is_allowed(const struct segment_context *context) {
    const struct segment *segment = context->segment;
    const struct direction *sender = context->sender;

    return (sender->flags & DIRECTION_SEEN) == 0 || seq_gt(segment->seq, sender->snd_nxt) ||
           (segment->options.has_timestamps && (sender->flags & DIRECTION_TIMESTAMPS) != 0 &&
            seq_gt(segment->options.ts_value, sender->ts_recent));
}

struct older reuse_older(const struct segment_context *context) {
    const struct recovery *recovery = recovery_find(context->pool, context->receiver);

    if (!reuse_waits(context)) {
        return recovery != NULL && (context->segment->flags & TCP_ACK) == 0 ? recovery->older
                                                                            : (struct older){0};
    }
    return (struct older){
        .seq = context->receiver->snd_nxt, .ack = context->sender->snd_nxt, .waits = true};
}

bool reuse_keep(struct segment_context *context, struct older older) {
    struct recovery *recovery = recovery_get(context->pool, context->receiver);

    if (recovery != NULL) {
        recovery->older = older;
    }
    return recovery != NULL;
}

bool reuse_is_refused(const struct segment_context *context) {
    const struct recovery *recovery = recovery_find(context->pool, context->sender);

    return recovery != NULL && recovery->older.waits &&
           context->receiver->proven == STATE_SYN_SENT && segment_is_pure_ack(context->segment) &&
           context->segment->seq == recovery->older.seq &&
           context->segment->ack == recovery->older.ack;
}

void reuse_note_reset(struct segment_context *context) {
    struct recovery *recovery = recovery_find(context->pool, context->receiver);

    if (recovery != NULL && recovery->older.waits && context->segment->seq == recovery->older.ack) {
        recovery->older.reset = true;
    }
}

enum older_fate reuse_fate(struct segment_context *context) {
    const struct direction *server = &context->flow->directions[ENDPOINT_SERVER];
    struct recovery *recovery =
        context->record->incarnation > 1 ? recovery_find(context->pool, server) : NULL;

    if (recovery == NULL || !recovery->older.waits) {
        return OLDER_UNTOLD;
    }
    if (server->proven >= STATE_SYN_RECEIVED || recovery->older.reset) {
        recovery->older = (struct older){0};
        return OLDER_ENDS;
    }
    return reuse_is_refused(context) || (context->record->flags & RECORD_REFUSED) != 0
               ? OLDER_STAYS
               : OLDER_UNTOLD;
}
