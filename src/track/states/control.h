/*
 * A segment that may change a state, or tell of one: what is known of it before anything is
 * inferred.
 */
#ifndef TCPGLOSS_SRC_TRACK_STATES_CONTROL_H
#define TCPGLOSS_SRC_TRACK_STATES_CONTROL_H

#include <stdbool.h>
#include <stdint.h>

#include "tcpgloss/track/state.h"

struct control {
    enum tcp_state believed[2]; /* where both ends were believed to stand, by enum endpoint */
    bool syn_counts;            /* its SYN is a first one, or the repetition of one */
    bool syn_repeats;
    bool reset_counts; /* its RST is acceptable */
    bool fin_counts;   /* its FIN is acceptable */
    bool fin_repeats;  /* the FIN was seen before */
    bool fin_renewed;  /* the FIN comes again with a newer acknowledgment, as BSD sends it */
    bool late;         /* the repetition is as late as a timeout: the first copy went unanswered */
    bool probe;        /* the FIN comes again earlier than a timeout: a tail loss probe */
    bool fin_unseen;   /* the FIN is known from a number already, and captured only now */
    bool fin_in_turn;  /* its timestamp echoes what came behind the peer's FIN: that had arrived */
    bool fin_proven;   /* its number shows that its sender had sent a FIN, which is not captured */
    int64_t fin_late;  /* how long after its acknowledgment the FIN was captured; 0: it was not */
};

#endif
