#include <stddef.h>

#include "track/analysis/send_time.h"
#include "track/states/acceptability.h"

/* The first block tells of data received twice if it is acknowledged already, or lies within the
 * second (RFC 2883 §4). A SYN received twice is no data. */
static bool has_duplicate_sack(const struct journey *journey) {
    const struct endpoint_state *data = journey->receiver;
    const struct segment *segment = journey->segment;
    const struct tcp_options *options = &segment->options;

    if (options->sack_count == 0 ||
        ((data->flags & ENDPOINT_ISN) != 0 && options->sack[0].left == data->isn)) {
        return false;
    }
    return seq_leq(options->sack[0].right, segment->ack) ||
           (options->sack_count > 1 && seq_geq(options->sack[0].left, options->sack[1].left) &&
            seq_leq(options->sack[0].right, options->sack[1].right));
}

/* 0 if the scale is unknown. */
static uint32_t scaled_window(const struct journey *journey) {
    if (!flow_saw_syns(journey->flow, journey->cold)) {
        return 0;
    }
    return (uint32_t)journey->segment->window << endpoint_shift(journey->flow, journey->from);
}

/* It acknowledges what the capture has not seen: the receiver had it, so the capture lost it. */
static void find_unseen(const struct journey *journey) {
    const struct endpoint_state *data = journey->receiver;

    if (data->packets == 0) {
        /* Its side of the connection is not captured: said when it is first found to have sent. */
        if ((data->flags & ENDPOINT_ISN) != 0 && data->snd_una == data->isn + 1) {
            verdict_add(journey->verdict, FINDING_ONE_DIRECTION, journey->to);
        }
        return;
    }

    struct trouble *trouble = trouble_find(journey->analysis, &data->transfer);
    uint32_t ack = journey->segment->ack;
    uint32_t seen = data->snd_nxt;
    uint32_t missing = 0;

    if (trouble != NULL && trouble->hole_count != 0) {
        uint32_t left = trouble->holes[0].left;

        missing = trouble_fill(trouble, left, ack);
        seen = missing != 0 ? left : seen;
    }
    if ((data->flags & (ENDPOINT_SEEN | ENDPOINT_FRAGMENT)) == ENDPOINT_SEEN &&
        seq_gt(ack, data->snd_nxt)) {
        missing += ack - data->snd_nxt;
    }
    if (missing != 0) {
        struct finding *finding = verdict_add(journey->verdict, FINDING_ACK_UNSEEN, journey->from);

        finding->ack = ack;
        finding->expected = seen;
        finding->length = missing;
    }
}

/* The last data sent is acknowledged, and was sent once: Karn's rule lets it be timed. */
static void measure_round_trip(const struct journey *journey) {
    struct transfer *transfer = &journey->receiver->transfer;
    int64_t sample = sent_since_data(journey, journey->to) / ROUND_TRIP_UNIT;

    transfer_unmark(transfer, TRANSFER_TIMED);
    sample = sample == 0 ? 1 : sample;
    if (sample <= UINT16_MAX && (transfer->round_trip == 0 || sample < transfer->round_trip)) {
        transfer->round_trip = (uint16_t)sample;
    }
}

static void find_progress(const struct journey *journey) {
    struct endpoint_state *data = journey->receiver;
    struct transfer *transfer = &data->transfer;
    uint32_t ack = journey->segment->ack;

    transfer->duplicates = 0;
    if (transfer->slot != 0 || seq_gt(ack, data->snd_nxt)) {
        find_unseen(journey);
    }
    if ((transfer->flags & (TRANSFER_PROBED | TRANSFER_AHEAD)) ==
            (TRANSFER_PROBED | TRANSFER_AHEAD) &&
        journey->segment->window == 0) {
        transfer_unmark(transfer, TRANSFER_PROBED);
        verdict_add(journey->verdict, FINDING_WINDOW_PROBE_ACK, journey->from);
    }
    if ((transfer->flags & TRANSFER_RECOVERY) != 0) {
        const struct trouble *trouble = trouble_find(journey->analysis, transfer);

        if (trouble != NULL && seq_geq(ack, trouble->recover)) {
            transfer_unmark(transfer, TRANSFER_RECOVERY);
        }
    }
    if (ack == data->snd_nxt && (transfer->flags & TRANSFER_TIMED) != 0) {
        measure_round_trip(journey);
    }
    if (transfer->slot != 0 && seq_geq(ack, data->snd_nxt)) {
        sent_all_acknowledged(journey);
    }
}

static void find_duplicate(const struct journey *journey, bool outstanding) {
    const struct segment *segment = journey->segment;
    struct transfer *transfer = &journey->receiver->transfer;
    struct trouble *trouble = trouble_make(journey->analysis, transfer);
    struct finding *finding = verdict_add(journey->verdict, FINDING_DUPLICATE_ACK, journey->from);

    finding->ack = segment->ack;
    finding->dsack = has_duplicate_sack(journey);
    if (segment->options.sack_count != 0) {
        finding->seq = segment->options.sack[0].left;
        finding->expected = segment->options.sack[0].right;
    }
    /* A D-SACK alone says that too much was sent, not that something is missing. */
    if (finding->dsack && segment->options.sack_count == 1) {
        return;
    }
    finding->count = transfer->duplicates + 1u;
    if (outstanding) {
        if (transfer->duplicates < UINT8_MAX) {
            transfer->duplicates++;
        }
        if (trouble != NULL) {
            trouble->duplicate_at = transfer_clock(segment->time);
        }
    }
}

/* No more than an acknowledgment, of what was acknowledged before: an answer to a probe, a new
 * window, or a duplicate (RFC 5681 §2; RFC 6675 §2 for those with SACK). */
static void find_repetition(const struct journey *journey) {
    const struct segment *segment = journey->segment;
    const struct endpoint_state *sender = journey->sender;
    struct endpoint_state *data = journey->receiver;
    struct transfer *transfer = &data->transfer;
    bool outstanding = (data->flags & ENDPOINT_SEEN) != 0 && seq_gt(data->snd_nxt, segment->ack);
    bool selective = segment->options.sack_count != 0;
    /* The window in a SYN has another unit. */
    bool spoke = (sender->flags & (ENDPOINT_PURE_ACK | ENDPOINT_DATA)) != 0;

    if ((transfer->flags & TRANSFER_PROBED) != 0 && segment->window == 0) {
        transfer_unmark(transfer, TRANSFER_PROBED);
        verdict_add(journey->verdict, FINDING_WINDOW_PROBE_ACK, journey->from);
    } else if ((transfer->flags & TRANSFER_KEEPALIVE) != 0 && !outstanding) {
        transfer_unmark(transfer, TRANSFER_KEEPALIVE);
        verdict_add(journey->verdict, FINDING_KEEPALIVE_ACK, journey->from);
    } else if (!selective && segment->window != sender->window) {
        if (segment->window > sender->window && sender->window != 0 && spoke) {
            verdict_add(journey->verdict, FINDING_WINDOW_UPDATE, journey->from)->length =
                scaled_window(journey);
        }
    } else if ((outstanding && (selective || segment->window != 0)) ||
               has_duplicate_sack(journey)) {
        find_duplicate(journey, outstanding);
    }
}

/* A window that closes or opens again, on any segment. */
static void find_zero_window(const struct journey *journey) {
    const struct segment *segment = journey->segment;
    const struct endpoint_state *sender = journey->sender;
    bool seen = (sender->flags & ENDPOINT_SEEN) != 0 && sender->packets != 0;

    if (segment->window == 0 && (!seen || sender->window != 0) && (segment->flags & TCP_FIN) == 0) {
        struct trouble *trouble = trouble_make(journey->analysis, &journey->sender->transfer);

        verdict_add(journey->verdict, FINDING_ZERO_WINDOW, journey->from);
        if (trouble != NULL) {
            trouble->zero_windows++;
        }
    } else if (segment->window != 0 && seen && sender->window == 0) {
        transfer_unmark(&journey->receiver->transfer, TRANSFER_PROBED);
        verdict_add(journey->verdict, FINDING_WINDOW_UPDATE, journey->from)->length =
            scaled_window(journey);
    }
}

void acknowledgment_find(const struct journey *journey) {
    const struct segment *segment = journey->segment;
    const struct endpoint_state *data = journey->receiver;
    bool known = (data->flags & ENDPOINT_ACKED) != 0;

    if (known && seq_lt(segment->ack, data->snd_una)) {
        return;
    }
    if (!known || segment->ack != data->snd_una) {
        find_progress(journey);
    } else if (segment_is_pure_ack(segment) && segment->seq == journey->sender->snd_nxt) {
        find_repetition(journey);
    }
    /* Once the FIN is acknowledged, no window is needed any more. */
    if ((segment->window == 0 || journey->sender->window == 0) &&
        !validity_acks_fin(journey, data)) {
        find_zero_window(journey);
    }
}
