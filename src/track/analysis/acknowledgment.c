#include "track/analysis/acknowledgment.h"

#include <stddef.h>

#include "tcpgloss/decode/tcp_options.h"

#include "track/analysis/measuring.h"
#include "track/analysis/recovery.h"
#include "track/report/verdict.h"

/* The first block tells of data received twice if it is acknowledged already, or lies within the
 * second (RFC 2883 §4). A SYN received twice is no data. */
static bool has_duplicate_sack(const struct analysis_context *context) {
    const struct direction *data = context->receiver;
    const struct segment *segment = context->segment;
    const struct tcp_options *options = &segment->options;

    if (options->sack_count == 0 ||
        ((data->flags & DIRECTION_ISN) != 0 && options->sack[0].left == data->isn)) {
        return false;
    }
    return seq_leq(options->sack[0].right, segment->ack) ||
           (options->sack_count > 1 && seq_geq(options->sack[0].left, options->sack[1].left) &&
            seq_leq(options->sack[0].right, options->sack[1].right));
}

/* 0 if the scale is unknown. */
static uint32_t scaled_window(const struct analysis_context *context) {
    if (!directions_saw_syns(context->sender, context->receiver)) {
        return 0;
    }
    return (uint32_t)context->segment->window
           << direction_shift(context->sender, context->receiver);
}

/* The capture begins with a keep-alive probe, whose number is one less than the next. */
static bool answers_first_keepalive(const struct analysis_context *context) {
    const struct direction *data = context->receiver;

    return segment_is_pure_ack(context->segment) && context->segment->ack == data->snd_nxt + 1 &&
           (data->flags & (DIRECTION_ISN | DIRECTION_ACKED | DIRECTION_DATA |
                           DIRECTION_PURE_ACK)) == DIRECTION_PURE_ACK &&
           data->packets == 1;
}

/* It acknowledges what the capture has not seen: the receiver had it, so the capture lost it. */
static void find_unseen(const struct analysis_context *context) {
    const struct direction *data = context->receiver;

    if (data->packets == 0) {
        /* Its side of the connection is not captured: said when it is first found to have sent. */
        if ((data->flags & DIRECTION_ISN) != 0 && data->snd_una == data->isn + 1) {
            verdict_add(context->verdict, FINDING_ONE_DIRECTION, endpoint_peer(context->from));
        }
        return;
    }

    struct recovery *recovery = recovery_find(context->pool, data);
    uint32_t ack = context->segment->ack;
    uint32_t seen = data->snd_nxt;
    uint32_t missing = 0;

    if (recovery != NULL && recovery->hole_count != 0) {
        uint32_t left = recovery->holes[0].left;

        missing = recovery_fill(recovery, left, ack);
        seen = missing != 0 ? left : seen;
    }
    if ((data->flags & (DIRECTION_SEEN | DIRECTION_FRAGMENT)) == DIRECTION_SEEN &&
        seq_gt(ack, data->snd_nxt) && !answers_first_keepalive(context)) {
        missing += ack - data->snd_nxt;
    }
    if (missing != 0) {
        struct finding *finding = verdict_add(context->verdict, FINDING_ACK_UNSEEN, context->from);

        finding->ack = ack;
        finding->expected_ack = seen;
        finding->length = missing;
        recovery = recovery_get(context->pool, context->receiver);
        if (recovery != NULL) {
            recovery->unseen_bytes += missing;
            recovery->unseen =
                (struct hole){.left = seen, .right = ack, .since = context->segment->clock};
        }
    }
}

static void find_progress(const struct analysis_context *context) {
    struct direction *data = context->receiver;
    struct recovery *recovery = recovery_find(context->pool, data);
    uint32_t ack = context->segment->ack;

    if (recovery != NULL) {
        recovery->duplicate_acks = 0;
        if (recovery->damaged && seq_geq(ack, recovery->damaged_end)) {
            /* It was taken: a wrong checksum of that end tells nothing. */
            recovery->damaged = false;
            direction_unmark(data, DIRECTION_CHECKSUMS);
        }
    }
    if (recovery != NULL || seq_gt(ack, data->snd_nxt)) {
        find_unseen(context);
    }
    if ((data->flags & (DIRECTION_PROBED | DIRECTION_AHEAD)) ==
            (DIRECTION_PROBED | DIRECTION_AHEAD) &&
        context->segment->window == 0) {
        direction_unmark(data, DIRECTION_PROBED);
        verdict_add(context->verdict, FINDING_WINDOW_PROBE_ACK, context->from);
    }
    if ((data->flags & DIRECTION_RECOVERY) != 0 && recovery != NULL &&
        seq_geq(ack, recovery->recover)) {
        direction_unmark(data, DIRECTION_RECOVERY);
    }
    measure_acknowledged(context, recovery);
}

static void find_duplicate(const struct analysis_context *context, bool outstanding) {
    const struct segment *segment = context->segment;
    struct recovery *recovery = recovery_get(context->pool, context->receiver);
    struct finding *finding = verdict_add(context->verdict, FINDING_DUPLICATE_ACK, context->from);

    finding->ack = segment->ack;
    finding->dsack = has_duplicate_sack(context);
    if (segment->options.sack_count != 0) {
        finding->sack_left = segment->options.sack[0].left;
        finding->sack_right = segment->options.sack[0].right;
    }
    /* A D-SACK alone says that too much was sent, not that something is missing. */
    if (finding->dsack && segment->options.sack_count == 1) {
        return;
    }
    finding->count = 1 + (recovery != NULL ? recovery->duplicate_acks : 0);
    if (outstanding && recovery != NULL) {
        recovery->duplicate_ack_count++;
        recovery->duplicate_since =
            recovery->duplicate_acks == 0 ? segment->time : recovery->duplicate_since;
        if (recovery->duplicate_acks < UINT8_MAX) {
            recovery->duplicate_acks++;
        }
        recovery->duplicate_at = segment->clock;
    }
}

/* The window has grown since the sender's last segment. If that was its SYN, whose window is not
 * scaled (RFC 7323 §2.2), a part of the scale's unit was cut off then, and one unit is no growth.
 */
static bool window_has_grown(const struct analysis_context *context) {
    const struct direction *sender = context->sender;
    const bool spoke = (sender->flags & (DIRECTION_PURE_ACK | DIRECTION_DATA)) != 0;

    return sender->window != 0 && context->segment->window > sender->window + (spoke ? 0 : 1);
}

/* No more than an acknowledgment, of what was acknowledged before: an answer to a probe, a new
 * window, or a duplicate (RFC 5681 §2; RFC 6675 §2 for those with SACK). */
static void find_repetition(const struct analysis_context *context) {
    const struct segment *segment = context->segment;
    const struct direction *sender = context->sender;
    struct direction *data = context->receiver;
    bool outstanding = (data->flags & DIRECTION_SEEN) != 0 && seq_gt(data->snd_nxt, segment->ack);
    bool selective = segment->options.sack_count != 0;

    if ((data->flags & DIRECTION_PROBED) != 0 && segment->window == 0) {
        direction_unmark(data, DIRECTION_PROBED);
        verdict_add(context->verdict, FINDING_WINDOW_PROBE_ACK, context->from);
    } else if ((data->flags & DIRECTION_KEEPALIVE) != 0 && !outstanding) {
        direction_unmark(data, DIRECTION_KEEPALIVE);
        verdict_add(context->verdict, FINDING_KEEPALIVE_ACK, context->from);
    } else if (!selective && segment->window != sender->window) {
        if (window_has_grown(context)) {
            verdict_add(context->verdict, FINDING_WINDOW_UPDATE, context->from)->window =
                scaled_window(context);
            measure_window_opened(context);
        }
    } else if ((outstanding && (selective || segment->window != 0)) ||
               has_duplicate_sack(context)) {
        find_duplicate(context, outstanding);
    }
}

/* The right edge moves to the left by more than the unit of the scale, which rounding may cut off
 * (RFC 7323 §2.4). A window that closes is told as such. */
static void find_shrunk_window(const struct analysis_context *context) {
    const struct segment *segment = context->segment;
    const struct direction *sender = context->sender;
    const unsigned shift = direction_shift(sender, context->receiver);
    const uint32_t before = (uint32_t)sender->window << shift;
    const uint32_t now = (uint32_t)segment->window << shift;
    const uint32_t newly = segment->ack - context->receiver->snd_una;

    if (directions_saw_syns(sender, context->receiver) && segment->window != 0 &&
        (context->receiver->flags & DIRECTION_ACKED) != 0 &&
        seq_geq(segment->end, sender->snd_nxt) && newly < before && now < before - newly &&
        before - newly - now > (1u << shift)) {
        verdict_add(context->verdict, FINDING_WINDOW_SHRUNK, context->from)->length =
            before - newly - now;
    }
}

/* A window that closes or opens again, on any segment. */
static void find_zero_window(const struct analysis_context *context) {
    const struct segment *segment = context->segment;
    const struct direction *sender = context->sender;
    bool seen = (sender->flags & DIRECTION_SEEN) != 0 && sender->packets != 0;

    if (segment->window == 0 && (!seen || sender->window != 0) && (segment->flags & TCP_FIN) == 0) {
        struct recovery *recovery = recovery_get(context->pool, context->sender);

        verdict_add(context->verdict, FINDING_ZERO_WINDOW, context->from);
        if (recovery != NULL) {
            recovery->zero_windows++;
            stopwatch_start(&recovery->zero_window, segment->time);
        }
    } else if (segment->window != 0 && seen && sender->window == 0) {
        direction_unmark(context->receiver, DIRECTION_PROBED);
        verdict_add(context->verdict, FINDING_WINDOW_UPDATE, context->from)->window =
            scaled_window(context);
        measure_window_opened(context);
    }
}

void acknowledgment_find(const struct analysis_context *context) {
    const struct segment *segment = context->segment;
    const struct direction *data = context->receiver;
    bool known = (data->flags & DIRECTION_ACKED) != 0;

    if (known && seq_lt(segment->ack, data->snd_una)) {
        return;
    }
    if (!known || segment->ack != data->snd_una) {
        find_progress(context);
    } else if (segment_is_pure_ack(segment) && segment->seq == context->sender->snd_nxt) {
        find_repetition(context);
    }
    if (segment->window < context->sender->window && !acknowledges_fin(segment, data)) {
        find_shrunk_window(context);
    }
    /* Once the FIN is acknowledged, no window is needed any more. */
    if ((segment->window == 0 || context->sender->window == 0) &&
        !acknowledges_fin(segment, data)) {
        find_zero_window(context);
    }
}
