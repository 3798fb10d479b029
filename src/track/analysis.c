#include "analysis.h"

#include "transfer.h"

/* Copies of one packet are captured within this time of each other. */
#define COPY_MAX INT64_C(1000000)

static void find_old_timestamp(const struct journey *journey) {
    struct finding *finding = verdict_add(journey->verdict, FINDING_PAWS_OLD, journey->from);

    finding->seq = journey->segment->options.ts_value;
    finding->expected = journey->sender->ts_recent;
}

/*
 * The same packet, captured on two interfaces: nothing new in it, and the IP identification of the
 * segment before. A host that sends a segment again gives it a new one.
 */
static bool find_copy(const struct journey *journey) {
    const struct segment *segment = journey->segment;
    const struct endpoint_state *sender = journey->sender;
    const struct endpoint_state *receiver = journey->receiver;
    uint16_t id = segment->packet->ip.id;
    int64_t delta = segment->time - journey->flow->last;

    if (id == 0 || id != sender->transfer.id || (sender->transfer.flags & TRANSFER_SAME_ID) != 0 ||
        delta < 0 || delta > COPY_MAX || (segment->flags & TCP_FIN) != 0 ||
        (sender->flags & ENDPOINT_SEEN) == 0 || seq_gt(segment->end, sender->snd_nxt) ||
        ((segment->flags & TCP_ACK) != 0 && (receiver->flags & ENDPOINT_ACKED) != 0 &&
         seq_gt(segment->ack, receiver->snd_una))) {
        return false;
    }
    verdict_add(journey->verdict, FINDING_DUPLICATE_CAPTURE, journey->from)->duration = delta;
    return true;
}

static void note_identification(const struct journey *journey) {
    struct transfer *transfer = &journey->sender->transfer;
    uint16_t id = journey->segment->packet->ip.id;

    if (id == transfer->id && (journey->sender->flags & ENDPOINT_SEEN) != 0 &&
        seq_gt(journey->segment->end, journey->sender->snd_nxt)) {
        transfer_mark(transfer, TRANSFER_SAME_ID);
    }
    transfer->id = id;
}

/* Explicit congestion notification, once an episode (RFC 3168 §6.1.2 and §6.1.3). With AccECN the
 * bits are a counter, which is no episode (RFC 9768 §3.2). */
static void find_congestion(const struct journey *journey) {
    const struct segment *segment = journey->segment;
    struct transfer *transfer = &journey->sender->transfer;
    unsigned both = TRANSFER_ECHOING | TRANSFER_REDUCED;
    unsigned marks = ((segment->flags & TCP_ECE) != 0 ? TRANSFER_ECHOING : 0u) |
                     ((segment->flags & TCP_CWR) != 0 ? TRANSFER_REDUCED : 0u);
    unsigned fresh = marks & ~(unsigned)transfer->flags;

    transfer_unmark(transfer, both);
    transfer_mark(transfer, marks);
    if (fresh == 0 || (journey->cold->flags & FLOW_ACCECN) != 0) {
        return;
    }
    if ((fresh & TRANSFER_ECHOING) != 0) {
        verdict_add(journey->verdict, FINDING_ECN_ECHO, journey->from);
    }
    if ((fresh & TRANSFER_REDUCED) != 0) {
        verdict_add(journey->verdict, FINDING_ECN_REDUCED, journey->from);
    }
}

static void find_data(const struct journey *journey) {
    const struct segment *segment = journey->segment;
    const struct endpoint_state *receiver = journey->receiver;
    struct finding *finding;

    if ((journey->sender->flags & ENDPOINT_DATA) == 0) {
        verdict_add(journey->verdict, FINDING_FIRST_DATA, journey->from)->length = segment->length;
    }
    if ((segment->flags & TCP_PSH) != 0) {
        verdict_add(journey->verdict, FINDING_PUSH, journey->from);
    }
    if ((receiver->flags & ENDPOINT_MSS) != 0 && segment->length > receiver->mss) {
        finding = verdict_add(journey->verdict, FINDING_OFFLOAD_LARGE, journey->from);
        finding->length = segment->length;
        finding->expected = receiver->mss;
    }
}

void analysis_segment(const struct journey *journey) {
    const struct segment *segment = journey->segment;
    const struct endpoint_state *sender = journey->sender;
    bool probe = false;

    if ((segment->flags & (TCP_SYN | TCP_RST)) != 0) {
        return;
    }
    if (journey->acceptability > SEGMENT_OLD) {
        if (journey->acceptability == SEGMENT_PAWS) {
            find_old_timestamp(journey);
        }
        return;
    }
    /* In a connection to itself, the numbers of both directions are one end's. */
    if (sender != journey->receiver) {
        if (find_copy(journey)) {
            return;
        }
        note_identification(journey);
        if (segment->length != 0 || segment->seq != sender->snd_nxt ||
            !segment->options.has_timestamps) {
            probe = loss_find(journey);
        }
        if ((segment->flags & TCP_ACK) != 0 && !probe) {
            acknowledgment_find(journey);
        }
    }
    if (((segment->flags & (TCP_ECE | TCP_CWR)) |
         (sender->transfer.flags & (TRANSFER_ECHOING | TRANSFER_REDUCED))) != 0) {
        find_congestion(journey);
    }
    if ((segment->flags & TCP_URG) != 0) {
        verdict_add(journey->verdict, FINDING_URGENT, journey->from)->expected =
            segment->packet->tcp.urgent;
    }
    if (segment->length != 0) {
        find_data(journey);
    }
}
