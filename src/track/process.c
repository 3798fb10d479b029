#include "track/process.h"

#include "track/analysis/analysis.h"
#include "track/analysis/send_time.h"
#include "track/report/zeek_history.h"
#include "track/states/acceptability.h"
#include "track/states/belief.h"
#include "track/states/inference.h"
#include "track/states/midstream.h"
#include "track/states/teardown.h"

/* Windows in segments with SYN are never scaled (RFC 7323 §2.2); they are kept as if they were. */
static uint16_t comparable_window(const struct journey *journey) {
    unsigned window = journey->segment->window;

    if ((journey->segment->flags & TCP_SYN) != 0) {
        window >>= endpoint_shift(journey->flow, journey->from);
    }
    return (uint16_t)window;
}

/* RFC 7323 §4.3: of segments that begin at what was last acknowledged, or before. */
static void take_timestamp(struct endpoint_state *sender, const struct segment *segment) {
    if ((sender->flags & ENDPOINT_TIMESTAMPS) == 0 ||
        (endpoint_acked(sender, segment->seq) &&
         seq_gt(segment->options.ts_value, sender->ts_recent))) {
        sender->flags |= ENDPOINT_TIMESTAMPS;
        sender->ts_recent = segment->options.ts_value;
    }
}

/* What the segment says of its sender's variables, once it has been judged by the old ones
 * (RFC 9293 §3.10.7.4, fifth to eighth step). */
static void advance(struct journey *journey) {
    const struct segment *segment = journey->segment;
    struct endpoint_state *sender = journey->sender;
    struct endpoint_state *receiver = journey->receiver;
    uint32_t bytes = sender->bytes_low + segment->length;

    sender->packets++;
    sender->bytes_high = (uint8_t)(sender->bytes_high + (bytes < sender->bytes_low));
    sender->bytes_low = bytes;
    if (segment->time > journey->flow->last) {
        journey->flow->last = segment->time;
    }
    if (journey->acceptability > SEGMENT_OLD) {
        return;
    }
    receiver->unanswered = 0;
    if ((segment->flags & TCP_RST) != 0) {
        return;
    }
    if ((sender->flags & ENDPOINT_SEEN) == 0 || seq_gt(segment->end, sender->snd_nxt)) {
        sender->snd_nxt = segment->end;
    }
    sender->flags = (uint16_t)((sender->flags & ~(unsigned)ENDPOINT_FRAGMENT) |
                               (segment->packet->ip.more_fragments ? ENDPOINT_FRAGMENT : 0u) |
                               ENDPOINT_SEEN | (segment->length != 0 ? ENDPOINT_DATA : 0u) |
                               (segment_is_pure_ack(segment) ? ENDPOINT_PURE_ACK : 0u));
    if (segment->options.has_timestamps) {
        take_timestamp(sender, segment);
    }
    if ((segment->flags & TCP_ACK) == 0) {
        sender->window = comparable_window(journey);
        return;
    }
    if ((receiver->flags & ENDPOINT_ACKED) == 0 || seq_geq(segment->ack, receiver->snd_una)) {
        sender->window = comparable_window(journey);
        receiver->snd_una = segment->ack;
        receiver->flags |= ENDPOINT_ACKED;
        if ((receiver->flags & ENDPOINT_SEEN) != 0 && seq_gt(segment->ack, receiver->snd_nxt)) {
            receiver->snd_nxt = segment->ack;
        }
    }
}

/* A segment that goes unanswered counts against what is assumed to arrive behind it. */
static void count_repetition(struct journey *journey) {
    const struct segment *segment = journey->segment;
    struct endpoint_state *sender = journey->sender;
    bool repeats = (sender->flags & ENDPOINT_SEEN) != 0 && (segment->flags & TCP_RST) == 0 &&
                   (journey->acceptability == SEGMENT_OLD ||
                    (segment->end != segment->seq && seq_leq(segment->end, sender->snd_nxt)));

    if (repeats && sender->unanswered < UINT8_MAX >> 4 &&
        segment->time - journey->flow->last > journey_patience(journey, journey->to)) {
        sender->unanswered = (sender->unanswered + 1u) & 0xf;
    }
}

static bool is_challenge_ack(struct journey *journey) {
    const struct segment *segment = journey->segment;
    struct endpoint_state *sender = journey->sender;
    bool challenged = (sender->flags & ENDPOINT_CHALLENGE) != 0;

    sender->flags &= (uint16_t)~ENDPOINT_CHALLENGE;
    return challenged && segment_is_pure_ack(segment) && segment->seq == sender->snd_nxt &&
           segment->ack == journey->receiver->snd_una;
}

/* The receiver drops the segment, and answers with an acknowledgment (RFC 9293 §3.10.7.4, first
 * step): one that challenges the peer, unless the segment is only old (RFC 5961). */
static void expect_answer_to_unacceptable(struct journey *journey) {
    journey->receiver->flags |= journey->acceptability == SEGMENT_PAWS
                                    ? ENDPOINT_OWES_ACK
                                    : ENDPOINT_OWES_ACK | ENDPOINT_CHALLENGE;
}

/* A FIN counts when all before it has been seen. */
static void look_for_hole(struct journey *journey, const struct judged *judged) {
    const struct endpoint_state *sender = journey->sender;
    uint32_t fin = judged->fin_counts ? journey->segment->end - 1 : sender->snd_nxt - 1;
    uint32_t missing = analysis_missing(journey->analysis, journey->flow, journey->from, fin);

    if (judged->fin_counts && !judged->fin_repeats && missing != 0) {
        struct finding *finding = verdict_add(journey->verdict, FINDING_FIN_PENDING, journey->from);

        finding->seq = fin;
        finding->length = missing;
        moves_hold_fin(journey, journey->to, true);
    } else if ((sender->flags & ENDPOINT_FIN_PENDING) != 0 && missing == 0) {
        moves_hold_fin(journey, journey->to, false);
    }
}

/* The third segment acknowledges the other of two SYN-ACKs with different numbers. */
static void rebase_server(struct journey *journey) {
    struct endpoint_state *receiver = journey->receiver;

    if ((journey->cold->flags & FLOW_OTHER_ISN) != 0 && journey->sender->proven == STATE_SYN_SENT &&
        (journey->segment->flags & (TCP_SYN | TCP_RST | TCP_ACK)) == TCP_ACK &&
        !validity_acks_syn(journey, receiver)) {
        receiver->isn = journey->segment->ack - 1;
        receiver->snd_nxt = journey->segment->ack;
    }
    if ((journey->segment->flags & (TCP_SYN | TCP_RST)) == 0) {
        journey->cold->flags &= (uint16_t)~FLOW_OTHER_ISN;
    }
}

/* The third segment's number is to be the SYN-ACK's plus one; and what comes to an end in SYN-SENT
 * from a peer that takes the SYN for part of an older connection, acknowledges that. */
static void find_bad_ack(struct journey *journey) {
    const struct endpoint_state *receiver = journey->receiver;
    bool third = journey->sender->proven == STATE_SYN_SENT &&
                 (receiver->flags & ENDPOINT_ISN) != 0 &&
                 (journey->segment->flags & (TCP_SYN | TCP_RST | TCP_ACK)) == TCP_ACK &&
                 !validity_acks_syn(journey, receiver);

    if (third || validity_acks_older(journey)) {
        struct finding *finding = verdict_add(journey->verdict, FINDING_BAD_ACK, journey->from);

        finding->ack = journey->segment->ack;
        finding->expected = receiver->isn;
    }
}

static void follow(struct journey *journey, struct judged *judged, const enum tcp_state states[2]) {
    bool new_fin = judged->fin_counts && !judged->fin_repeats;
    enum tcp_state proven;

    if (new_fin && journey->receiver->packets == 0 && journey->from != journey->to) {
        /* The only end that is captured: whether the other had closed before cannot be told. */
        moves_forget(journey, journey->from);
        moves_forget(journey, journey->to);
    }
    proven = (enum tcp_state)journey->sender->proven;
    if (proven == STATE_UNKNOWN || journey->receiver->proven == STATE_UNKNOWN) {
        midstream_learn(journey, judged);
    }
    closing_find(journey, states, judged);
    follow_sender(journey, judged);
    opening_completed(journey, proven, (enum tcp_state)journey->sender->proven);
    if (new_fin) {
        /* The peer can wait for a FIN only when it is known where it is. */
        journey->sender->flags |= ENDPOINT_FIN;
        journey->sender->snd_nxt = journey->segment->end;
    }
    follow_receiver(journey, judged);
    closing_find_time_wait(journey, states, proven, judged);
    if (judged->fin_counts) {
        sent_control(journey, journey->from);
    }
}

/* Segments that may change a state, or tell of one. Not a part of course_run(), which plain
 * segments pass through, so that these need no room for its variables. */
__attribute__((noinline)) static void control_segment(struct journey *journey,
                                                      enum syn_kind syn_kind) {
    const struct segment *segment = journey->segment;
    bool syn = (segment->flags & TCP_SYN) != 0;
    const enum tcp_state states[2] = {
        moves_state(journey->flow, journey->cold, ENDPOINT_CLIENT),
        moves_state(journey->flow, journey->cold, ENDPOINT_SERVER),
    };
    struct judged judged = {.syn_counts = syn && syn_kind != SYN_STRAY,
                            .syn_repeats = syn && syn_kind == SYN_REPEAT};
    bool copy = false;

    if ((segment->flags & (TCP_FIN | TCP_RST)) != 0 && validity_corrupt(segment->packet)) {
        journey->acceptability = SEGMENT_CORRUPT;
    } else if (!syn) {
        journey->acceptability = validity_judge(journey);
    }
    rebase_server(journey);
    find_bad_ack(journey);
    closing_judge(journey, states, &judged);
    count_repetition(journey);
    if (judged.fin_repeats || judged.syn_repeats) {
        int64_t gap = sent_since_control(journey, journey->from);
        bool answerable = gap > journey_patience(journey, journey->to);

        judged.late = answerable && gap >= TIMEOUT_MIN;
        /* Sooner, but not at once: a tail loss probe (RFC 8985 §7). */
        judged.probe = answerable && gap < TIMEOUT_MIN && judged.fin_repeats;
    }
    if (is_challenge_ack(journey)) {
        verdict_add(journey->verdict, FINDING_CHALLENGE_ACK, journey->from);
    } else if (!syn) {
        copy = analysis_segment(journey);
    }
    if (syn) {
        opening_syn(journey, syn_kind);
    }
    if (judged.fin_counts || (journey->sender->flags & ENDPOINT_FIN_PENDING) != 0) {
        look_for_hole(journey, &judged);
    }
    if (syn ? judged.syn_counts : (journey->acceptability <= SEGMENT_OLD || judged.reset_counts)) {
        if (!copy) {
            follow(journey, &judged, states);
        }
    } else if (journey->acceptability != SEGMENT_CORRUPT) {
        closing_find(journey, states, &judged);
        expect_answer_to_unacceptable(journey);
    }
    history_note(journey);
    if (syn && syn_kind == SYN_STRAY) {
        journey->acceptability = SEGMENT_BEYOND;
    }
    advance(journey);
    if (syn && (segment->flags & TCP_ACK) != 0 && syn_kind == SYN_FIRST &&
        journey->receiver->proven == STATE_SYN_SENT) {
        /* Only now is it known whether the other SYN's window is to be scaled. */
        journey->receiver->window =
            (uint16_t)(journey->receiver->window >> endpoint_shift(journey->flow, journey->to));
    }
}

/* Most segments: data and acknowledgments between two ends that are ESTABLISHED. */
static bool is_plain(const struct journey *journey) {
    const struct endpoint_state *sender = journey->sender;
    const struct endpoint_state *receiver = journey->receiver;
    unsigned special = ENDPOINT_FIN | ENDPOINT_CHALLENGE | ENDPOINT_FIN_PENDING;

    return (journey->segment->flags & (TCP_SYN | TCP_FIN | TCP_RST)) == 0 &&
           sender->proven == STATE_ESTABLISHED && receiver->proven == STATE_ESTABLISHED &&
           (sender->pending | receiver->pending) == 0 &&
           ((sender->flags | receiver->flags) & special) == 0;
}

static void plain_segment(struct journey *journey) {
    const struct segment *segment = journey->segment;
    unsigned seen = segment->length != 0 ? ENDPOINT_DATA : ENDPOINT_PURE_ACK;
    unsigned findings = journey->verdict->finding_count;

    journey->acceptability = validity_judge(journey);
    count_repetition(journey);
    analysis_segment(journey);
    if ((journey->sender->flags & seen) == 0 || journey->verdict->finding_count != findings) {
        history_note(journey);
    }
    if (journey->acceptability > SEGMENT_OLD) {
        expect_answer_to_unacceptable(journey);
    }
    advance(journey);
}

bool course_run(struct journey *journey, enum syn_kind syn_kind) {
    if (is_plain(journey)) {
        plain_segment(journey);
        return false;
    }
    control_segment(journey, syn_kind);
    return true;
}
