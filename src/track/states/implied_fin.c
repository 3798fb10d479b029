#include "track/states/implied_fin.h"

#include <stddef.h>

#include "track/analysis/recovery.h"
#include "track/report/verdict.h"
#include "track/report/zeek_state.h"
#include "track/states/belief.h"
#include "track/states/teardown_kind.h"

/*
 * The first acknowledgment of the peer's FIN is a bare ACK with a number beyond what its sender was
 * seen to send, by one: that one is a FIN, sent before the peer's FIN arrived, and not captured. A
 * FIN sent later would itself acknowledge the peer's.
 */
bool implied_fin_is_proven(const struct segment_view *view) {
    const struct segment *segment = view->segment;
    const struct direction *sender = view->sender;
    const struct direction *receiver = view->receiver;

    return view->from != view->to && segment_is_pure_ack(segment) &&
           view->acceptability == SEGMENT_ACCEPTABLE &&
           (sender->flags & (DIRECTION_SEEN | DIRECTION_FIN)) == DIRECTION_SEEN &&
           segment->seq == sender->snd_nxt + 1 && acknowledges_fin(segment, receiver) &&
           !direction_fin_acked(receiver);
}

void implied_fin_take(struct segment_context *context) {
    const struct segment *segment = context->segment;
    struct recovery *recovery = recovery_get(context->pool, context->sender);

    direction_mark(context->sender, DIRECTION_FIN);
    context->sender->snd_nxt = segment->seq;
    flow_note_control(context->record, segment, context->from);
    if (recovery != NULL) {
        recovery->unseen =
            (struct hole){.left = segment->seq - 1, .right = segment->seq, .since = segment->clock};
    }
}

bool implied_fin_is_seen_now(const struct segment_view *view) {
    const struct recovery *recovery = recovery_find(view->pool, view->sender);
    const uint32_t end = view->segment->end;

    return recovery != NULL && recovery_has_unseen(recovery, end - 1, end);
}

void implied_fin_keep_doubtful(struct segment_context *context) {
    const struct segment *segment = context->segment;
    struct recovery *recovery = recovery_get(context->pool, context->sender);

    if (recovery != NULL && (context->sender->flags & DIRECTION_FIN) == 0 &&
        context->from != context->to &&
        (segment->seq == context->sender->snd_nxt || context->acceptability == SEGMENT_BEYOND)) {
        recovery->doubtful_fin =
            (struct doubtful_fin){.left = segment->seq, .end = segment->end, .ack = segment->ack};
        direction_mark(context->sender, DIRECTION_FIN_DOUBTFUL);
    }
}

/* What lies before the FIN may not be in the capture. */
static void find_missing(struct segment_context *context, const struct doubtful_fin *fin) {
    const uint32_t expected = context->receiver->snd_nxt;

    if (seq_gt(fin->left, expected)) {
        struct finding *finding = verdict_add(context->verdict, FINDING_ACK_UNSEEN, context->from);

        finding->ack = context->segment->ack;
        finding->expected_ack = expected;
        finding->length = fin->left - expected;
    }
}

void implied_fin_take_doubtful(struct segment_context *context) {
    const struct segment *segment = context->segment;
    struct direction *sender = context->sender;
    struct direction *closer = context->receiver;

    if ((closer->flags & DIRECTION_FIN_DOUBTFUL) == 0 ||
        (segment->flags & (TCP_SYN | TCP_RST | TCP_ACK)) != TCP_ACK) {
        return;
    }

    const struct doubtful_fin fin = recovery_find(context->pool, closer)->doubtful_fin;

    if (segment->ack != fin.end) {
        return;
    }
    direction_unmark(closer, DIRECTION_FIN_DOUBTFUL);
    if ((closer->flags & DIRECTION_FIN) != 0) {
        return; /* it came again */
    }
    find_missing(context, &fin);

    struct belief belief = context_for_belief(context);
    struct state_path before;

    belief_begin(&belief, context->to, &before);

    struct state_path path = {.count = 1, .states = {before.states[0]}};

    const bool acks = (sender->flags & DIRECTION_FIN) != 0 && fin.ack == sender->snd_nxt;

    teardown_kind_find(context, context->to, sender, acks);
    belief_prove_oldest(&belief, context->to, 0, &path);
    belief_prove(&belief, context->to, SEND_FIN, &path);
    direction_mark(closer, DIRECTION_FIN);
    zeek_state_close(context->record, context->to);
    closer->snd_nxt = fin.end;
    belief_report(&belief, context->to, &before, &path);
    if (acks) {
        belief_assume_now(&belief, context->from, RECEIVE_ACK_OF_FIN);
        direction_mark(sender, DIRECTION_ACKED);
        sender->snd_una = fin.ack;
    }
    belief_assume_now(&belief, context->from, RECEIVE_FIN);
}
