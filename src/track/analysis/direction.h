/*
 * What the parts of the analysis share: one direction's marks, and its clock.
 */
#ifndef TCPGLOSS_SRC_TRACK_ANALYSIS_DIRECTION_H
#define TCPGLOSS_SRC_TRACK_ANALYSIS_DIRECTION_H

#include <stdbool.h>
#include <stdint.h>

#include "track/analysis/recovery.h"
#include "track/segment_context.h"

enum transfer_flag {
    TRANSFER_TIMED = 0x01,     /* nothing was sent again since `sent`: Karn's rule may time it */
    TRANSFER_PROBED = 0x02,    /* its window probe has no answer yet */
    TRANSFER_AHEAD = 0x04,     /* the highest byte it sent was a window probe's */
    TRANSFER_KEEPALIVE = 0x08, /* its keep-alive probe has no answer yet */
    TRANSFER_ECHOING = 0x10,   /* it sets ECE */
    TRANSFER_REDUCED = 0x20,   /* it set CWR in its last data */
    TRANSFER_SAME_ID = 0x40,   /* its IP identification does not tell its segments apart */
    TRANSFER_RECOVERY = 0x80,  /* it resends what was lost before trouble.recover */
};

static inline void transfer_mark(struct transfer *transfer, unsigned flags) {
    transfer->flags = (uint8_t)(transfer->flags | flags);
}

static inline void transfer_unmark(struct transfer *transfer, unsigned flags) {
    transfer->flags = (uint8_t)(transfer->flags & ~flags);
}

/* The shortest retransmission timeout in wide use: Linux's (RFC 6298 §2.4 asks for 1 s). */
#define TIMEOUT_MIN INT64_C(200000000)

/* A time as one word that is never zero: microseconds, which wrap after 71 minutes. */
static inline uint32_t transfer_clock(int64_t time) {
    uint32_t clock = (uint32_t)((uint64_t)time / 1000);

    return clock != 0 ? clock : 1;
}

/* The clock's last minutes before it comes round are taken for time that ran backwards. */
#define CLOCK_BACKWARDS (UINT32_MAX - UINT32_C(300000000))

/* Nanoseconds from a time of transfer_clock() to the segment; 0 if that is unknown, or if time
 * ran backwards. */
static inline int64_t transfer_since(const struct journey *journey, uint32_t clock) {
    uint32_t since = transfer_clock(journey->segment->time) - clock;

    return clock == 0 || since > CLOCK_BACKWARDS ? 0 : (int64_t)since * 1000;
}

/* What transfer.round_trip counts, nanoseconds. */
#define ROUND_TRIP_UNIT INT64_C(16000)

/* The shortest time from the capture point to `end` and back, nanoseconds; 0 if unknown. */
static inline int64_t transfer_round_trip(const struct journey *journey, enum endpoint end) {
    const struct transfer *peer = &journey->flow->endpoints[endpoint_peer(end)].transfer;
    int64_t data = (int64_t)peer->round_trip * ROUND_TRIP_UNIT;
    int64_t handshake = flow_round_trip(journey->cold, end);

    return data != 0 && (handshake == 0 || data < handshake) ? data : handshake;
}

/* Loss, reordering and repetition, and both kinds of probes (loss.c): what the segment's numbers
 * say of its sender. True if it is a probe, which answers nothing. */
bool loss_find(const struct journey *journey);

/* What its acknowledgment says of the receiver's data (acknowledgment.c), and its window. */
void acknowledgment_find(const struct journey *journey);

#endif
