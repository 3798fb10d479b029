/*
 * One incarnation of a four-tuple, as the tracker keeps it: 192 bytes, and 32 more for IPv6.
 *
 * A flow is split by how often it is touched. struct flow is two cache lines and holds all that a
 * plain data segment reads or writes. struct flow_record is one line; it is looked at when a flow
 * begins, changes state or ends, and where the hash chain goes on behind the flow. The addresses of
 * IPv6 stand beside both, in memory that is not touched while there is no IPv6.
 *
 * Free: one bit of flow_record.flags, and two of direction.flags.
 */
#ifndef TCPGLOSS_SRC_TRACK_TABLE_FLOW_H
#define TCPGLOSS_SRC_TRACK_TABLE_FLOW_H

#include <stdbool.h>
#include <stdint.h>

#include "tcpgloss/track/state.h"

#include "track/analysis/direction.h"

/* The two ends in order, the lower (address, port) first. An IPv6 key holds the hash of the
 * conversation in the addresses' place: 64 bits that no one who does not know the key can make
 * collide. */
struct flow_key {
    uint32_t addresses[2];
    uint16_t ports[2];
};

/* Which two ends these are. */
enum flow_flag {
    FLOW_SELF = 0x01,           /* both are one: a socket connected to itself */
    FLOW_CLIENT_SECOND = 0x02,  /* the client is the second one of the key */
    FLOW_CLIENT_CERTAIN = 0x04, /* that it is the client is no guess */
    FLOW_IPV6 = 0x08,
    /* From here on six bits of each end, the client first: what its last RST's number hashes to. */
};

#define FLOW_RESET_SHIFT 4
#define FLOW_RESET_BITS  6

struct flow {
    _Alignas(64) struct flow_key key;
    uint32_t number;
    int64_t last;          /* time of its last packet, nanoseconds since the epoch */
    uint32_t gloss_memory; /* of the layer above */
    uint16_t flags;        /* of enum flow_flag */
    uint16_t measures;     /* place of its struct flow_measures in the pool, or one of measures.h */
    struct direction directions[2]; /* by enum endpoint */
};

_Static_assert(sizeof(struct flow) == 128, "a flow is two cache lines");

/* What happened to a flow. */
enum record_flag {
    RECORD_SIMULTANEOUS = 0x0001, /* SYNs crossed, or a SYN was answered by a bare SYN */
    RECORD_FAST_OPEN = 0x0002,    /* the SYN's data was taken */
    RECORD_ESTABLISHED = 0x0004,  /* the handshake was seen to its end */
    RECORD_REFUSED = 0x0008,
    RECORD_ECN = 0x0010,       /* agreed on */
    RECORD_STRAY_SYN = 0x0020, /* a SYN that fits no state; its answer will tell */
    RECORD_OTHER_ISN = 0x0040, /* a second SYN-ACK had another ISN; the third segment will tell */
    RECORD_RETRIED = 0x0080,   /* a SYN or SYN-ACK came twice: no round trip to be had from it */
    RECORD_TEARDOWN = 0x0100,  /* a FIN was seen */
    RECORD_MERGED = 0x0200,    /* the second FIN acknowledged the first */
    RECORD_SIMULTANEOUS_CLOSE = 0x0400,
    RECORD_HALF_CLOSED = 0x0800,
    RECORD_EVICTED = 0x1000,
    RECORD_HALF_OPEN_COUNTED = 0x2000, /* among its listener's half-open flows */
    RECORD_SERVER_FIRST = 0x4000,      /* with RECORD_TEARDOWN: the server's FIN was the first */
};

/* Where a flow stands in the order of forgetting, each class a list from the oldest on. */
enum eviction_class {
    CLASS_HALF_OPEN,
    CLASS_CLOSED,
    CLASS_TIME_WAIT,
    CLASS_OPEN,    /* established, closing, or mid-stream */
    CLASS_DOUBTED, /* whether its TIME-WAIT is over is seen in another way; that is still to be told
                    */
    CLASS_REPLACED, /* its four-tuple was opened again; that is still to be told */
    CLASS_ENDED,    /* over, its report not yet taken */
    CLASS_COUNT,
};

#define ASSUMED_MAX 4 /* events that are assumed of an end at once */

struct flow_record {
    _Alignas(64) int64_t start; /* time of its first packet, nanoseconds since the epoch */
    uint64_t zeek_history;      /* its first twelve letters: zeek_history.c */
    uint32_t chain;             /* the next flow of its bucket, plus one; 0: none */
    uint32_t previous, next;    /* in the list of its class */
    struct round_trips round_trips;
    uint32_t control_sent[2]; /* when the end last sent a SYN, FIN or RST, when its TIME-WAIT began,
                                 or, where none of that was seen, when the flow did; by
                                 segment_clock() */
    uint8_t assumed[2][ASSUMED_MAX]; /* enum event: what is assumed of the end, oldest first */
    uint8_t assumed_by_last[2];      /* how many of them its peer's last segment brought */
    uint8_t believed[2];    /* enum tcp_state: where they lead; meaningful while there are any */
    uint8_t repeats[2];     /* times that the end's last SYN, SYN-ACK or FIN was sent again */
    uint16_t flags;         /* of enum record_flag */
    uint16_t incarnation;   /* how many connections of its four-tuple there were, with this one */
    uint8_t eviction_class; /* enum eviction_class */
    uint8_t zeek_states;    /* four bits of each end, the client first: enum zeek_state */
};

_Static_assert(sizeof(struct flow_record) == 64, "a flow's record is one cache line");

/* The end that a segment from `from` goes to. */
static inline enum endpoint flow_receiver(const struct flow *flow, enum endpoint from) {
    return (flow->flags & FLOW_SELF) != 0 ? from : endpoint_peer(from);
}

/* Whether the end is the second one of the key. */
static inline bool flow_is_second(const struct flow *flow, enum endpoint end) {
    return ((flow->flags & FLOW_CLIENT_SECOND) != 0) == (end == ENDPOINT_CLIENT);
}

/* The round trip to `end` that the handshake showed, nanoseconds; 0 if unknown. */
static inline int64_t flow_round_trip(const struct flow_record *record, enum endpoint end) {
    return (int64_t)record->round_trips.handshake[end] * 1000;
}

/* What takes longer than this, nanoseconds, was held up: it is no round trip. */
#define ROUND_TRIP_MAX (INT64_C(16777216) * 1000)

static inline void flow_set_round_trip(struct flow_record *record, enum endpoint end,
                                       int64_t nanoseconds) {
    record->round_trips.handshake[end] =
        nanoseconds < ROUND_TRIP_MAX ? (uint32_t)(nanoseconds / 1000) : 0;
}

/*
 * The longest time in which a segment that was captured may still be on its way to `end`, or the
 * answer on its way back: the round trip from the capture point, with room for jitter.
 */
static inline int64_t flow_patience(const struct flow_record *record, enum endpoint end) {
    const int64_t round_trip = flow_round_trip(record, end);

    return round_trip == 0 ? 100000000 : round_trip + round_trip / 2 + 10000000;
}

/* Nanoseconds from `end`'s last SYN, FIN or RST to the segment; 0 if time ran backwards. */
static inline int64_t flow_since_control(const struct flow_record *record,
                                         const struct segment *segment, enum endpoint end) {
    return segment_since(segment, record->control_sent[end]);
}

/* `end` sent the segment, a SYN, FIN or RST, a repeated one too; or its TIME-WAIT begins. */
static inline void flow_note_control(struct flow_record *record, const struct segment *segment,
                                     enum endpoint end) {
    record->control_sent[end] = segment->clock;
}

/* `end` repeated its SYN, SYN-ACK or FIN: returns how often by now. */
static inline unsigned flow_count_repeat(struct flow_record *record, enum endpoint end) {
    if (record->repeats[end] < UINT8_MAX) {
        record->repeats[end]++;
    }
    return record->repeats[end];
}

#endif
