#include "track/analysis/loss.h"

#include <stddef.h>

#include "tcpgloss/decode/tcp_options.h"

#include "track/analysis/measures.h"
#include "track/analysis/measuring.h"
#include "track/analysis/recovery.h"
#include "track/report/verdict.h"

/* Reordering is shorter than this where the round trip is unknown and no one asks for the data. */
#define REORDERING_MAX INT64_C(3000000)

/* A keep-alive probe with a byte of data comes after silence; the shortest interval that systems
 * take is a second, less what timers are early. */
#define KEEPALIVE_IDLE INT64_C(900000000)

/* A sender may take so much longer than a round trip to send again what was asked for. */
#define ANSWER_JITTER INT64_C(50000000)

/* Linux 3.10, the first system with tail loss probes, is of June 2013: nanoseconds since the epoch
 * when that year began. */
#define TAIL_PROBES_SINCE (INT64_C(1356998400) * 1000000000)

/* As many duplicate ACKs make a sender resend (RFC 5681 §3.2). */
#define DUPLICATES_MIN 3

static struct finding *add_finding(const struct analysis_context *context, enum finding_kind kind,
                                   uint32_t length) {
    struct finding *finding = verdict_add(context->verdict, kind, context->from);

    finding->seq = context->segment->seq;
    finding->length = length;
    return finding;
}

static bool peer_window_is_zero(const struct analysis_context *context) {
    return context->receiver->packets != 0 && (context->receiver->flags & DIRECTION_SEEN) != 0 &&
           context->receiver->window == 0;
}

/* Segments with a number from before what is missing: the hole is as old as they are. */
static void find_gap(const struct analysis_context *context) {
    const struct segment *segment = context->segment;
    const struct direction *sender = context->sender;
    struct recovery *recovery = recovery_get(context->pool, context->sender);
    struct finding *finding = add_finding(context, FINDING_GAP, segment->seq - sender->snd_nxt);

    finding->expected_seq = sender->snd_nxt;
    if (recovery != NULL) {
        recovery_add_hole(
            recovery,
            (struct hole){
                .left = sender->snd_nxt,
                .right = segment->seq,
                .since = segment->clock,
                .ts_value = segment->options.has_timestamps ? segment->options.ts_value : 0,
            });
    }
}

/*
 * Whether the bytes of a hole are a first copy that was overtaken. The timestamp tells, if it
 * differs from that of the segment which came first. Otherwise time does: no copy that was asked
 * for can be here sooner than one round trip to its sender.
 */
static bool was_overtaken(const struct analysis_context *context, const struct hole *hole) {
    const struct tcp_options *options = &context->segment->options;
    int64_t late = segment_since(context->segment, hole->since);

    if (hole->ts_value != 0 && options->has_timestamps && options->ts_value != hole->ts_value) {
        return seq_lt(options->ts_value, hole->ts_value);
    }
    return late < shortest_round_trip(context->round_trips, context->measures, context->from) ||
           (late < REORDERING_MAX &&
            recovery_duplicate_acks(context->pool, context->sender) < DUPLICATES_MIN);
}

int64_t loss_captured_late(const struct segment *segment, const struct recovery *recovery,
                           int64_t round_trip) {
    const int64_t limit =
        round_trip != 0 && round_trip < REORDERING_MAX ? round_trip : REORDERING_MAX;
    int64_t late;

    if (recovery == NULL || !recovery_has_unseen(recovery, segment->seq, segment->end)) {
        return 0;
    }
    late = segment_since(segment, recovery->unseen.since);
    return late >= limit ? 0 : late != 0 ? late : 1;
}

/* What comes later than this after a duplicate ACK was not asked for by it: two round trips and
 * some jitter, where they are known, and never as late as a timeout. */
static int64_t answer_limit(const struct analysis_context *context) {
    const int64_t to_sender =
        shortest_round_trip(context->round_trips, context->measures, context->from);
    const int64_t known =
        2 * whole_round_trip(context->round_trips, context->measures) + ANSWER_JITTER;
    const int64_t most = TIMEOUT_MIN + to_sender;

    return to_sender != 0 && known < most ? known : most;
}

/* Whether duplicate ACKs, and not a timer, are the reason that the segment is sent again. */
static bool answers_duplicates(const struct analysis_context *context,
                               const struct recovery *recovery) {
    const struct direction *sender = context->sender;
    const int64_t limit = answer_limit(context);
    bool selective = (sender->flags & context->receiver->flags & DIRECTION_SACK) != 0;

    if (recovery == NULL) {
        return false;
    }
    if ((sender->flags & DIRECTION_RECOVERY) != 0 && context->since_last < limit) {
        return true;
    }
    return recovery->duplicate_acks >= (selective ? 1 : DUPLICATES_MIN) &&
           segment_since(context->segment, recovery->duplicate_at) < limit;
}

bool tail_probe_is_possible(const struct analysis_context *context, int64_t since) {
    const int64_t round_trip = whole_round_trip(context->round_trips, context->measures);

    return context->segment->time >= TAIL_PROBES_SINCE && round_trip != 0 && since >= round_trip;
}

/*
 * Whether the segment is a tail loss probe (RFC 8985 §7): the last of a flight, once, with no
 * duplicate ACK, sooner than a timeout; or later, but while older segments wait, of which a
 * timeout would resend the first.
 */
static bool is_tail_probe(const struct analysis_context *context) {
    const struct segment *segment = context->segment;
    const struct direction *sender = context->sender;
    uint32_t last = direction_data_end(sender);
    int64_t since = segment_since(context->segment, context->sender->data_sent);
    bool not_first =
        (sender->flags & DIRECTION_ACKED) != 0 && seq_gt(segment->seq, sender->snd_una);

    return (sender->flags & DIRECTION_SENT_ONCE) != 0 &&
           recovery_duplicate_acks(context->pool, sender) == 0 &&
           seq_geq(segment->seq + segment->length, last) &&
           tail_probe_is_possible(context, since) && (not_first || since < TIMEOUT_MIN);
}

/* A timeout ends recovery: what follows it is sent again since the timer ran out (RFC 6582 §4). */
static void end_recovery(const struct analysis_context *context, struct recovery *recovery) {
    direction_unmark(context->sender, DIRECTION_RECOVERY);
    if (recovery != NULL) {
        recovery->duplicate_acks = 0;
    }
}

/* Of the first `length` bytes of the segment, those that fill a hole were not captured before. */
static void count_repeated(const struct analysis_context *context, struct recovery *recovery,
                           uint32_t length) {
    const uint32_t seq = context->segment->seq;

    recovery->repeated_bytes += length - recovery_fill(recovery, seq, seq + length);
}

/* The first `length` bytes of the segment have numbers that were passed before. */
static void find_repeated(const struct analysis_context *context, uint32_t length) {
    const struct segment *segment = context->segment;
    struct direction *sender = context->sender;
    struct recovery *recovery = recovery_get(context->pool, sender);
    const struct hole *hole =
        recovery != NULL ? recovery_overlap(recovery, segment->seq, segment->seq + length) : NULL;
    bool unseen = hole != NULL;
    const int64_t late = loss_captured_late(
        segment, recovery,
        shortest_round_trip(context->round_trips, context->measures, context->from));
    int64_t since = 0; /* since when its loss holds the sender up; 0: it was not lost */
    struct finding *finding;

    if (recovery != NULL && seq_geq(segment->seq + length, recovery->damaged_end)) {
        recovery->damaged = false; /* an acknowledgment may be that of this copy */
    }
    if (late != 0 && recovery != NULL) {
        add_finding(context, FINDING_CAPTURED_LATE, length)->duration = late;
        recovery->unseen_bytes -= length < recovery->unseen_bytes ? length : recovery->unseen_bytes;
        return;
    }
    if (direction_acked(sender, segment->seq + length)) {
        add_finding(context, FINDING_SPURIOUS_RETRANSMISSION, length);
    } else if (unseen && was_overtaken(context, hole)) {
        finding = add_finding(context, FINDING_OUT_OF_ORDER, length);
        finding->duration = segment_since(context->segment, hole->since);
        recovery->out_of_order++;
        count_repeated(context, recovery, length);
        return;
    } else if (answers_duplicates(context, recovery)) {
        finding = add_finding(context, FINDING_FAST_RETRANSMISSION, length);
        finding->count = recovery->duplicate_acks;
        since = recovery->duplicate_acks != 0 ? recovery->duplicate_since : segment->time;
        if ((sender->flags & DIRECTION_RECOVERY) == 0) {
            direction_mark(sender, DIRECTION_RECOVERY);
            recovery->recover = sender->snd_nxt;
        }
    } else if (!unseen && is_tail_probe(context)) {
        finding = add_finding(context, FINDING_TAIL_PROBE, length);
        finding->duration = segment_since(context->segment, context->sender->data_sent);
        since = segment->time - finding->duration;
    } else {
        finding = add_finding(context, FINDING_RETRANSMISSION, length);
        finding->duration =
            unseen ? 0 : segment_since(context->segment, context->sender->data_sent);
        since = segment->time - (unseen ? segment_since(segment, hole->since) : finding->duration);
        end_recovery(context, recovery);
    }
    direction_unmark(sender, DIRECTION_SENT_ONCE);
    measure_repeated(context, recovery, since);
    recovery_count_retransmission(context->pool, sender);
    if (recovery != NULL) {
        recovery->retransmitted_bytes += length;
        count_repeated(context, recovery, length);
    }
}

/*
 * BSD and macOS build a keep-alive probe without options: no other segment leaves out timestamps
 * that were agreed on (RFC 7323 §3.2). Both directions are silent.
 */
static bool is_bare_ack(const struct analysis_context *context) {
    const struct direction *sender = context->sender;
    const struct direction *receiver = context->receiver;

    return context->segment->flags == TCP_ACK && context->segment->length == 0 &&
           !context->segment->options.has_timestamps &&
           (sender->flags & receiver->flags & DIRECTION_TIMESTAMPS) != 0 &&
           context->segment->seq == sender->snd_nxt && direction_acked(receiver, receiver->snd_nxt);
}

/* Nanoseconds without a segment, or without new data of either end: keep-alive probes of the other
 * end break no silence. */
static int64_t silence(const struct analysis_context *context) {
    const int64_t own = segment_since(context->segment, context->sender->data_sent);
    const int64_t peers = segment_since(context->segment, context->receiver->data_sent);
    const int64_t data = peers == 0 || (own != 0 && own < peers) ? own : peers;

    return data > context->since_last ? data : context->since_last;
}

/* An acknowledgment of new data is none of a probe. */
static bool acknowledges_new(const struct analysis_context *context) {
    const struct direction *receiver = context->receiver;

    return (receiver->flags & DIRECTION_ACKED) != 0 &&
           seq_gt(context->segment->ack, receiver->snd_una);
}

/*
 * Probes: with the number before the next, or a byte that was never acknowledged beyond a closed
 * window. Nothing else is on its way when an end sends one.
 */
static bool find_probe(const struct analysis_context *context) {
    const struct segment *segment = context->segment;
    struct direction *sender = context->sender;
    bool behind = segment->seq == sender->snd_nxt - 1;
    bool idle_line = direction_acked(sender, sender->snd_nxt);
    bool again = behind && (sender->flags & DIRECTION_AHEAD) != 0;

    if (segment->length > 1 || (segment->flags & (TCP_FIN | TCP_ACK)) != TCP_ACK) {
        return false;
    }
    if (peer_window_is_zero(context) &&
        ((behind && (idle_line || again)) ||
         (segment->length == 1 && segment->seq == sender->snd_nxt && idle_line))) {
        add_finding(context, FINDING_WINDOW_PROBE, segment->length);
        recovery_count_repeated(context->pool, sender, segment->length);
        direction_mark(sender, DIRECTION_PROBED | (behind ? 0u : DIRECTION_AHEAD));
        return true;
    }
    if (idle_line && (sender->flags & context->receiver->flags & DIRECTION_FIN) == 0 &&
        !acknowledges_new(context) &&
        (is_bare_ack(context) ||
         (behind && (segment->length == 0 || silence(context) >= KEEPALIVE_IDLE)))) {
        struct finding *finding = add_finding(context, FINDING_KEEPALIVE_PROBE, segment->length);

        finding->expected_seq = sender->snd_nxt;
        finding->duration = context->since_last >= KEEPALIVE_IDLE ? context->since_last : 0;
        direction_mark(sender, DIRECTION_KEEPALIVE);
        recovery_count_repeated(context->pool, sender, segment->length);
        return true;
    }
    return false;
}

/*
 * New data reach the right edge of the window. That happens once to any bulk transfer whose window
 * grows; it holds the sender up when the next window, opened while data are still on their way, is
 * used up too. Said once in a row. Data beyond the window do not use it up.
 */
static void find_full_window(const struct analysis_context *context) {
    struct direction *sender = context->sender;
    struct recovery *recovery;
    uint32_t window = direction_window(context->receiver, context->sender);
    uint32_t unit = 1u << direction_shift(context->receiver, context->sender);
    uint32_t end = context->segment->seq + context->segment->length;
    bool acked = (sender->flags & DIRECTION_ACKED) != 0;

    if (acked && window != 0 && seq_gt(end + context->segment->length, sender->snd_una + window)) {
        measure_full_window(context);
    }
    if (!acked || window == 0 || seq_lt(end, sender->snd_una + window) ||
        seq_gt(end, sender->snd_una + window + unit) ||
        !directions_saw_syns(sender, context->receiver)) {
        if (sender->recovery != 0 && direction_acked(sender, sender->snd_nxt)) {
            recovery_find(context->pool, sender)->full_windows = 0;
        }
        return;
    }
    recovery = recovery_get(context->pool, context->sender);
    if (recovery != NULL && ++recovery->full_windows == 2) {
        verdict_add(context->verdict, FINDING_WINDOW_FULL, context->from)->window = window;
    }
}

static void note_new_data(const struct analysis_context *context, bool repeats) {
    struct direction *sender = context->sender;

    sender->data_sent = context->segment->clock;
    direction_unmark(sender, DIRECTION_PROBED | DIRECTION_AHEAD | DIRECTION_KEEPALIVE);
    if (!repeats) {
        direction_mark(sender, DIRECTION_SENT_ONCE);
    }
    find_full_window(context);
    measure_new_data(context, repeats);
}

void loss_note_damaged(const struct analysis_context *context) {
    const struct segment *segment = context->segment;
    struct direction *sender = context->sender;
    struct recovery *recovery = recovery_get(context->pool, sender);

    if (recovery == NULL || (sender->flags & (DIRECTION_SEEN | DIRECTION_FIN)) != DIRECTION_SEEN ||
        segment->length == 0 || segment->seq != sender->snd_nxt) {
        return;
    }
    recovery->damaged = true;
    recovery->damaged_end = segment->end;
    sender->snd_nxt = segment->end;
    sender->data_sent = segment->clock;
    direction_mark(sender, DIRECTION_SENT_ONCE);
}

/* A FIN that was overtaken. */
static void fill_fin(const struct analysis_context *context) {
    struct recovery *recovery = recovery_find(context->pool, context->sender);

    if (recovery != NULL) {
        recovery_fill(recovery, context->segment->end - 1, context->segment->end);
    }
}

bool loss_find(const struct analysis_context *context) {
    const struct segment *segment = context->segment;
    const struct direction *sender = context->sender;
    uint32_t end = segment->seq + segment->length;
    uint32_t seq = segment->seq;

    if ((sender->flags & DIRECTION_SEEN) == 0) {
        if (segment->length != 0) {
            note_new_data(context, false);
        }
        return false;
    }
    if (find_probe(context)) {
        return true;
    }
    if ((segment->flags & TCP_FIN) != 0) {
        fill_fin(context);
        if (segment->length == 0) {
            measure_fin(context);
        }
    }
    if (seq_gt(seq, sender->snd_nxt) && (sender->flags & DIRECTION_FRAGMENT) == 0) {
        find_gap(context);
    } else if ((sender->flags & DIRECTION_AHEAD) != 0 && seq == sender->snd_nxt - 1) {
        /* The byte that was sent beyond the window starts over. */
        seq = sender->snd_nxt;
    }
    if (segment->length == 0 || seq_lt(end, seq)) {
        return false;
    }
    if (seq_lt(seq, sender->snd_nxt)) {
        find_repeated(context, (seq_lt(end, sender->snd_nxt) ? end : sender->snd_nxt) - seq);
    }
    if (seq_gt(end, sender->snd_nxt)) {
        note_new_data(context, seq_lt(seq, sender->snd_nxt));
    }
    return false;
}
