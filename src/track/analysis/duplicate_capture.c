#include "track/analysis/duplicate_capture.h"

#include <stddef.h>

#include "track/analysis/recovery.h"
#include "track/report/verdict.h"

/* Copies of one packet are captured within this time of each other. */
#define COPY_MAX INT64_C(1000000)

/* As many packets of one end may be captured before the copy of the first. */
#define BATCH_MAX 256

static bool is_near_last(const struct analysis_context *context) {
    return context->since_last <= COPY_MAX && context->since_last >= -COPY_MAX;
}

/* The last number that the sender used was sent at `clock`, which is just now. */
static bool was_sent_just_now(const struct analysis_context *context, uint32_t clock) {
    return context->segment->end == context->sender->snd_nxt && is_near_last(context) &&
           clock != 0 && segment_since(context->segment, clock) <= COPY_MAX;
}

static bool both_ends_are_copied(const struct analysis_context *context) {
    return (context->sender->flags & context->receiver->flags & DIRECTION_COPIED) != 0;
}

static bool brings_nothing(const struct analysis_context *context) {
    const struct segment *segment = context->segment;
    const struct direction *sender = context->sender;
    const struct direction *receiver = context->receiver;

    return (sender->flags & DIRECTION_SEEN) != 0 && seq_leq(segment->end, sender->snd_nxt) &&
           ((receiver->flags & DIRECTION_ACKED) == 0 || seq_leq(segment->ack, receiver->snd_una));
}

/* A first copy that was overtaken fills a hole. */
static bool fills_hole(const struct analysis_context *context) {
    const struct recovery *recovery = recovery_find(context->pool, context->sender);

    return recovery != NULL &&
           recovery_overlap(recovery, context->segment->seq, context->segment->end) != NULL;
}

/* A pure ACK that comes again after its peer has spoken answers the peer: it is no copy. */
static bool is_identified(const struct analysis_context *context) {
    const struct direction *sender = context->sender;
    uint16_t id = context->segment->packet->ip.id;

    if ((sender->flags & DIRECTION_SAME_ID) != 0) {
        return false;
    }
    if (id == sender->ip_id && (context->segment->flags & TCP_FIN) == 0) {
        return context->segment->window == sender->window && !fills_hole(context) &&
               ((sender->flags & DIRECTION_LAST) != 0 || both_ends_are_copied(context) ||
                context->segment->length != 0);
    }
    return (uint16_t)(sender->ip_id - id) < BATCH_MAX && both_ends_are_copied(context);
}

/* Without an identification. */
static bool is_repeated_at_once(const struct analysis_context *context) {
    const struct segment *segment = context->segment;

    if ((segment->flags & TCP_FIN) != 0) {
        return was_sent_just_now(context, *context->control_sent) && both_ends_are_copied(context);
    }
    if (segment->length != 0) {
        return was_sent_just_now(context, context->sender->data_sent);
    }
    return segment->seq == context->sender->snd_nxt && segment->options.sack_count == 0 &&
           segment->window == context->sender->window &&
           segment->ack == context->receiver->snd_una &&
           (context->sender->flags & DIRECTION_PURE_ACK) != 0 && both_ends_are_copied(context);
}

static void add(const struct analysis_context *context, int64_t apart) {
    direction_mark(context->sender, DIRECTION_COPIED);
    recovery_count_repeated(context->pool, context->sender, context->segment->length);
    verdict_add(context->verdict, FINDING_DUPLICATE_CAPTURE, context->from)->duration =
        apart > 0 ? apart : 0;
}

bool duplicate_capture_find(const struct analysis_context *context) {
    bool copy = brings_nothing(context) && is_near_last(context) &&
                (context->segment->packet->ip.id != 0 ? is_identified(context)
                                                      : is_repeated_at_once(context));

    if (copy) {
        add(context, context->since_last);
    }
    return copy;
}

bool duplicate_capture_find_control(const struct analysis_context *context) {
    bool copy = was_sent_just_now(context, *context->control_sent);

    if (copy) {
        add(context, segment_since(context->segment, *context->control_sent));
    }
    return copy;
}

void duplicate_capture_note_id(const struct analysis_context *context) {
    struct direction *sender = context->sender;
    uint16_t id = context->segment->packet->ip.id;

    if (id == sender->ip_id && (sender->flags & DIRECTION_SEEN) != 0 &&
        seq_gt(context->segment->end, sender->snd_nxt)) {
        direction_mark(sender, DIRECTION_SAME_ID);
    }
    sender->ip_id = id;
}
