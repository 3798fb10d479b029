#include "track/states/refusal.h"

#include "track/report/verdict.h"
#include "track/states/acceptability.h"

bool refusal_is_answer(struct segment_context *context) {
    const struct segment *segment = context->segment;
    struct direction *sender = context->sender;
    bool challenged = (sender->flags & DIRECTION_CHALLENGE) != 0;

    direction_unmark(sender, DIRECTION_CHALLENGE);
    return challenged && segment_is_pure_ack(segment) && segment->seq == sender->snd_nxt &&
           segment->ack == context->receiver->snd_una;
}

void refusal_expect_answer(struct segment_context *context) {
    if (context->acceptability != SEGMENT_PAWS && context->acceptability != SEGMENT_NO_ACK &&
        context->acceptability != SEGMENT_CORRUPT) {
        direction_mark(context->receiver, DIRECTION_CHALLENGE);
    }
}

bool refusal_find_bad_ack(struct segment_context *context) {
    const struct direction *receiver = context->receiver;
    bool third = context->sender->proven == STATE_SYN_SENT &&
                 (receiver->flags & DIRECTION_ISN) != 0 &&
                 (context->segment->flags & (TCP_SYN | TCP_RST | TCP_ACK)) == TCP_ACK &&
                 !acknowledges_syn(context->segment, receiver);

    if (third || acknowledges_older(context)) {
        struct finding *finding = verdict_add(context->verdict, FINDING_BAD_ACK, context->from);

        finding->ack = context->segment->ack;
        finding->expected_ack = receiver->isn;
        return true;
    }
    return false;
}

void refusal_find(const struct segment_context *context) {
    static const uint8_t reasons[] = {
        [SEGMENT_BEYOND] = IGNORED_BEYOND_WINDOW,
        [SEGMENT_BEFORE] = IGNORED_BEFORE_SYN,
        [SEGMENT_AFTER_FIN] = IGNORED_AFTER_FIN,
        [SEGMENT_BAD_ACK] = IGNORED_UNSENT_ACKED,
        [SEGMENT_OLD_ACK] = IGNORED_OLD_ACK,
        [SEGMENT_NO_ACK] = IGNORED_NO_ACK,
        [SEGMENT_PAWS] = IGNORED_NOT,
        [SEGMENT_CORRUPT] = IGNORED_CHECKSUM,
    };
    const enum ignored_reason reason = (enum ignored_reason)reasons[context->acceptability];

    if (reason != IGNORED_NOT) {
        verdict_add(context->verdict, FINDING_SEGMENT_IGNORED, context->from)->reason = reason;
    }
}
