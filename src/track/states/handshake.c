#include "track/states/handshake.h"

#include <stddef.h>

#include "tcpgloss/decode/tcp_options.h"

#include "track/analysis/recovery.h"
#include "track/report/verdict.h"
#include "track/states/acceptability.h"
#include "track/states/reuse.h"

static bool is_syn_ack(const struct segment *segment) {
    return (segment->flags & TCP_ACK) != 0;
}

/* Whether the connection may be over at the segment's sender: of one direction alone, a FIN is all
 * that shows it. */
static bool may_be_over(const struct segment_context *context) {
    const enum tcp_state own = belief_state(context->flow, context->record, context->from);

    return own == STATE_CLOSED || own == STATE_TIME_WAIT ||
           (own == STATE_UNKNOWN && (context->sender->flags & DIRECTION_FIN) != 0);
}

/* A SYN that opens a new incarnation while the old one is not forgotten (RFC 9293 §3.10.7.4, first
 * step; RFC 6191; RFC 5961 §4). */
static bool may_reopen(const struct segment_context *context) {
    const enum tcp_state own = belief_state(context->flow, context->record, context->from);
    const enum tcp_state peer = belief_state(context->flow, context->record, context->to);

    if (may_be_over(context) || peer == STATE_CLOSED) {
        return true;
    }
    if (peer == STATE_TIME_WAIT) {
        return reuse_is_allowed(context);
    }
    /* Nothing has answered the old SYN: its sender has started again. */
    return own == STATE_SYN_SENT && (context->receiver->flags & DIRECTION_SEEN) == 0;
}

/* What shows that this SYN had been sent was captured first, and is just behind it in time. The
 * number of a SYN-ACK was guessed from that: data may have been sent between the two. */
static bool is_captured_late(const struct segment_context *context) {
    const struct segment *segment = context->segment;
    const struct direction *sender = context->sender;
    const uint32_t between = sender->isn - segment->seq;

    return (sender->flags & DIRECTION_SYN_UNSEEN) != 0 &&
           (is_syn_ack(segment) ? sender->proven != STATE_SYN_SENT && between <= UINT16_MAX &&
                                      acknowledges_syn(segment, context->receiver)
                                : between == 0) &&
           flow_since_control(context->record, segment, context->from) <
               flow_patience(context->record, context->from);
}

enum syn_kind handshake_syn_kind(const struct segment_context *context) {
    const struct segment *segment = context->segment;
    const struct direction *sender = context->sender;
    const struct direction *receiver = context->receiver;
    bool own_syn_known = (sender->flags & DIRECTION_ISN) != 0;

    if (is_captured_late(context)) {
        return SYN_LATE;
    }
    if (own_syn_known && segment->seq == sender->isn) {
        /* When two SYNs cross, each end sends a SYN-ACK behind its SYN, with the same number. */
        bool first = is_syn_ack(segment) && sender->proven == STATE_SYN_SENT;

        return first ? SYN_FIRST : SYN_REPEAT;
    }
    if (is_syn_ack(segment)) {
        bool answers = (receiver->flags & DIRECTION_ISN) != 0;

        if (!own_syn_known && answers && receiver->proven == STATE_SYN_SENT) {
            return acknowledges_syn(context->segment, receiver) ? SYN_FIRST : SYN_STRAY;
        }
        if (!own_syn_known && context->verdict->opens) {
            return SYN_FIRST;
        }
        /* A SYN looked astray, or is not in the capture; this answer shows that it did open a
         * connection. */
        bool reopened = (context->record->flags & RECORD_STRAY_SYN) != 0 ||
                        receiver->packets == 0 || may_be_over(context);

        return reopened && !acknowledges_syn(context->segment, receiver) ? SYN_REOPEN : SYN_STRAY;
    }
    if (context->verdict->opens) {
        return SYN_FIRST;
    }
    if (!own_syn_known && receiver->proven == STATE_SYN_SENT && sender->proven == STATE_UNKNOWN) {
        return SYN_FIRST;
    }
    return may_reopen(context) ? SYN_REOPEN : SYN_STRAY;
}

/* A larger shift counts as 14 (RFC 7323 §2.3). */
#define SCALE_MAX 14

static struct announcement announcement_of(const struct segment *segment) {
    const struct tcp_options *options = &segment->options;

    return (struct announcement){
        .isn = segment->seq,
        .ts_value = options->ts_value,
        .flags = DIRECTION_ISN | (options->has_mss ? DIRECTION_MSS : 0u) |
                 (options->sack_permitted ? DIRECTION_SACK : 0u) |
                 (options->has_timestamps ? DIRECTION_TIMESTAMPS : 0u),
        .mss = options->mss,
        .scale = !options->has_window_scale           ? SCALE_NONE
                 : options->window_scale <= SCALE_MAX ? options->window_scale
                                                      : SCALE_MAX,
    };
}

static void take_announcement(struct direction *end, const struct announcement *announcement) {
    end->isn = announcement->isn;
    end->mss = announcement->mss;
    end->scale = announcement->scale;
    end->flags &= ~(uint32_t)(DIRECTION_MSS | DIRECTION_SACK | DIRECTION_TIMESTAMPS);
    end->flags |= announcement->flags;
    if ((announcement->flags & DIRECTION_TIMESTAMPS) != 0) {
        end->ts_recent = announcement->ts_value;
    }
}

static void read_options(struct segment_context *context) {
    const struct announcement announcement = announcement_of(context->segment);

    take_announcement(context->sender, &announcement);
}

/* ECN set-up (RFC 3168 §6.1.1) and AccECN's (RFC 9768 §3.1). */
static void find_ecn(struct segment_context *context) {
    const struct segment *segment = context->segment;
    unsigned bits = segment->flags & (TCP_AE | TCP_CWR | TCP_ECE);

    if (!is_syn_ack(segment)) {
        if (bits == (TCP_AE | TCP_CWR | TCP_ECE)) {
            verdict_add(context->verdict, FINDING_ACCECN_SETUP, context->from);
        } else if (bits == (TCP_CWR | TCP_ECE)) {
            verdict_add(context->verdict, FINDING_ECN_SETUP, context->from);
        }
    } else if (bits == TCP_ECE) {
        context->record->flags |= RECORD_ECN;
        verdict_add(context->verdict, FINDING_ECN_SETUP, context->from);
    } else if ((bits & (TCP_AE | TCP_CWR)) != 0 && bits != (TCP_AE | TCP_CWR | TCP_ECE)) {
        context->record->flags |= RECORD_ECN;
        direction_mark(context->sender, DIRECTION_ACCECN);
        direction_mark(context->receiver, DIRECTION_ACCECN);
        verdict_add(context->verdict, FINDING_ACCECN_SETUP, context->from);
    }
}

/* `carried`: bytes of data that the SYN is known to have had, where this is the SYN-ACK. */
static void find_fast_open(struct segment_context *context, uint32_t carried) {
    const struct segment *segment = context->segment;
    const struct tcp_options *options = &segment->options;
    struct finding *finding;

    if (is_syn_ack(segment)) {
        uint32_t covered = segment->ack - context->receiver->isn - 1;

        if (options->has_fast_open && options->fast_open_cookie.length != 0) {
            finding = verdict_add(context->verdict, FINDING_FAST_OPEN_GRANTED, context->from);
            finding->length = (uint32_t)options->fast_open_cookie.length;
        }
        if ((carried | covered) != 0 && (context->receiver->flags & DIRECTION_ISN) != 0) {
            bool taken = covered != 0;

            finding = verdict_add(context->verdict,
                                  taken ? FINDING_FAST_OPEN_ACCEPTED : FINDING_FAST_OPEN_IGNORED,
                                  context->from);
            finding->length = taken ? covered : carried;
            context->record->flags |= taken ? RECORD_FAST_OPEN : 0u;
        }
    } else if (options->has_fast_open && options->fast_open_cookie.length == 0) {
        verdict_add(context->verdict, FINDING_FAST_OPEN_REQUEST, context->from);
    } else if (options->has_fast_open) {
        finding = verdict_add(context->verdict, FINDING_FAST_OPEN_USED, context->from);
        finding->length = segment->length;
    }
}

static void first_syn(struct segment_context *context) {
    const struct segment *segment = context->segment;
    struct direction *sender = context->sender;
    struct direction *receiver = context->receiver;

    if ((sender->flags & DIRECTION_ISN) == 0) {
        read_options(context);
        sender->snd_nxt = segment->end;
    }
    if (is_syn_ack(segment)) {
        if ((receiver->flags & DIRECTION_ISN) == 0 && receiver->proven == STATE_UNKNOWN) {
            receiver->isn = segment->ack - 1;
            receiver->snd_nxt = segment->ack;
            receiver->scale = SCALE_NONE;
            receiver->flags |= DIRECTION_ISN | DIRECTION_SEEN;
            receiver->proven = STATE_SYN_SENT;
            receiver->flags |= DIRECTION_SYN_UNSEEN;
        } else if ((context->record->flags & (RECORD_RETRIED | RECORD_SIMULTANEOUS)) == 0) {
            flow_set_round_trip(context->record, context->from,
                                flow_since_control(context->record, context->segment, context->to));
        }
        verdict_add(context->verdict, FINDING_SYN_ACK, context->from)->acked = receiver->isn;
        if ((context->record->flags & RECORD_REFUSED) != 0) {
            verdict_add(context->verdict, FINDING_RESET_WITHOUT_EFFECT, context->from)->duration =
                flow_since_control(context->record, context->segment, context->from);
        }
    } else if ((receiver->flags & DIRECTION_ISN) != 0) {
        if (context->from != context->to) {
            context->record->flags |= RECORD_SIMULTANEOUS;
            verdict_add(context->verdict, FINDING_SIMULTANEOUS_OPEN, context->from);
        }
    }
    if (!is_syn_ack(segment)) {
        verdict_add(context->verdict, FINDING_SYN, context->from);
    }
    find_fast_open(context, receiver->snd_nxt - receiver->isn - 1);
    find_ecn(context);
}

/* Data that were sent behind the SYN-ACK were acknowledged, or overtaken, before it was captured.
 */
static void keep_unseen(struct segment_context *context, uint32_t known) {
    struct direction *sender = context->sender;
    const struct hole unseen = {
        .left = context->segment->end,
        .right = known + 1,
        .since = context->record->control_sent[context->from],
    };
    struct recovery *recovery =
        unseen.left != unseen.right ? recovery_get(context->pool, sender) : NULL;

    if (recovery != NULL && direction_acked(sender, unseen.right)) {
        recovery->unseen = unseen;
    } else if (recovery != NULL && recovery->hole_count == 0) {
        recovery_add_hole(recovery, unseen);
    }
}

/* What the SYN announces is known only now. */
static void late_syn(struct segment_context *context) {
    const uint32_t known = context->sender->isn;
    const bool syn_ack = is_syn_ack(context->segment);

    verdict_add(context->verdict, FINDING_CAPTURED_LATE, context->from)->duration =
        flow_since_control(context->record, context->segment, context->from);
    direction_unmark(context->sender, DIRECTION_SYN_UNSEEN);
    read_options(context);
    verdict_add(context->verdict, syn_ack ? FINDING_SYN_ACK : FINDING_SYN, context->from)->acked =
        context->receiver->isn;
    if (syn_ack) {
        keep_unseen(context, known);
    }
    find_fast_open(context, 0); /* what else the peer has sent since is none of the SYN's */
    find_ecn(context);
    if ((context->record->flags & RECORD_ESTABLISHED) != 0 &&
        directions_saw_syns(context->sender, context->receiver)) {
        verdict_add(context->verdict, FINDING_NEGOTIATED, context->from);
    }
}

static void repeated_syn(struct segment_context *context) {
    bool syn_ack = is_syn_ack(context->segment);
    /* A SYN that comes again, even as a copy, is answered again at once. */
    bool asked =
        syn_ack && flow_since_control(context->record, context->segment, context->to) <=
                       flow_since_control(context->record, context->segment, context->from);
    struct finding *finding;

    if (!asked && (context->sender->flags & DIRECTION_SYN_UNSEEN) == 0 &&
        context_is_copy_of_control(context)) {
        return;
    }
    finding = verdict_add(context->verdict,
                          syn_ack ? FINDING_SYN_ACK_RETRANSMITTED : FINDING_SYN_RETRANSMITTED,
                          context->from);
    finding->count = flow_count_repeat(context->record, context->from);
    finding->duration = flow_since_control(context->record, context->segment, context->from);
    context->record->flags |= RECORD_RETRIED;
    recovery_count_retransmission(context->pool, context->sender);
}

/* A SYN-ACK whose ACK is not the SYN's number plus one. It may also cover a Fast Open SYN's data.
 */
static void find_bad_ack(struct segment_context *context) {
    const struct direction *receiver = context->receiver;

    if (is_syn_ack(context->segment) && receiver->proven == STATE_SYN_SENT &&
        (receiver->flags & DIRECTION_ISN) != 0 && !acknowledges_syn(context->segment, receiver)) {
        struct finding *finding = verdict_add(context->verdict, FINDING_BAD_ACK, context->from);

        finding->ack = context->segment->ack;
        finding->expected_ack = receiver->isn;
    }
}

/* A second SYN-ACK with another number, before the third segment. What it announces is kept. */
static void find_other_answer(struct segment_context *context) {
    struct recovery *recovery = recovery_get(context->pool, context->sender);
    struct finding *finding = verdict_add(context->verdict, FINDING_OTHER_ISN, context->from);

    finding->seq = context->segment->seq;
    finding->expected_seq = context->sender->isn;
    if (recovery != NULL) {
        recovery->other_answer = announcement_of(context->segment);
        context->record->flags |= RECORD_OTHER_ISN;
    }
}

void handshake_choose_answer(struct segment_context *context) {
    const struct segment *segment = context->segment;
    struct direction *receiver = context->receiver;

    if ((context->record->flags & RECORD_OTHER_ISN) == 0 ||
        (segment->flags & (TCP_SYN | TCP_RST)) != 0) {
        return;
    }

    const struct recovery *recovery = recovery_find(context->pool, receiver);

    if (context->sender->proven == STATE_SYN_SENT && (segment->flags & TCP_ACK) != 0 &&
        !acknowledges_syn(segment, receiver) && recovery != NULL &&
        segment->ack == recovery->other_answer.isn + 1) {
        take_announcement(receiver, &recovery->other_answer);
        receiver->snd_nxt = segment->ack;
    }
    context->record->flags &= (uint16_t)~RECORD_OTHER_ISN;
}

void handshake_syn(struct segment_context *context, enum syn_kind kind) {
    struct direction *receiver = context->receiver;

    switch (kind) {
    case SYN_FIRST:
    case SYN_REOPEN:
        context->record->repeats[context->from] = 0;
        first_syn(context);
        break;
    case SYN_LATE:
        late_syn(context);
        break;
    case SYN_REPEAT:
        repeated_syn(context);
        break;
    case SYN_STRAY:
        find_bad_ack(context);
        if (!is_syn_ack(context->segment)) {
            context->record->flags |= RECORD_STRAY_SYN;
        } else if (receiver->proven == STATE_SYN_SENT &&
                   acknowledges_syn(context->segment, receiver)) {
            find_other_answer(context);
        }
        receiver->flags |= DIRECTION_CHALLENGE;
        return;
    }
    if (context->segment->length != 0 && context->sender->data_sent == 0) {
        context->sender->data_sent = context->segment->clock;
    }
    flow_note_control(context->record, context->segment, context->from);
}

void handshake_complete(struct segment_context *context, enum tcp_state before,
                        enum tcp_state after) {
    struct flow_record *record = context->record;

    if ((record->flags & RECORD_ESTABLISHED) != 0 || after == before ||
        (before != STATE_SYN_SENT && before != STATE_SYN_RECEIVED) || after == STATE_CLOSED) {
        return;
    }
    record->flags |= RECORD_ESTABLISHED;
    record->flags &= (uint16_t)~RECORD_REFUSED; /* another host refused, in the server's name */
    if ((record->flags & (RECORD_RETRIED | RECORD_SIMULTANEOUS)) == 0 && before == STATE_SYN_SENT) {
        flow_set_round_trip(record, context->from,
                            flow_since_control(context->record, context->segment, context->to));
    }

    struct finding *finding = verdict_add(context->verdict, FINDING_HANDSHAKE_ACK, context->from);

    finding->acked = context->receiver->isn;
    finding->duration =
        record->round_trips.handshake[0] == 0 || record->round_trips.handshake[1] == 0
            ? 0
            : flow_round_trip(record, ENDPOINT_CLIENT) + flow_round_trip(record, ENDPOINT_SERVER);
    if (directions_saw_syns(context->sender, context->receiver)) {
        verdict_add(context->verdict, FINDING_NEGOTIATED, context->from);
    }
}
