/*
 * What the tracker says about one segment, or about a timer that ran out: the flow it belongs to,
 * the state changes it brings, and what else it shows.
 *
 * A verdict holds values only, no pointer into the capture, except `user`; its caller owns it.
 */
#ifndef TCPGLOSS_TRACK_VERDICT_H
#define TCPGLOSS_TRACK_VERDICT_H

#include <stdbool.h>
#include <stdint.h>

#include "tcpgloss/track/state.h"

/* One transition of one endpoint. */
struct change {
    enum endpoint endpoint;
    enum tcp_state from;
    enum tcp_state to;
    bool assumed;   /* by a segment that is believed to arrive, not proven by what the end sent */
    bool retracted; /* takes an earlier assumption back: leads from the assumed state to the old */
};

/*
 * What a segment shows besides its state changes. Each finding is one note's reason; the fields of
 * struct finding that it fills are named behind it, `who` (the end it is about) always.
 */
enum finding_kind {
    /* Opening */
    FINDING_SYN,                   /* first SYN; seq */
    FINDING_SYN_ACK,               /* answers it; seq, ack, expected */
    FINDING_HANDSHAKE_ACK,         /* completes it; ack, expected; duration: RTT of the handshake */
    FINDING_BAD_ACK,               /* SYN-ACK or third ACK not seq + 1; ack, expected (the seq) */
    FINDING_NEGOTIATED,            /* with the third segment; facts are in the flow report */
    FINDING_SIMULTANEOUS_OPEN,     /* the second SYN of two that cross */
    FINDING_FAST_OPEN_REQUEST,     /* SYN asks for a cookie */
    FINDING_FAST_OPEN_GRANTED,     /* SYN-ACK brings one; length: of the cookie */
    FINDING_FAST_OPEN_USED,        /* SYN with a cookie; length: of its data */
    FINDING_FAST_OPEN_ACCEPTED,    /* SYN-ACK covers the SYN's data; length: bytes covered */
    FINDING_FAST_OPEN_IGNORED,     /* SYN-ACK covers the SYN only; length: bytes to be sent again */
    FINDING_REFUSED,               /* RST answers the SYN */
    FINDING_SYN_RETRANSMITTED,     /* count: nth, from 1; duration: since the last */
    FINDING_SYN_ACK_RETRANSMITTED, /* count, duration */
    FINDING_THIRD_ACK_LOST,        /* the server is still in SYN-RECEIVED */
    FINDING_NO_ANSWER,             /* timer or end of the flow: count: SYNs sent */
    FINDING_HALF_OPEN_FLOOD,       /* count: half-open flows to who's address and port */
    FINDING_ECN_SETUP,             /* ECE and CWR in a SYN, ECE in its answer */
    FINDING_ACCECN_SETUP,          /* AE, CWR and ECE (RFC 9768) */
    FINDING_MID_STREAM,            /* first packet of a flow, and no SYN */
    FINDING_REUSED,                /* new incarnation; count: its number; `in_time_wait`: a
                                      higher ISN lets it replace one in TIME-WAIT */
    /* Transfer */
    FINDING_FIRST_DATA, /* of this direction; length */
    FINDING_PUSH,
    FINDING_URGENT,              /* expected: urgent pointer, relative to the segment */
    FINDING_RETRANSMISSION,      /* seq, length; duration: since first seen (RTO), 0 if unknown */
    FINDING_FAST_RETRANSMISSION, /* seq, length; count: duplicate ACKs that it answers */
    FINDING_SPURIOUS_RETRANSMISSION, /* seq, length */
    FINDING_TAIL_PROBE,              /* seq, length; duration */
    FINDING_OUT_OF_ORDER,            /* seq, length; duration: how late */
    FINDING_GAP,                     /* seq, expected; length: bytes missing */
    FINDING_ACK_UNSEEN,              /* ack, expected: highest seen; length: bytes unseen */
    FINDING_ONE_DIRECTION,           /* nothing that `who` sent is in the capture */
    FINDING_DUPLICATE_ACK,     /* ack; count: nth, 0 for a D-SACK alone; sack edges in seq, expected
                                  if any; dsack */
    FINDING_DUPLICATE_CAPTURE, /* duration */
    FINDING_ZERO_WINDOW,
    FINDING_WINDOW_UPDATE, /* length: new window in bytes, 0 if its scale is unknown */
    FINDING_WINDOW_FULL,   /* length: window in bytes */
    FINDING_WINDOW_PROBE,  /* seq, length 0 or 1 */
    FINDING_WINDOW_PROBE_ACK,
    FINDING_KEEPALIVE_PROBE, /* seq, expected; length 0 or 1; duration: idle time */
    FINDING_KEEPALIVE_ACK,
    FINDING_ECN_ECHO,
    FINDING_ECN_REDUCED,
    FINDING_PAWS_OLD,      /* seq: its TS value; expected: last accepted */
    FINDING_OFFLOAD_LARGE, /* length; expected: MSS */
    /* Closing */
    FINDING_TEARDOWN,    /* first FIN of the flow */
    FINDING_FIN,         /* a FIN, the first of this end; seq: of the FIN itself */
    FINDING_FIN_ACKED,   /* ack, expected: the FIN's seq */
    FINDING_MERGED,      /* FIN that is first to acknowledge the peer's FIN */
    FINDING_HALF_CLOSED, /* data goes on after the peer's FIN was acknowledged; who sends */
    FINDING_SIMULTANEOUS_CLOSE,
    FINDING_FIN_RETRANSMITTED,   /* count, duration */
    FINDING_FIN_PENDING,         /* seq; length: bytes missing before it */
    FINDING_TIME_WAIT,           /* duration: 2MSL */
    FINDING_TIME_WAIT_RESTARTED, /* duration: 2MSL */
    FINDING_TIME_WAIT_EXPIRED,   /* timer; duration: 2MSL */
    FINDING_TIME_WAIT_ASSASSINATED,
    FINDING_RESET,           /* acceptable RST; who gave up; `state`: theirs before */
    FINDING_RESET_HALF_OPEN, /* `state`: the sender's before */
    FINDING_RESET_UNREAD_DATA,
    FINDING_RESET_IGNORED, /* seq, expected: RCV.NXT of the receiver */
    FINDING_CHALLENGE_ACK,
    FINDING_IDLE,    /* timer; duration */
    FINDING_EVICTED, /* count: flows forgotten so far */
};

struct finding {
    enum finding_kind kind;
    enum endpoint who;
    enum tcp_state state;
    bool in_time_wait;
    bool dsack;
    uint32_t seq; /* absolute, host byte order, as are all numbers here */
    uint32_t ack;
    uint32_t expected;
    uint32_t count;
    uint32_t length;  /* bytes */
    int64_t duration; /* nanoseconds */
};

#define VERDICT_CHANGES_MAX  16
#define VERDICT_FINDINGS_MAX 16

struct verdict {
    uint32_t flow;        /* number of the flow, from 1 in order of appearance; 0: no flow */
    uint32_t incarnation; /* of its four-tuple, from 1 */
    uint64_t packet;      /* the packet's number; 0 for a timer */
    int64_t time;         /* nanoseconds since the epoch; of a timer, when it ran out */
    enum endpoint from;   /* who sent the segment; of a timer, whose it was */
    bool client_known;    /* false: mid-stream, which end is the client is a guess */
    bool opens;           /* first packet of this flow */
    unsigned change_count;
    struct change changes[VERDICT_CHANGES_MAX]; /* in order */
    unsigned finding_count;
    struct finding findings[VERDICT_FINDINGS_MAX]; /* in the order in which notes stand */
    enum tcp_state states[2]; /* by enum endpoint, once this segment has arrived */
    bool isn_known[2];        /* by enum endpoint */
    uint32_t isn[2];
    uint32_t scaled_window; /* the sender's window in bytes; unscaled if the scale is unknown */
    uint32_t *user; /* one word a flow for the layer above, zero when the flow begins; valid until
                       the next call of the tracker */
};

#endif
