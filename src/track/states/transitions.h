/*
 * The transitions of one endpoint (RFC 9293, Figure 5 and §3.10), as rows to check with a finger.
 */
#ifndef TCPGLOSS_SRC_TRACK_STATES_TRANSITIONS_H
#define TCPGLOSS_SRC_TRACK_STATES_TRANSITIONS_H

#include <stddef.h>

#include "tcpgloss/track/state.h"

/*
 * What happens to an endpoint, as the wire shows it. One segment can bring several; they are
 * applied in the order of RFC 9293 §3.10.7.4: the acknowledgment before the FIN.
 */
enum event {
    EVENT_NONE,
    SEND_SYN,
    SEND_SYN_ACK,
    SEND_ACK, /* a segment that only an end with a connection sends: it acknowledges the peer's
                 SYN without one of its own, or acknowledges or carries data */
    SEND_FIN,
    SEND_RST,
    RECEIVE_SYN_ACK, /* it acknowledges this end's SYN */
    RECEIVE_ACK_OF_SYN,
    RECEIVE_ACK_OF_FIN,
    RECEIVE_FIN,
    RECEIVE_RST,
    TIMER_2MSL,
    /* Mid-stream only: what must have happened before the capture began. */
    BEFORE_DATA, /* both ends have sent data: neither had sent its FIN */
    EVENT_COUNT
};

/* Under which circumstance a row holds, a bit for each. Where it does not, the event waits and all
 * behind it. */
enum guard {
    ALWAYS = 0,
    SYNS_DID_NOT_CROSS = 1 << 0, /* who sent a SYN of its own before the SYN-ACK came has to answer
                           the other SYN first, and that proves SYN-RECEIVED */
    NOT_FAST_OPEN = 1 << 1, /* with Fast Open, data may be sent in SYN-RECEIVED (RFC 7413 §4.1.3) */
    NO_HOLE = 1 << 2,       /* a FIN counts when all before it has arrived */
};

struct transition {
    enum guard guard;
    enum tcp_state next;
    const char *section; /* of RFC 9293, unless another is named */
};

/* By state and event. Where there is no row it is zero: the event changes nothing. */
extern const struct transition transitions[STATE_TIME_WAIT + 1][EVENT_COUNT];

/* The row for an event in a state; null if it changes nothing. */
static inline const struct transition *transition_find(enum tcp_state state, enum event event) {
    const struct transition *transition = &transitions[state][event];

    return transition->section != NULL ? transition : NULL;
}

#endif
