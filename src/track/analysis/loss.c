#include <stddef.h>

#include "track/analysis/send_time.h"

/* Reordering is shorter than this where the round trip is unknown and no one asks for the data. */
#define REORDERING_MAX INT64_C(3000000)

/* A keep-alive probe with a byte of data comes after silence; the shortest interval that systems
 * take is a second, less what timers are early. */
#define KEEPALIVE_IDLE INT64_C(900000000)

/* As many duplicate ACKs make a sender resend (RFC 5681 §3.2). */
#define DUPLICATES_MIN 3

static struct finding *find(const struct journey *journey, enum finding_kind kind,
                            uint32_t length) {
    struct finding *finding = verdict_add(journey->verdict, kind, journey->from);

    finding->seq = journey->segment->seq;
    finding->length = length;
    return finding;
}

static bool peer_window_is_zero(const struct journey *journey) {
    return journey->receiver->packets != 0 && (journey->receiver->flags & ENDPOINT_SEEN) != 0 &&
           journey->receiver->window == 0;
}

/* Segments with a number from before what is missing: the hole is as old as they are. */
static void find_gap(const struct journey *journey) {
    const struct segment *segment = journey->segment;
    const struct endpoint_state *sender = journey->sender;
    struct trouble *trouble = trouble_make(journey->analysis, &journey->sender->transfer);
    struct finding *finding = find(journey, FINDING_GAP, segment->seq - sender->snd_nxt);

    finding->expected = sender->snd_nxt;
    if (trouble != NULL) {
        trouble_add_hole(
            trouble,
            (struct hole){
                .left = sender->snd_nxt,
                .right = segment->seq,
                .since = transfer_clock(segment->time),
                .ts_value = segment->options.has_timestamps ? segment->options.ts_value : 0,
            });
    }
}

/*
 * Whether the bytes of a hole are a first copy that was overtaken. The timestamp tells, if it
 * differs from that of the segment which came first. Otherwise time does: no copy that was asked
 * for can be here sooner than one round trip to its sender.
 */
static bool was_overtaken(const struct journey *journey, const struct hole *hole) {
    const struct tcp_options *options = &journey->segment->options;
    int64_t late = transfer_since(journey, hole->since);

    if (hole->ts_value != 0 && options->has_timestamps && options->ts_value != hole->ts_value) {
        return seq_lt(options->ts_value, hole->ts_value);
    }
    return late < transfer_round_trip(journey, journey->from) ||
           (late < REORDERING_MAX && journey->sender->transfer.duplicates < DUPLICATES_MIN);
}

/* Whether duplicate ACKs, and not a timer, are the reason that the segment is sent again. */
static bool answers_duplicates(const struct journey *journey, const struct trouble *trouble) {
    const struct transfer *transfer = &journey->sender->transfer;
    int64_t limit = TIMEOUT_MIN + transfer_round_trip(journey, journey->from);
    bool selective = (journey->sender->flags & journey->receiver->flags & ENDPOINT_SACK) != 0;

    if (trouble == NULL) {
        return false;
    }
    if ((transfer->flags & TRANSFER_RECOVERY) != 0 &&
        journey->segment->time - journey->flow->last < limit) {
        return true;
    }
    return transfer->duplicates >= (selective ? 1 : DUPLICATES_MIN) &&
           transfer_since(journey, trouble->duplicate_at) < limit;
}

/*
 * Whether the segment is a tail loss probe (RFC 8985 §7): the last of a flight, once, with no
 * duplicate ACK, sooner than a timeout; or later, but while older segments wait, of which a
 * timeout would resend the first.
 */
static bool is_tail_probe(const struct journey *journey) {
    const struct segment *segment = journey->segment;
    const struct endpoint_state *sender = journey->sender;
    uint32_t last = endpoint_data_end(sender);
    int64_t since = sent_since_data(journey, journey->from);
    int64_t round_trip = transfer_round_trip(journey, ENDPOINT_CLIENT) +
                         transfer_round_trip(journey, ENDPOINT_SERVER);
    bool not_first = (sender->flags & ENDPOINT_ACKED) != 0 && seq_gt(segment->seq, sender->snd_una);

    return (sender->transfer.flags & TRANSFER_TIMED) != 0 && sender->transfer.duplicates == 0 &&
           seq_geq(segment->seq + segment->length, last) && since >= round_trip &&
           (not_first || since < TIMEOUT_MIN);
}

static void count_retransmission(const struct journey *journey, struct trouble *trouble) {
    transfer_unmark(&journey->sender->transfer, TRANSFER_TIMED);
    if (trouble != NULL) {
        trouble->retransmissions++;
    }
}

/* The first `length` bytes of the segment have numbers that were passed before. */
static void find_repeated(const struct journey *journey, uint32_t length) {
    const struct segment *segment = journey->segment;
    const struct endpoint_state *sender = journey->sender;
    struct transfer *transfer = &journey->sender->transfer;
    struct trouble *trouble = trouble_make(journey->analysis, transfer);
    const struct hole *hole =
        trouble != NULL ? trouble_overlap(trouble, segment->seq, segment->seq + length) : NULL;
    bool unseen = hole != NULL;
    struct finding *finding;

    if (endpoint_acked(sender, segment->seq + length)) {
        find(journey, FINDING_SPURIOUS_RETRANSMISSION, length);
    } else if (unseen && was_overtaken(journey, hole)) {
        finding = find(journey, FINDING_OUT_OF_ORDER, length);
        finding->duration = transfer_since(journey, hole->since);
        trouble_fill(trouble, segment->seq, segment->seq + length);
        return;
    } else if (answers_duplicates(journey, trouble)) {
        finding = find(journey, FINDING_FAST_RETRANSMISSION, length);
        finding->count = transfer->duplicates;
        if ((transfer->flags & TRANSFER_RECOVERY) == 0) {
            transfer_mark(transfer, TRANSFER_RECOVERY);
            trouble->recover = sender->snd_nxt;
        }
    } else if (!unseen && is_tail_probe(journey)) {
        finding = find(journey, FINDING_TAIL_PROBE, length);
        finding->duration = sent_since_data(journey, journey->from);
    } else {
        finding = find(journey, FINDING_RETRANSMISSION, length);
        finding->duration = unseen ? 0 : sent_since_data(journey, journey->from);
    }
    count_retransmission(journey, trouble);
    if (unseen) {
        trouble_fill(trouble, segment->seq, segment->seq + length);
    }
}

/*
 * BSD and macOS build a keep-alive probe without options: no other segment leaves out timestamps
 * that were agreed on (RFC 7323 §3.2). Both directions are silent.
 */
static bool is_bare_ack(const struct journey *journey) {
    const struct endpoint_state *sender = journey->sender;
    const struct endpoint_state *receiver = journey->receiver;

    return journey->segment->flags == TCP_ACK && journey->segment->length == 0 &&
           !journey->segment->options.has_timestamps &&
           (sender->flags & receiver->flags & ENDPOINT_TIMESTAMPS) != 0 &&
           journey->segment->seq == sender->snd_nxt && endpoint_acked(receiver, receiver->snd_nxt);
}

/*
 * Probes: with the number before the next, or a byte that was never acknowledged beyond a closed
 * window. Nothing else is on its way when an end sends one.
 */
static bool find_probe(const struct journey *journey) {
    const struct segment *segment = journey->segment;
    const struct endpoint_state *sender = journey->sender;
    struct transfer *transfer = &journey->sender->transfer;
    int64_t idle = segment->time - journey->flow->last;
    bool behind = segment->seq == sender->snd_nxt - 1;
    bool idle_line = endpoint_acked(sender, sender->snd_nxt);
    bool again = behind && (transfer->flags & TRANSFER_AHEAD) != 0;

    if (segment->length > 1 || (segment->flags & (TCP_FIN | TCP_ACK)) != TCP_ACK) {
        return false;
    }
    if (peer_window_is_zero(journey) &&
        ((behind && (idle_line || again)) ||
         (segment->length == 1 && segment->seq == sender->snd_nxt && idle_line))) {
        find(journey, FINDING_WINDOW_PROBE, segment->length);
        transfer_mark(transfer, TRANSFER_PROBED | (behind ? 0 : TRANSFER_AHEAD));
        return true;
    }
    if (idle_line && (sender->flags & journey->receiver->flags & ENDPOINT_FIN) == 0 &&
        (is_bare_ack(journey) || (behind && (segment->length == 0 || idle >= KEEPALIVE_IDLE)))) {
        struct finding *finding = find(journey, FINDING_KEEPALIVE_PROBE, segment->length);

        finding->expected = sender->snd_nxt;
        finding->duration = idle >= KEEPALIVE_IDLE ? idle : 0;
        transfer_mark(transfer, TRANSFER_KEEPALIVE);
        return true;
    }
    return false;
}

/*
 * New data reach the right edge of the window. That happens once to any bulk transfer whose window
 * grows; it holds the sender up when the next window, opened while data are still on their way, is
 * used up too. Said once in a row.
 */
static void find_full_window(const struct journey *journey) {
    const struct endpoint_state *sender = journey->sender;
    struct trouble *trouble;
    uint32_t window = endpoint_window(journey->flow, journey->to);
    uint32_t end = journey->segment->seq + journey->segment->length;
    bool acked = (sender->flags & ENDPOINT_ACKED) != 0;

    if (!acked || window == 0 || seq_lt(end, sender->snd_una + window) ||
        !flow_saw_syns(journey->flow, journey->cold)) {
        if (sender->transfer.slot != 0 && endpoint_acked(sender, sender->snd_nxt)) {
            trouble_find(journey->analysis, &sender->transfer)->full_windows = 0;
        }
        return;
    }
    trouble = trouble_make(journey->analysis, &journey->sender->transfer);
    if (trouble != NULL && ++trouble->full_windows == 2) {
        verdict_add(journey->verdict, FINDING_WINDOW_FULL, journey->from)->length = window;
    }
}

static void note_new_data(const struct journey *journey, bool repeats) {
    struct transfer *transfer = &journey->sender->transfer;

    sent_data(journey);
    transfer_unmark(transfer, TRANSFER_PROBED | TRANSFER_AHEAD | TRANSFER_KEEPALIVE);
    if (!repeats) {
        transfer_mark(transfer, TRANSFER_TIMED);
    }
    find_full_window(journey);
}

/* A FIN that was overtaken. */
static void fill_fin(const struct journey *journey) {
    struct trouble *trouble = trouble_find(journey->analysis, &journey->sender->transfer);

    if (trouble != NULL) {
        trouble_fill(trouble, journey->segment->end - 1, journey->segment->end);
    }
}

bool loss_find(const struct journey *journey) {
    const struct segment *segment = journey->segment;
    const struct endpoint_state *sender = journey->sender;
    uint32_t end = segment->seq + segment->length;
    uint32_t seq = segment->seq;

    if ((sender->flags & ENDPOINT_SEEN) == 0) {
        if (segment->length != 0) {
            note_new_data(journey, false);
        }
        return false;
    }
    if (find_probe(journey)) {
        return true;
    }
    if ((segment->flags & TCP_FIN) != 0) {
        fill_fin(journey);
    }
    if (seq_gt(seq, sender->snd_nxt) && (sender->flags & ENDPOINT_FRAGMENT) == 0) {
        find_gap(journey);
    } else if ((sender->transfer.flags & TRANSFER_AHEAD) != 0 && seq == sender->snd_nxt - 1) {
        /* The byte that was sent beyond the window starts over. */
        seq = sender->snd_nxt;
    }
    if (segment->length == 0 || seq_lt(end, seq)) {
        return false;
    }
    if (seq_lt(seq, sender->snd_nxt)) {
        find_repeated(journey, (seq_lt(end, sender->snd_nxt) ? end : sender->snd_nxt) - seq);
    }
    if (seq_gt(end, sender->snd_nxt)) {
        note_new_data(journey, seq_lt(seq, sender->snd_nxt));
    }
    return false;
}
