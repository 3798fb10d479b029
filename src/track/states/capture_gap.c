#include "track/states/capture_gap.h"

#include "track/analysis/recovery.h"
#include "track/report/verdict.h"

/* As many segments of one end, each beginning where the one before it ended, are no forgery. */
#define CONTIGUOUS_MIN 3

/* The direction goes on from `next`; what lies before it was not captured. */
static void move_to(struct direction *direction, struct recovery *recovery, uint32_t una,
                    uint32_t next) {
    direction->snd_una = una;
    direction->snd_nxt = next;
    direction_mark(direction, DIRECTION_ACKED | DIRECTION_SEEN);
    direction_unmark(direction, DIRECTION_SENT_ONCE | DIRECTION_RECOVERY | DIRECTION_PROBED |
                                    DIRECTION_AHEAD | DIRECTION_KEEPALIVE);
    recovery->hole_count = 0;
    recovery->astray = (struct astray){0};
}

/* `left_out` bytes were never captured; those from `left` to `right`, which looked unacceptable, do
 * count. */
static void count_bytes(struct recovery *recovery, uint32_t left_out, uint32_t left,
                        uint32_t right) {
    const uint32_t bytes = right - left;

    recovery->unseen_bytes += left_out;
    recovery->repeated_bytes -= bytes < recovery->repeated_bytes ? bytes : recovery->repeated_bytes;
}

/* The segment's own numbers: beyond the window of the end that it goes to. */
static bool bridge_by_number(struct segment_context *context) {
    const struct segment *segment = context->segment;
    struct direction *sender = context->sender;
    struct recovery *recovery = recovery_get(context->pool, sender);
    struct astray *astray = recovery != NULL ? &recovery->astray : NULL;
    const uint32_t expected = sender->snd_nxt;
    struct finding *finding;

    if (recovery == NULL || (sender->flags & DIRECTION_FIN) != 0) {
        return false;
    }
    if (astray->count == 0 || segment->seq != astray->right) {
        astray->left = segment->seq;
        astray->count = 0;
    }
    astray->right = segment->end;
    astray->count++;
    if (!(astray->acked && segment->seq == astray->ack) && astray->count < CONTIGUOUS_MIN) {
        return false;
    }
    finding = verdict_add(context->verdict, FINDING_GAP, context->from);
    finding->seq = segment->seq;
    finding->expected_seq = expected;
    finding->length = astray->left - expected;
    count_bytes(recovery, finding->length, astray->left, segment->seq);
    move_to(sender, recovery, segment->seq, segment->seq);
    return true;
}

/* Its acknowledgment: of what was never seen sent. */
static bool bridge_by_acknowledgment(struct segment_context *context) {
    const struct segment *segment = context->segment;
    struct direction *receiver = context->receiver;
    struct recovery *recovery = recovery_get(context->pool, receiver);
    struct astray *astray = recovery != NULL ? &recovery->astray : NULL;
    const uint32_t expected = receiver->snd_nxt;
    struct finding *finding;

    if (recovery == NULL || (receiver->flags & DIRECTION_FIN) != 0) {
        return false;
    }
    if (astray->count == 0 || seq_leq(segment->ack, astray->left) ||
        seq_gt(segment->ack, astray->right)) {
        astray->acked = true;
        astray->ack = segment->ack;
        return false;
    }
    finding = verdict_add(context->verdict, FINDING_ACK_UNSEEN, context->from);
    finding->ack = segment->ack;
    finding->expected_ack = expected;
    finding->length = astray->left - expected;
    count_bytes(recovery, finding->length, astray->left, astray->right);
    move_to(receiver, recovery, astray->left, astray->right);
    return true;
}

bool capture_gap_bridge(struct segment_context *context) {
    const struct segment *segment = context->segment;
    bool bridged = false;

    if (context->from == context->to ||
        (segment->flags & (TCP_SYN | TCP_RST | TCP_ACK)) != TCP_ACK ||
        (context->sender->flags & context->receiver->flags & DIRECTION_SEEN) == 0) {
        return false;
    }
    if (seq_gt(segment->ack, context->receiver->snd_nxt)) {
        bridged = bridge_by_acknowledgment(context);
    }
    if (seq_gt(segment->seq, context->sender->snd_nxt)) {
        bridged = bridge_by_number(context) || bridged;
    }
    return bridged;
}
