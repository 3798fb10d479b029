#include "track/analysis/duplicate_capture.h"

#include "track/analysis/direction.h"

/* Copies of one packet are captured within this time of each other. */
#define COPY_MAX INT64_C(1000000)

/* As many packets of one end may be captured before the copy of the first. */
#define BATCH_MAX 256

static bool is_near_last(const struct journey *journey) {
    int64_t delta = journey->segment->time - journey->flow->last;

    return delta <= COPY_MAX && delta >= -COPY_MAX;
}

/* What ends the sender's sequence space was sent just now. */
static bool was_sent_just_now(const struct journey *journey) {
    const struct transfer *transfer = &journey->sender->transfer;

    return journey->segment->end == journey->sender->snd_nxt && is_near_last(journey) &&
           transfer->sent != 0 && transfer_since(journey, transfer->sent) <= COPY_MAX;
}

static bool both_ends_are_copied(const struct journey *journey) {
    return (journey->cold->ends[ENDPOINT_CLIENT].copied &
            journey->cold->ends[ENDPOINT_SERVER].copied) != 0;
}

static bool brings_nothing(const struct journey *journey) {
    const struct segment *segment = journey->segment;
    const struct endpoint_state *sender = journey->sender;
    const struct endpoint_state *receiver = journey->receiver;

    return (sender->flags & ENDPOINT_SEEN) != 0 && seq_leq(segment->end, sender->snd_nxt) &&
           ((segment->flags & TCP_ACK) == 0 || (receiver->flags & ENDPOINT_ACKED) == 0 ||
            seq_leq(segment->ack, receiver->snd_una));
}

static bool is_identified(const struct journey *journey) {
    const struct transfer *transfer = &journey->sender->transfer;
    uint16_t id = journey->segment->packet->ip.id;

    if ((transfer->flags & TRANSFER_SAME_ID) != 0) {
        return false;
    }
    if (id == transfer->id && (journey->segment->flags & TCP_FIN) == 0) {
        return true;
    }
    return (uint16_t)(transfer->id - id) < BATCH_MAX && both_ends_are_copied(journey);
}

/* Without an identification. */
static bool is_repeated_at_once(const struct journey *journey) {
    const struct segment *segment = journey->segment;

    if (segment->end != segment->seq) {
        return was_sent_just_now(journey) &&
               ((segment->flags & TCP_FIN) == 0 || both_ends_are_copied(journey));
    }
    return segment->seq == journey->sender->snd_nxt && segment->options.sack_count == 0 &&
           segment->window == journey->sender->window &&
           segment->ack == journey->receiver->snd_una &&
           (journey->sender->flags & ENDPOINT_PURE_ACK) != 0 && both_ends_are_copied(journey);
}

static void add(const struct journey *journey, int64_t apart) {
    journey->cold->ends[journey->from].copied = 1;
    verdict_add(journey->verdict, FINDING_DUPLICATE_CAPTURE, journey->from)->duration =
        apart > 0 ? apart : 0;
}

bool copy_find(const struct journey *journey) {
    bool copy = brings_nothing(journey) && is_near_last(journey) &&
                (journey->segment->packet->ip.id != 0 ? is_identified(journey)
                                                      : is_repeated_at_once(journey));

    if (copy) {
        add(journey, journey->segment->time - journey->flow->last);
    }
    return copy;
}

bool copy_find_control(const struct journey *journey) {
    bool copy = (journey->sender->flags & ENDPOINT_CONTROL) != 0 && was_sent_just_now(journey);

    if (copy) {
        add(journey, transfer_since(journey, journey->sender->transfer.sent));
    }
    return copy;
}

void copy_note_identification(const struct journey *journey) {
    struct transfer *transfer = &journey->sender->transfer;
    uint16_t id = journey->segment->packet->ip.id;

    if (id == transfer->id && (journey->sender->flags & ENDPOINT_SEEN) != 0 &&
        seq_gt(journey->segment->end, journey->sender->snd_nxt)) {
        transfer_mark(transfer, TRANSFER_SAME_ID);
    }
    transfer->id = id;
}
