#include "track/states/handshake.h"

#include "track/analysis/duplicate_capture.h"
#include "track/analysis/send_time.h"
#include "track/states/acceptability.h"

static bool is_syn_ack(const struct segment *segment) {
    return (segment->flags & TCP_ACK) != 0;
}

/* A SYN that opens a new incarnation while the old one is not forgotten (RFC 9293 §3.10.7.4, first
 * step; RFC 6191; RFC 5961 §4). */
static bool may_reopen(const struct journey *journey) {
    const struct segment *segment = journey->segment;
    const struct endpoint_state *sender = journey->sender;
    enum tcp_state own = moves_state(journey->flow, journey->cold, journey->from);
    enum tcp_state peer = moves_state(journey->flow, journey->cold, journey->to);

    if (own == STATE_CLOSED || own == STATE_TIME_WAIT || peer == STATE_CLOSED) {
        return true;
    }
    if (peer == STATE_TIME_WAIT) {
        return (sender->flags & ENDPOINT_SEEN) == 0 || seq_gt(segment->seq, sender->snd_nxt) ||
               (segment->options.has_timestamps && (sender->flags & ENDPOINT_TIMESTAMPS) != 0 &&
                seq_gt(segment->options.ts_value, sender->ts_recent));
    }
    /* Nothing has answered the old SYN: whoever sent it has started again. */
    return own == STATE_SYN_SENT && (journey->receiver->flags & ENDPOINT_SEEN) == 0;
}

enum syn_kind opening_kind(const struct journey *journey) {
    const struct segment *segment = journey->segment;
    const struct endpoint_state *sender = journey->sender;
    const struct endpoint_state *receiver = journey->receiver;
    bool own_syn_known = (sender->flags & ENDPOINT_ISN) != 0;

    if (own_syn_known && segment->seq == sender->isn) {
        /* After a SYN of its own, the SYN-ACK of two that cross is a first one. */
        bool first = is_syn_ack(segment) && sender->proven == STATE_SYN_SENT;

        return first ? SYN_FIRST : SYN_REPEAT;
    }
    if (is_syn_ack(segment)) {
        bool answers = (receiver->flags & ENDPOINT_ISN) != 0;

        if (!own_syn_known && answers && receiver->proven == STATE_SYN_SENT) {
            return validity_acks_syn(journey, receiver) ? SYN_FIRST : SYN_STRAY;
        }
        if (!own_syn_known && journey->verdict->opens) {
            return SYN_FIRST;
        }
        /* The answer tells that a SYN which looked astray did open a connection. */
        bool reopened =
            (journey->cold->flags & FLOW_STRAY_SYN) != 0 && !validity_acks_syn(journey, receiver);

        return reopened ? SYN_REOPEN : SYN_STRAY;
    }
    if (journey->verdict->opens) {
        return SYN_FIRST;
    }
    if (!own_syn_known && receiver->proven == STATE_SYN_SENT && sender->proven == STATE_UNKNOWN) {
        return SYN_FIRST;
    }
    return may_reopen(journey) ? SYN_REOPEN : SYN_STRAY;
}

static void read_options(struct journey *journey) {
    const struct tcp_options *options = &journey->segment->options;
    struct endpoint_state *sender = journey->sender;

    sender->scale = options->has_window_scale ? options->window_scale & 0xfu : SCALE_NONE;
    if (options->has_mss) {
        sender->flags |= ENDPOINT_MSS;
        sender->mss = options->mss;
    }
    if (options->sack_permitted) {
        sender->flags |= ENDPOINT_SACK;
    }
    if (options->has_timestamps) {
        sender->flags |= ENDPOINT_TIMESTAMPS;
        sender->ts_recent = options->ts_value;
    }
}

/* ECN set-up (RFC 3168 §6.1.1) and AccECN's (RFC 9768 §3.1). */
static void find_ecn(struct journey *journey) {
    const struct segment *segment = journey->segment;
    unsigned bits = segment->flags & (TCP_AE | TCP_CWR | TCP_ECE);

    if (!is_syn_ack(segment)) {
        if (bits == (TCP_AE | TCP_CWR | TCP_ECE)) {
            verdict_add(journey->verdict, FINDING_ACCECN_SETUP, journey->from);
        } else if (bits == (TCP_CWR | TCP_ECE)) {
            verdict_add(journey->verdict, FINDING_ECN_SETUP, journey->from);
        }
    } else if (bits == TCP_ECE) {
        journey->cold->flags |= FLOW_ECN;
        verdict_add(journey->verdict, FINDING_ECN_SETUP, journey->from);
    } else if ((bits & (TCP_AE | TCP_CWR)) != 0 && bits != (TCP_AE | TCP_CWR | TCP_ECE)) {
        journey->cold->flags |= FLOW_ECN | FLOW_ACCECN;
        verdict_add(journey->verdict, FINDING_ACCECN_SETUP, journey->from);
    }
}

static void find_fast_open(struct journey *journey) {
    const struct segment *segment = journey->segment;
    const struct tcp_options *options = &segment->options;
    struct finding *finding;

    if (is_syn_ack(segment)) {
        uint32_t carried = journey->receiver->snd_nxt - journey->receiver->isn - 1;
        uint32_t covered = segment->ack - journey->receiver->isn - 1;

        if (options->has_fast_open && options->fast_open_cookie.length != 0) {
            finding = verdict_add(journey->verdict, FINDING_FAST_OPEN_GRANTED, journey->from);
            finding->length = (uint32_t)options->fast_open_cookie.length;
        }
        if (carried != 0 && (journey->receiver->flags & ENDPOINT_ISN) != 0) {
            bool taken = covered != 0;

            finding = verdict_add(journey->verdict,
                                  taken ? FINDING_FAST_OPEN_ACCEPTED : FINDING_FAST_OPEN_IGNORED,
                                  journey->from);
            finding->length = taken ? covered : carried;
            journey->cold->flags |= taken ? FLOW_FAST_OPEN : 0u;
        }
    } else if (options->has_fast_open && options->fast_open_cookie.length == 0) {
        verdict_add(journey->verdict, FINDING_FAST_OPEN_REQUEST, journey->from);
    } else if (options->has_fast_open) {
        finding = verdict_add(journey->verdict, FINDING_FAST_OPEN_USED, journey->from);
        finding->length = segment->length;
    }
}

static void first_syn(struct journey *journey) {
    const struct segment *segment = journey->segment;
    struct endpoint_state *sender = journey->sender;
    struct endpoint_state *receiver = journey->receiver;
    struct finding *finding;

    if ((sender->flags & ENDPOINT_ISN) == 0) {
        sender->isn = segment->seq;
        sender->snd_nxt = segment->end;
        sender->flags |= ENDPOINT_ISN;
        read_options(journey);
    }
    if (is_syn_ack(segment)) {
        if ((receiver->flags & ENDPOINT_ISN) == 0 && receiver->proven == STATE_UNKNOWN) {
            receiver->isn = segment->ack - 1;
            receiver->snd_nxt = segment->ack;
            receiver->scale = SCALE_NONE;
            receiver->flags |= ENDPOINT_ISN | ENDPOINT_SEEN;
            receiver->proven = STATE_SYN_SENT;
            journey->cold->ends[journey->to].syn_unseen = 1;
        } else if ((journey->cold->flags & (FLOW_RETRIED | FLOW_SIMULTANEOUS)) == 0) {
            flow_set_round_trip(journey->cold, journey->from,
                                sent_since_control(journey, journey->to));
        }
        finding = verdict_add(journey->verdict, FINDING_SYN_ACK, journey->from);
        finding->seq = segment->seq;
        finding->ack = segment->ack;
        finding->expected = receiver->isn;
    } else if ((receiver->flags & ENDPOINT_ISN) != 0) {
        if (journey->from != journey->to) {
            journey->cold->flags |= FLOW_SIMULTANEOUS;
            finding = verdict_add(journey->verdict, FINDING_SIMULTANEOUS_OPEN, journey->from);
            finding->seq = segment->seq;
        }
    }
    if (!is_syn_ack(segment)) {
        finding = verdict_add(journey->verdict, FINDING_SYN, journey->from);
        finding->seq = segment->seq;
    }
    find_fast_open(journey);
    find_ecn(journey);
}

static void repeated_syn(struct journey *journey) {
    bool syn_ack = is_syn_ack(journey->segment);
    /* A SYN that comes again, be it a copy, is answered again at once. */
    bool asked = syn_ack && sent_since_control(journey, journey->to) <=
                                sent_since_control(journey, journey->from);
    struct finding *finding;

    if (!asked && copy_find_control(journey)) {
        return;
    }
    finding = verdict_add(journey->verdict,
                          syn_ack ? FINDING_SYN_ACK_RETRANSMITTED : FINDING_SYN_RETRANSMITTED,
                          journey->from);
    finding->seq = journey->segment->seq;
    finding->count = flow_count_repeat(journey->cold, journey->from);
    finding->duration = sent_since_control(journey, journey->from);
    journey->cold->flags |= FLOW_RETRIED;
}

/* A number that is not the SYN's plus one; the data of a Fast Open SYN may be covered too. */
static void find_bad_ack(struct journey *journey) {
    const struct endpoint_state *receiver = journey->receiver;

    if (is_syn_ack(journey->segment) && receiver->proven == STATE_SYN_SENT &&
        (receiver->flags & ENDPOINT_ISN) != 0 && !validity_acks_syn(journey, receiver)) {
        struct finding *finding = verdict_add(journey->verdict, FINDING_BAD_ACK, journey->from);

        finding->ack = journey->segment->ack;
        finding->expected = receiver->isn;
    }
}

void opening_syn(struct journey *journey, enum syn_kind kind) {
    struct endpoint_state *receiver = journey->receiver;

    switch (kind) {
    case SYN_FIRST:
    case SYN_REOPEN:
        journey->cold->ends[journey->from].repeats = 0;
        first_syn(journey);
        break;
    case SYN_REPEAT:
        repeated_syn(journey);
        break;
    case SYN_STRAY:
        find_bad_ack(journey);
        if (!is_syn_ack(journey->segment)) {
            journey->cold->flags |= FLOW_STRAY_SYN;
        } else if (receiver->proven == STATE_SYN_SENT && validity_acks_syn(journey, receiver)) {
            journey->cold->flags |= FLOW_OTHER_ISN;
        }
        receiver->flags |= ENDPOINT_CHALLENGE;
        return;
    }
    sent_control(journey, journey->from);
}

void opening_completed(struct journey *journey, enum tcp_state before, enum tcp_state after) {
    const struct segment *segment = journey->segment;
    struct flow_cold *cold = journey->cold;

    if ((cold->flags & FLOW_ESTABLISHED) != 0 || after == before ||
        (before != STATE_SYN_SENT && before != STATE_SYN_RECEIVED) || after == STATE_CLOSED) {
        return;
    }
    cold->flags |= FLOW_ESTABLISHED;
    if ((cold->flags & (FLOW_RETRIED | FLOW_SIMULTANEOUS)) == 0 && before == STATE_SYN_SENT) {
        flow_set_round_trip(cold, journey->from, sent_since_control(journey, journey->to));
    }

    struct finding *finding = verdict_add(journey->verdict, FINDING_HANDSHAKE_ACK, journey->from);

    finding->ack = segment->ack;
    finding->expected = journey->receiver->isn;
    finding->duration = cold->ends[0].round_trip == 0 || cold->ends[1].round_trip == 0
                            ? 0
                            : segment->time - cold->start;
    if (flow_saw_syns(journey->flow, cold)) {
        verdict_add(journey->verdict, FINDING_NEGOTIATED, journey->from);
    }
}
