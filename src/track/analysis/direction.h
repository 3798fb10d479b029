/*
 * One direction of a flow: what one end sent, as seen at the capture point.
 *
 * The terms are those of RFC 9293 §3.3.1. What an end knows of its peer is in the peer's direction:
 * RCV.NXT of one end follows from SND.NXT of the other.
 */
#ifndef TCPGLOSS_SRC_TRACK_ANALYSIS_DIRECTION_H
#define TCPGLOSS_SRC_TRACK_ANALYSIS_DIRECTION_H

#include <stdbool.h>
#include <stdint.h>

#include "tcpgloss/base/serial.h"
#include "tcpgloss/track/state.h"

#include "track/segment.h"

/* What the end announced or did that is asked for later. The upper two bits are free. */
enum direction_flag {
    DIRECTION_SEEN = 1u << 0,         /* it has sent something: snd_nxt means something */
    DIRECTION_ISN = 1u << 1,          /* isn is the number of its SYN */
    DIRECTION_SYN_UNSEEN = 1u << 2,   /* isn is known only from the ACK of that SYN */
    DIRECTION_FIN = 1u << 3,          /* its FIN was seen, at snd_nxt - 1 */
    DIRECTION_ACKED = 1u << 4,        /* its peer acknowledged something: snd_una means something */
    DIRECTION_SACK = 1u << 5,         /* its SYN permits SACK */
    DIRECTION_TIMESTAMPS = 1u << 6,   /* ts_recent means something */
    DIRECTION_MSS = 1u << 7,          /* its SYN announces an mss */
    DIRECTION_DATA = 1u << 8,         /* it has sent data */
    DIRECTION_PURE_ACK = 1u << 9,     /* it has sent a segment that is only an acknowledgment */
    DIRECTION_FRAGMENT = 1u << 10,    /* it sent a fragment last: where that ends is unknown */
    DIRECTION_FIN_PENDING = 1u << 11, /* its FIN waits behind a hole */
    DIRECTION_CHALLENGE = 1u << 12,   /* it was sent what a challenge ACK answers */
    DIRECTION_LAST = 1u << 13,        /* it sent the flow's last packet */
    DIRECTION_RESET = 1u << 14,       /* it sent an acceptable RST */
    DIRECTION_COPIED = 1u << 15,      /* a packet of it was in the capture twice */
    DIRECTION_SAME_ID = 1u << 16,     /* its IP identification does not tell packets apart */
    DIRECTION_ACCECN = 1u << 17,      /* its ECE and CWR are a counter: AccECN was agreed on */
    DIRECTION_ECHOING = 1u << 18,     /* it sets ECE */
    DIRECTION_REDUCED = 1u << 19,     /* it set CWR in its last data */
    DIRECTION_SENT_ONCE = 1u << 20,   /* nothing was sent again since data_sent */
    DIRECTION_PROBED = 1u << 21,      /* its window probe has no answer yet */
    DIRECTION_AHEAD = 1u << 22,       /* the highest byte it sent was a window probe's */
    DIRECTION_KEEPALIVE = 1u << 23,   /* its keep-alive probe has no answer yet */
    DIRECTION_RECOVERY = 1u << 24,    /* it resends what was lost before recovery.recover */
    DIRECTION_UNCOUNTED = 1u << 25,   /* it should have had a struct recovery, but there were none
                                           left: its counts are not known */
    DIRECTION_CHECKSUMS = 1u << 26,   /* a checksum of it was right: a wrong one tells something */
    DIRECTION_FIN_DOUBTFUL =
        1u << 27, /* its receiver should not take its FIN: recovery.doubtful_fin */
    DIRECTION_FIN_POSSIBLE = 1u << 28, /* its last number, not captured, may be a FIN */
    DIRECTION_SINGLE_BYTES = 1u << 29, /* one that might have been a FIN was data */
};

#define SCALE_NONE 15 /* no window scale option seen; those allowed go to 14 */

struct direction {
    uint64_t bytes; /* of payload, each copy counted */

    /* Send sequence variables */
    uint32_t snd_una; /* highest acknowledgment that its peer sent; valid with DIRECTION_ACKED */
    uint32_t snd_nxt; /* one behind the highest number it sent; valid with DIRECTION_SEEN */
    uint32_t isn;     /* with DIRECTION_ISN */

    uint32_t ts_recent; /* TS.Recent of its peer (RFC 7323 §4.3); with DIRECTION_TIMESTAMPS */
    uint32_t packets;
    uint32_t flags;     /* of enum direction_flag */
    uint32_t data_sent; /* when it last sent new data, by segment_clock(); 0: never seen to */
    uint16_t window;    /* the last that it announced, unscaled */
    uint16_t mss;       /* with DIRECTION_MSS */
    uint16_t recovery;  /* place of its struct recovery in the pool; 0: none */
    uint16_t ip_id;     /* IP identification of its last segment */

    /* The end that sends */
    uint8_t proven;        /* enum tcp_state: where what it sent proves it to be */
    uint8_t assumed_count; /* events that are assumed of it (flow_record.assumed) */
    uint8_t unanswered;    /* what it repeated since its peer was last heard of */
    uint8_t scale;         /* window scale, SCALE_NONE if none */
};

_Static_assert(sizeof(struct direction) == 48, "two directions and 32 bytes are two cache lines");

/* From the capture point to each end and back, by the handshake: microseconds, 0: unknown. */
struct round_trips {
    uint32_t handshake[2]; /* by enum endpoint */
};

/* The shortest retransmission timeout in wide use: Linux's (RFC 6298 §2.4 asks for 1 s). */
#define TIMEOUT_MIN INT64_C(200000000)

static inline void direction_mark(struct direction *direction, uint32_t flags) {
    direction->flags |= flags;
}

static inline void direction_unmark(struct direction *direction, uint32_t flags) {
    direction->flags &= ~flags;
}

/* Whether all that the end sent before `seq` was acknowledged. */
static inline bool direction_acked(const struct direction *direction, uint32_t seq) {
    return (direction->flags & DIRECTION_ACKED) != 0 && seq_leq(seq, direction->snd_una);
}

/* Whether the end's FIN was acknowledged. */
static inline bool direction_fin_acked(const struct direction *direction) {
    return (direction->flags & DIRECTION_FIN) != 0 &&
           direction_acked(direction, direction->snd_nxt);
}

/* One behind the last byte of data that the end sent: a FIN is none. */
static inline uint32_t direction_data_end(const struct direction *direction) {
    return direction->snd_nxt - ((direction->flags & DIRECTION_FIN) != 0);
}

/* Whether data that the end sent are not acknowledged yet. */
static inline bool direction_has_unacknowledged_data(const struct direction *direction) {
    return (direction->flags & DIRECTION_DATA) != 0 &&
           !direction_acked(direction, direction_data_end(direction));
}

/* Whether the segment, which went to this end, acknowledges its SYN and nothing that it did not
 * send; or its FIN. */
static inline bool acknowledges_syn(const struct segment *segment, const struct direction *end) {
    return (segment->flags & TCP_ACK) != 0 && (end->flags & DIRECTION_ISN) != 0 &&
           seq_gt(segment->ack, end->isn) && seq_leq(segment->ack, end->snd_nxt);
}

static inline bool acknowledges_fin(const struct segment *segment, const struct direction *end) {
    return (segment->flags & TCP_ACK) != 0 && (end->flags & DIRECTION_FIN) != 0 &&
           segment->ack == end->snd_nxt;
}

/* By how many bits the windows that an end announces are to be shifted: window scaling is in force
 * only if both SYNs had the option (RFC 7323 §2.2). The SYN of a connection to itself is both. */
static inline unsigned direction_shift(const struct direction *end, const struct direction *peer) {
    return end->scale != SCALE_NONE && peer->scale != SCALE_NONE ? end->scale : 0;
}

/* The window that the end announced last, in bytes. */
static inline uint32_t direction_window(const struct direction *end, const struct direction *peer) {
    return (uint32_t)end->window << direction_shift(end, peer);
}

/* The window of a SYN, which is not scaled, in units of the scale that comes into force with it:
 * not 0 where it is not. */
static inline uint16_t direction_window_of_syn(unsigned window, unsigned shift) {
    return (uint16_t)(window != 0 && window >> shift == 0 ? 1 : window >> shift);
}

/* Whether both SYNs were seen, so that what they agreed on is known. A socket that is connected to
 * itself has sent only one. */
static inline bool directions_saw_syns(const struct direction *one, const struct direction *other) {
    return one != other && (one->flags & other->flags & DIRECTION_ISN) != 0 &&
           ((one->flags | other->flags) & DIRECTION_SYN_UNSEEN) == 0;
}

#endif
