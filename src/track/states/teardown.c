#include "track/states/teardown.h"

#include "track/analysis/duplicate_capture.h"
#include "track/analysis/send_time.h"
#include "track/states/acceptability.h"
#include "track/states/belief.h"

static bool fin_was_acked(const struct endpoint_state *end) {
    return (end->flags & ENDPOINT_FIN) != 0 && endpoint_acked(end, end->snd_nxt);
}

/* An end in SYN-SENT answers an acknowledgment of an older connection so; that one is reset, and
 * its own attempt goes on (RFC 9293 §3.5.1). */
static bool resets_older(const struct journey *journey) {
    const struct segment *segment = journey->segment;
    const struct endpoint_state *sender = journey->sender;

    return (segment->flags & TCP_ACK) == 0 && sender->proven == STATE_SYN_SENT &&
           sender->pending == 0 && (sender->flags & ENDPOINT_ISN) != 0 &&
           (seq_leq(segment->seq, sender->isn) || seq_gt(segment->seq, sender->snd_nxt));
}

void closing_judge(struct journey *journey, const enum tcp_state states[2], struct judged *judged) {
    const struct segment *segment = journey->segment;
    const struct endpoint_state *sender = journey->sender;

    if ((segment->flags & TCP_RST) != 0) {
        judged->reset_counts = journey->acceptability != SEGMENT_CORRUPT &&
                               !resets_older(journey) &&
                               validity_reset(journey, states[journey->to]);
        return;
    }
    if ((segment->flags & (TCP_FIN | TCP_SYN)) != TCP_FIN) {
        return;
    }
    judged->fin_repeats = (sender->flags & ENDPOINT_FIN) != 0 && segment->end == sender->snd_nxt;
    if (judged->fin_repeats) {
        judged->fin_counts = journey->acceptability != SEGMENT_CORRUPT;
    } else if ((sender->flags & ENDPOINT_FIN) == 0) {
        judged->fin_counts =
            (journey->acceptability == SEGMENT_ACCEPTABLE ||
             journey->acceptability == SEGMENT_UNKNOWN) &&
            ((sender->flags & ENDPOINT_SEEN) == 0 || seq_geq(segment->end, sender->snd_nxt));
    }
}

static void find_fin(struct journey *journey, const struct judged *judged) {
    struct verdict *verdict = journey->verdict;
    struct flow_cold *cold = journey->cold;
    struct finding *finding;

    if (judged->fin_repeats && judged->probe) {
        finding = verdict_add(verdict, FINDING_TAIL_PROBE, journey->from);
        finding->seq = journey->segment->end - 1;
        finding->duration = sent_since_control(journey, journey->from);
        return;
    }
    if (judged->fin_repeats && copy_find_control(journey)) {
        return;
    }
    if (judged->fin_repeats) {
        finding = verdict_add(verdict, FINDING_FIN_RETRANSMITTED, journey->from);
        finding->seq = journey->segment->end - 1;
        finding->count = flow_count_repeat(journey->cold, journey->from);
        finding->duration = sent_since_control(journey, journey->from);
        return;
    }
    cold->ends[journey->from].repeats = 0;
    if ((cold->flags & FLOW_TEARDOWN) == 0) {
        cold->flags |= FLOW_TEARDOWN;
        verdict_add(verdict, FINDING_TEARDOWN, journey->from);
    } else if ((journey->receiver->flags & ENDPOINT_FIN) != 0 && journey->from != journey->to) {
        if (!validity_acks_fin(journey, journey->receiver)) {
            cold->flags |= FLOW_SIMULTANEOUS_CLOSE;
            verdict_add(verdict, FINDING_SIMULTANEOUS_CLOSE, journey->from);
        } else if (!fin_was_acked(journey->receiver)) {
            cold->flags |= FLOW_MERGED;
            verdict_add(verdict, FINDING_MERGED, journey->from);
        }
    }
    finding = verdict_add(verdict, FINDING_FIN, journey->from);
    finding->seq = journey->segment->end - 1;
    finding->ack = journey->segment->ack;
}

/* A selective acknowledgment of the FIN alone: it arrived, and something before it did not. */
static void find_fin_behind_hole(struct journey *journey) {
    const struct tcp_options *options = &journey->segment->options;
    const struct endpoint_state *receiver = journey->receiver;

    if ((receiver->flags & (ENDPOINT_FIN | ENDPOINT_FIN_PENDING)) != ENDPOINT_FIN ||
        !moves_pending(journey->sender, RECEIVE_FIN) ||
        seq_geq(journey->segment->ack, receiver->snd_nxt - 1)) {
        return;
    }
    for (unsigned i = 0; i < options->sack_count; i++) {
        if (options->sack[i].right == receiver->snd_nxt &&
            seq_gt(options->sack[i].left, journey->segment->ack)) {
            struct finding *finding =
                verdict_add(journey->verdict, FINDING_FIN_PENDING, journey->to);

            finding->seq = receiver->snd_nxt - 1;
            finding->length = options->sack[i].left - journey->segment->ack;
            moves_hold_fin(journey, journey->from, true);
            return;
        }
    }
}

/* How a host answers a segment that belongs to none of its connections: with the number that the
 * segment acknowledged, or, if it acknowledged nothing, with 0 and an acknowledgment (RFC 9293
 * §3.10.7.1). */
static bool reset_answers(const struct journey *journey) {
    const struct segment *segment = journey->segment;
    const struct endpoint_state *sender = journey->sender;
    const struct endpoint_state *receiver = journey->receiver;

    if ((segment->flags & TCP_ACK) != 0) {
        return segment->seq == 0 && (sender->flags & (ENDPOINT_SEEN | ENDPOINT_ACKED)) == 0 &&
               ((receiver->flags & ENDPOINT_SEEN) == 0 || segment->ack == receiver->snd_nxt);
    }
    /* Of several segments on their way, the first was answered before the last was captured. */
    return endpoint_acked(sender, segment->seq);
}

/* A SYN-ACK that is answered so did not find the end that had sent the SYN. Where no SYN was
 * captured, there may have been none: this host knows nothing of it. */
static bool reset_answers_syn_ack(const struct journey *journey) {
    return reset_answers(journey) && journey->sender->proven == STATE_SYN_SENT &&
           journey->cold->ends[journey->from].syn_unseen == 0;
}

static enum finding_kind reset_kind(const struct journey *journey, const enum tcp_state states[2]) {
    switch (states[journey->to]) {
    case STATE_SYN_SENT:
        return (journey->sender->flags & ENDPOINT_ISN) == 0 ? FINDING_REFUSED : FINDING_RESET;
    case STATE_TIME_WAIT:
        return FINDING_TIME_WAIT_ASSASSINATED;
    default:
        break;
    }
    if (!reset_answers(journey)) {
        return FINDING_RESET;
    }
    switch (states[journey->from]) {
    case STATE_FIN_WAIT_1:
    case STATE_FIN_WAIT_2:
    case STATE_CLOSING:
    case STATE_TIME_WAIT:
        return sent_unacknowledged(journey->receiver) ? FINDING_RESET_UNREAD_DATA
                                                      : FINDING_RESET_HALF_OPEN;
    case STATE_ESTABLISHED:
    case STATE_CLOSE_WAIT:
    case STATE_LAST_ACK:
    case STATE_CLOSED:
    case STATE_UNKNOWN:
        return reset_answers_syn_ack(journey) ? FINDING_RESET : FINDING_RESET_HALF_OPEN;
    default:
        return FINDING_RESET;
    }
}

static void find_reset(struct journey *journey, const enum tcp_state states[2],
                       const struct judged *judged) {
    struct finding *finding;

    if (journey->acceptability == SEGMENT_CORRUPT) {
        return;
    }
    if (resets_older(journey)) {
        finding = verdict_add(journey->verdict, FINDING_RESET_HALF_OPEN, journey->from);
        finding->seq = journey->segment->seq;
        finding->state = STATE_SYN_SENT;
        return;
    }
    if (!judged->reset_counts) {
        finding = verdict_add(journey->verdict, FINDING_RESET_IGNORED, journey->from);
        finding->seq = journey->segment->seq;
        finding->expected = journey->sender->snd_nxt;
        journey->receiver->flags |= ENDPOINT_CHALLENGE;
        return;
    }
    if (states[journey->to] == STATE_CLOSED && states[journey->from] == STATE_CLOSED) {
        return;
    }

    enum finding_kind kind = reset_kind(journey, states);

    if (kind == FINDING_RESET && states[journey->from] == STATE_CLOSED) {
        return; /* said already */
    }
    finding = verdict_add(journey->verdict, kind, journey->from);
    finding->seq = journey->segment->seq;
    finding->state = reset_answers_syn_ack(journey) ? STATE_SYN_SENT : states[journey->from];
    if (kind == FINDING_REFUSED) {
        journey->cold->flags |= FLOW_REFUSED;
    } else if (kind != FINDING_TIME_WAIT_ASSASSINATED) {
        journey->cold->ends[journey->from].reset = true;
    }
}

void closing_find(struct journey *journey, const enum tcp_state states[2],
                  const struct judged *judged) {
    const struct segment *segment = journey->segment;
    const struct endpoint_state *receiver = journey->receiver;
    struct finding *finding;

    if ((segment->flags & TCP_RST) != 0) {
        find_reset(journey, states, judged);
        return;
    }
    if ((receiver->flags & ENDPOINT_FIN) != 0) {
        if (segment->length != 0 && (segment->flags & TCP_FIN) == 0 &&
            (journey->cold->flags & FLOW_HALF_CLOSED) == 0 && states[journey->to] != STATE_CLOSED &&
            (fin_was_acked(receiver) || validity_acks_fin(journey, journey->receiver)) &&
            seq_gt(segment->end, journey->sender->snd_nxt)) {
            journey->cold->flags |= FLOW_HALF_CLOSED;
            verdict_add(journey->verdict, FINDING_HALF_CLOSED, journey->from);
        }
        if (validity_acks_fin(journey, journey->receiver) && !fin_was_acked(receiver)) {
            finding = verdict_add(journey->verdict, FINDING_FIN_ACKED, journey->from);
            finding->ack = segment->ack;
            finding->expected = receiver->snd_nxt - 1;
        }
        find_fin_behind_hole(journey);
    }
    if (judged->fin_counts) {
        find_fin(journey, judged);
    }
}

static void start_time_wait(struct journey *journey, enum finding_kind kind, enum endpoint who) {
    verdict_add(journey->verdict, kind, who)->duration = 2 * journey->msl;
    sent_control(journey, who);
}

void closing_find_time_wait(struct journey *journey, const enum tcp_state states[2],
                            enum tcp_state proven, const struct judged *judged) {
    const struct segment *segment = journey->segment;
    struct endpoint_state *sender = journey->sender;
    struct endpoint_state *receiver = journey->receiver;
    bool receiver_waits = moves_state(journey->flow, journey->cold, journey->to) == STATE_TIME_WAIT;
    bool receiver_enters = receiver_waits && states[journey->to] == STATE_CLOSING;

    /* An acknowledgment that nothing called for shows that the FIN came again, unseen. In a
     * simultaneous close it is the receiver's wait that the last one begins. */
    if (segment_is_pure_ack(segment) && sender->proven == STATE_TIME_WAIT && !receiver_enters) {
        if (proven != STATE_TIME_WAIT && states[journey->from] != STATE_CLOSING) {
            verdict_add(journey->verdict, FINDING_TIME_WAIT, journey->from)->duration =
                2 * journey->msl;
        } else if ((sender->flags & ENDPOINT_OWES_ACK) == 0 && proven == STATE_TIME_WAIT) {
            start_time_wait(journey, FINDING_TIME_WAIT_RESTARTED, journey->from);
        }
    }
    if (receiver_enters) {
        start_time_wait(journey, FINDING_TIME_WAIT, journey->to);
    } else if (receiver_waits && judged->fin_repeats && fin_was_acked(sender)) {
        start_time_wait(journey, FINDING_TIME_WAIT_RESTARTED, journey->to);
    } else if (receiver_waits && judged->fin_counts) {
        sent_control(journey, journey->to);
    }
    sender->flags &= (uint16_t)~ENDPOINT_OWES_ACK;
    if (!segment_is_pure_ack(segment) || journey->acceptability == SEGMENT_OLD) {
        receiver->flags |= ENDPOINT_OWES_ACK;
    }
}
