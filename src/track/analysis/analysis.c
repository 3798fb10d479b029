#include "track/analysis/analysis.h"

#include "track/analysis/direction.h"
#include "track/analysis/duplicate_capture.h"

static void find_old_timestamp(const struct journey *journey) {
    struct finding *finding = verdict_add(journey->verdict, FINDING_PAWS_OLD, journey->from);

    finding->seq = journey->segment->options.ts_value;
    finding->expected = journey->sender->ts_recent;
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

bool analysis_segment(const struct journey *journey) {
    const struct segment *segment = journey->segment;
    const struct endpoint_state *sender = journey->sender;
    bool probe = false;

    if ((segment->flags & (TCP_SYN | TCP_RST)) != 0) {
        return false;
    }
    if (journey->acceptability > SEGMENT_OLD) {
        if (journey->acceptability == SEGMENT_PAWS) {
            find_old_timestamp(journey);
        }
        return false;
    }
    /* In a connection to itself, the numbers of both directions are one end's. */
    if (sender != journey->receiver) {
        if (copy_find(journey)) {
            return true;
        }
        copy_note_identification(journey);
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
    return false;
}
