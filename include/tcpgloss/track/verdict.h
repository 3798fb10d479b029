/*
 * What the tracker says about one segment, or about a timer that ran out: the flow it belongs to,
 * the state changes it brings, and what else it shows.
 *
 * A verdict holds values only, no pointer into the capture, except `gloss_memory`; its caller owns
 * it.
 */
#ifndef TCPGLOSS_TRACK_VERDICT_H
#define TCPGLOSS_TRACK_VERDICT_H

#include <stdbool.h>
#include <stdint.h>

#include "tcpgloss/base/export.h"
#include "tcpgloss/decode/icmp_error.h"
#include "tcpgloss/track/state.h"

/* One transition of one endpoint. */
struct change {
    enum endpoint endpoint;
    enum tcp_state from;
    enum tcp_state to;
    bool assumed;   /* by a segment that is believed to arrive, not proven by what the end sent */
    bool retracted; /* takes an earlier assumption back: leads from the assumed state to the old */
};

/* What a segment shows besides its state changes. Each finding becomes one note: findings.def lists
 * them, with when they are found and what they fill. */
enum finding_kind {
#define FINDING(id, ...) FINDING_##id,
#include "tcpgloss/track/findings.def"
    FINDING_COUNT
};

/* What a finding of a kind says of its segment. */
enum finding_trait {
    TRAIT_NONE = 0,
    TRAIT_OPENS = 1 << 0,        /* it belongs to the opening of a connection */
    TRAIT_CLOSES = 1 << 1,       /* it belongs to the closing */
    TRAIT_RETRANSMITS = 1 << 2,  /* the segment is sent again, */
    TRAIT_FOLLOWS_LOSS = 1 << 3, /* since it, or its acknowledgment, is taken for lost */
    TRAIT_REPEATS =
        1 << 4, /* its data may have been seen before, only draw an ACK, or are ignored */
};

/* Which members of struct finding a kind fills. A `who` is always filled. */
enum finding_field {
    FILLS_NONE = 0,
    FILLS_SEQ = 1 << 0,
    FILLS_ACK = 1 << 1,
    FILLS_EXPECTED_SEQ = 1 << 2,
    FILLS_EXPECTED_ACK = 1 << 3,
    FILLS_URGENT_POINTER = 1 << 4,
    FILLS_MSS = 1 << 5,
    FILLS_SACK = 1 << 6,       /* sack_left, sack_right */
    FILLS_TIMESTAMPS = 1 << 7, /* ts_value, ts_recent */
    FILLS_STATE = 1 << 8,
    FILLS_COUNT = 1 << 9,
    FILLS_LENGTH = 1 << 10,
    FILLS_WINDOW = 1 << 11,
    FILLS_DURATION = 1 << 12,
    FILLS_DSACK = 1 << 13,
    FILLS_MTU = 1 << 14, /* icmp.mtu */
    FILLS_REASON = 1 << 15,
};

/* Why the receiver of a segment should ignore it: X(name, key in JSON). The words are the phrases
 * IGNORED_name of the catalogue. */
#define IGNORED_REASONS(X)                                                                         \
    X(BEYOND_WINDOW, "beyond-window")                                                              \
    X(BEFORE_SYN, "before-syn")                                                                    \
    X(AFTER_FIN, "after-fin")                                                                      \
    X(UNSENT_ACKED, "unsent-acknowledged")                                                         \
    X(OLD_ACK, "old-acknowledgment")                                                               \
    X(NO_ACK, "no-ack")                                                                            \
    X(CHECKSUM, "checksum")

enum ignored_reason {
    IGNORED_NOT,
#define X(name, key) IGNORED_##name,
    IGNORED_REASONS(X)
#undef X
        IGNORED_REASON_COUNT
};

/* Numbers are absolute and in host byte order. */
struct finding {
    enum finding_kind kind;
    enum endpoint who; /* the end that it is about */

    /* In the sequence space of the segment's sender */
    uint32_t seq;
    uint32_t expected_seq;

    /* In the sequence space of its receiver */
    uint32_t ack;
    uint32_t expected_ack;
    uint32_t acked;      /* the SYN or FIN that `ack` takes in */
    uint32_t sack_left;  /* equal to sack_right if there is no block */
    uint32_t sack_right; /* one behind the last byte of the block */

    uint32_t ts_value; /* the segment's */
    uint32_t ts_recent;
    uint32_t mss;            /* 0: unknown */
    uint32_t urgent_pointer; /* relative to the segment */
    uint32_t count;
    uint32_t length;      /* bytes */
    uint32_t window;      /* bytes; 0: its scale is unknown */
    enum tcp_state state; /* before the segment; EVICTED: of the forgotten flow's client */
    enum ignored_reason reason;
    bool in_time_wait;
    bool dsack;
    int64_t duration;       /* nanoseconds; 0: unknown */
    struct icmp_error icmp; /* of the ICMP findings */
};

/* Whether a finding of this kind belongs to the opening of a connection, or to the closing. */
TCPGLOSS_API bool finding_is_opening(enum finding_kind kind);
TCPGLOSS_API bool finding_is_closing(enum finding_kind kind);

/* Whether its segment, SYN, FIN or data, is sent again. */
TCPGLOSS_API bool finding_is_retransmission(enum finding_kind kind);

/* Whether its segment is sent again since it, or its acknowledgment, is taken for lost. */
TCPGLOSS_API bool finding_follows_loss(enum finding_kind kind);

/* Whether its segment's data may have been seen before, are only there to draw an ACK, or are
 * ignored by their receiver. */
TCPGLOSS_API bool finding_repeats(enum finding_kind kind);

#define VERDICT_CHANGES_MAX  16
#define VERDICT_FINDINGS_MAX 16

struct verdict {
    uint32_t flow;        /* number of the flow, from 1 in order of appearance; 0: no flow */
    uint32_t incarnation; /* of its four-tuple, from 1; 0 unless it `opens` */
    uint64_t packet;      /* the packet's number; 0 for a timer */
    int64_t time;         /* nanoseconds since the epoch; of a timer, when it ran out */
    enum endpoint from;   /* who sent the segment; of a timer, whose it was */
    bool client_known;    /* false: mid-stream, which end is the client is a guess */
    bool opens;           /* first packet of this flow */
    bool isn_known[2];    /* by enum endpoint */
    uint32_t isn[2];
    enum tcp_state states[2]; /* by enum endpoint, once this segment has arrived */
    uint32_t scaled_window;   /* the sender's window in bytes; unscaled if the scale is unknown */
    unsigned change_count, finding_count;
    uint32_t *gloss_memory; /* one word a flow for the layer above, zero when the flow begins; valid
                               until the next call of the tracker */
    struct change changes[VERDICT_CHANGES_MAX];    /* in order */
    struct finding findings[VERDICT_FINDINGS_MAX]; /* in the order in which notes stand */
};

#endif
