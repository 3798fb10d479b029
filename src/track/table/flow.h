/*
 * One incarnation of a four-tuple, as the tracker keeps it.
 *
 * A flow is split by how often it is touched. struct flow is two cache lines and holds all that a
 * plain data segment reads or writes; struct flow_cold is looked at when a flow begins, changes
 * state or ends. An IPv6 flow has its addresses beside both, in memory that is not touched while
 * there is no IPv6.
 */
#ifndef TCPGLOSS_SRC_TRACK_TABLE_FLOW_H
#define TCPGLOSS_SRC_TRACK_TABLE_FLOW_H

#include <stdbool.h>
#include <stdint.h>

#include "tcpgloss/base/serial.h"
#include "tcpgloss/track/state.h"

#include "track/analysis/analysis.h"

/* The two ends in order, the lower (address, port) first. An IPv6 key holds the hash of the
 * conversation in the addresses' place: 64 bits that no one who does not know the key can make
 * collide. */
struct flow_key {
    uint32_t addresses[2];
    uint16_t ports[2];
};

/* What an endpoint announced or did that is asked for later: bits of struct endpoint_state. */
enum endpoint_flag {
    ENDPOINT_SEEN = 0x0001,        /* has sent something, so that snd_nxt means something */
    ENDPOINT_ISN = 0x0002,         /* its SYN was seen: isn is known */
    ENDPOINT_FIN = 0x0004,         /* its FIN was seen, at snd_nxt - 1 */
    ENDPOINT_ACKED = 0x0008,       /* its peer acknowledged something: snd_una means something */
    ENDPOINT_SACK = 0x0010,        /* SACK permitted in its SYN */
    ENDPOINT_TIMESTAMPS = 0x0020,  /* ts_recent means something */
    ENDPOINT_MSS = 0x0040,         /* mss is announced */
    ENDPOINT_DATA = 0x0080,        /* has sent data */
    ENDPOINT_PURE_ACK = 0x0100,    /* has sent a segment that is only an acknowledgment */
    ENDPOINT_HIGH = 0x0200,        /* is the second one of the key */
    ENDPOINT_CHALLENGE = 0x0400,   /* was sent what it should answer with a challenge ACK */
    ENDPOINT_FIN_PENDING = 0x0800, /* its FIN waits behind a hole */
    ENDPOINT_OWES_ACK = 0x1000,    /* was sent what it has to acknowledge */
    ENDPOINT_KNOWN = 0x2000,       /* at the client: that it is the client is no guess */
    ENDPOINT_FRAGMENT = 0x4000, /* sent a fragment last: how far its segment reaches is unknown */
    ENDPOINT_CONTROL = 0x8000,  /* transfer.sent is the time of a SYN, FIN or RST (sent.h) */
};

#define SCALE_NONE 15 /* no window scale option seen; those allowed go to 14 */

/*
 * What one end sent, in the terms of RFC 9293 §3.3.1, as seen at the capture point; what the end
 * knows of its peer is in the peer's struct: RCV.NXT of one end follows from SND.NXT of the other.
 */
struct endpoint_state {
    uint32_t snd_una;   /* highest acknowledgment that its peer sent; valid with ENDPOINT_ACKED */
    uint32_t snd_nxt;   /* one behind the highest sequence number it sent; with ENDPOINT_SEEN */
    uint32_t isn;       /* with ENDPOINT_ISN */
    uint32_t ts_recent; /* TS.Recent of its peer (RFC 7323 §4.3); with ENDPOINT_TIMESTAMPS */
    uint32_t packets;
    uint32_t bytes_low; /* of payload, each copy counted: 40 bits */
    uint8_t bytes_high;
    uint8_t incarnation; /* of the flow: the low byte at the client, the high one at the server */
    uint16_t window;     /* the last that it announced, unscaled */
    uint16_t mss;        /* with ENDPOINT_MSS */
    uint16_t flags;      /* of enum endpoint_flag */
    uint16_t pending;    /* events that are assumed of it: a queue, see moves.h */
    uint8_t proven : 4;  /* enum tcp_state: where what it sent proves it to be */
    uint8_t fresh : 4;   /* how many of the pending events its peer's last segment brought */
    uint8_t scale : 4;   /* window scale, SCALE_NONE if none */
    uint8_t unanswered : 4; /* what it repeated since its peer was last heard of */
    struct transfer transfer;
};

struct flow {
    _Alignas(64) struct flow_key key;
    uint32_t next; /* in its bucket's chain */
    int64_t last;  /* time of its last packet, nanoseconds since the epoch */
    uint32_t number;
    uint32_t user;                      /* of the layer above */
    struct endpoint_state endpoints[2]; /* by enum endpoint */
};

_Static_assert(sizeof(struct flow) == 128, "a flow is two cache lines");

/* Facts about a flow as a whole: bits of struct flow_cold. */
enum flow_flag {
    FLOW_SELF = 0x0001,         /* both ends are one: a socket connected to itself */
    FLOW_SIMULTANEOUS = 0x0002, /* SYNs crossed, or a SYN was answered by a bare SYN */
    FLOW_FAST_OPEN = 0x0004,    /* the SYN's data was taken */
    FLOW_ESTABLISHED = 0x0008,  /* the handshake was seen to its end */
    FLOW_REFUSED = 0x0010,
    FLOW_ECN = 0x0020,       /* agreed on */
    FLOW_ACCECN = 0x0040,    /* what was agreed on is AccECN: ECE, CWR and AE are a counter */
    FLOW_STRAY_SYN = 0x0080, /* a SYN that fits no state; its answer will tell */
    FLOW_OTHER_ISN = 0x0100, /* a second SYN-ACK had another ISN; the third segment will tell */
    FLOW_RETRIED = 0x0200,   /* a SYN or SYN-ACK came twice: no round trip to be had from it */
    FLOW_TEARDOWN = 0x0400,  /* a FIN was seen */
    FLOW_MERGED = 0x0800,
    FLOW_SIMULTANEOUS_CLOSE = 0x1000,
    FLOW_HALF_CLOSED = 0x2000,
    FLOW_EVICTED = 0x4000,
    FLOW_COUNTED = 0x8000, /* among its listener's half-open flows */
};

/*
 * Where a flow stands in the order of forgetting, each class a list from the oldest on.
 */
enum flow_class {
    CLASS_HALF_OPEN,
    CLASS_CLOSED,
    CLASS_TIME_WAIT,
    CLASS_OPEN,     /* established, closing, or mid-stream */
    CLASS_REPLACED, /* its four-tuple was opened again; that is still to be told */
    CLASS_ENDED,    /* over, its report not yet taken */
    CLASS_COUNT,
};

/* What is kept of one end beside its struct endpoint_state. */
struct end_cold {
    uint32_t round_trip : 24; /* from the capture point to it and back, by the handshake,
                                 microseconds; 0 if unknown, or longer than fits: 16.7 s */
    uint32_t repeats : 5;     /* times that its SYN, SYN-ACK or FIN, which it sent last, was sent
                                 again; up to 31 */
    uint32_t syn_unseen : 1;  /* its SYN is known only from what acknowledged it */
    uint32_t copied : 1;      /* one packet of it was in the capture twice (copy.h) */
    uint32_t reset : 1;       /* it sent an acceptable RST */
};

struct flow_cold {
    int64_t start;         /* time of its first packet, nanoseconds since the epoch */
    uint64_t history : 60; /* see history.c */
    uint64_t rank : 3;     /* enum flow_class */
    uint64_t ipv6 : 1;
    uint64_t previous : 24; /* in the list of its class, as is: */
    uint64_t next : 24;
    uint16_t flags; /* of enum flow_flag */
    struct end_cold ends[2];
};

_Static_assert(sizeof(struct flow_cold) == 32, "a flow's seldom touched part");

/* The round trip to `end` that the handshake showed, nanoseconds; 0 if unknown. */
static inline int64_t flow_round_trip(const struct flow_cold *cold, enum endpoint end) {
    return (int64_t)cold->ends[end].round_trip * 1000;
}

static inline void flow_set_round_trip(struct flow_cold *cold, enum endpoint end,
                                       int64_t nanoseconds) {
    int64_t round_trip = nanoseconds / 1000;

    cold->ends[end].round_trip = round_trip < 1 << 24 ? (uint32_t)round_trip & 0xffffff : 0;
}

/* `end` repeated its SYN, SYN-ACK or FIN: returns how often by now. */
static inline unsigned flow_count_repeat(struct flow_cold *cold, enum endpoint end) {
    unsigned repeats = cold->ends[end].repeats;

    repeats += repeats < 31;
    cold->ends[end].repeats = repeats & 31;
    return repeats;
}

/* How many connections of its four-tuple there have been, this one included. */
static inline unsigned flow_incarnation(const struct flow *flow) {
    return flow->endpoints[ENDPOINT_CLIENT].incarnation |
           (unsigned)flow->endpoints[ENDPOINT_SERVER].incarnation << 8;
}

/* By how many bits the windows that `endpoint` announces are to be shifted: window scaling is in
 * force only if both SYNs had the option (RFC 7323 §2.2). */
static inline unsigned endpoint_shift(const struct flow *flow, enum endpoint endpoint) {
    bool both = flow->endpoints[0].scale != SCALE_NONE && flow->endpoints[1].scale != SCALE_NONE;

    return both ? flow->endpoints[endpoint].scale : 0;
}

/* Whether both SYNs were seen, and so what they agreed on is known. */
static inline bool flow_saw_syns(const struct flow *flow, const struct flow_cold *cold) {
    return (flow->endpoints[0].flags & flow->endpoints[1].flags & ENDPOINT_ISN) != 0 &&
           (cold->ends[0].syn_unseen | cold->ends[1].syn_unseen) == 0;
}

/* Whether all that this end sent before `seq` was acknowledged. */
static inline bool endpoint_acked(const struct endpoint_state *state, uint32_t seq) {
    return (state->flags & ENDPOINT_ACKED) != 0 && seq_leq(seq, state->snd_una);
}

/* One behind the last byte of data that this end sent: a FIN is none. */
static inline uint32_t endpoint_data_end(const struct endpoint_state *state) {
    return state->snd_nxt - ((state->flags & ENDPOINT_FIN) != 0);
}

/* The window that `endpoint` announced last, in bytes. */
static inline uint32_t endpoint_window(const struct flow *flow, enum endpoint endpoint) {
    return (uint32_t)flow->endpoints[endpoint].window << endpoint_shift(flow, endpoint);
}

#endif
