/*
 * What a segment proves of its sender, and what is then assumed of its receiver.
 *
 * A segment is followed in four moves: from its sender's proven state (1) the events that its
 * acknowledgment covers are proven (2), then what the segment itself shows (3); what is still
 * uncovered is replayed (4), which gives the state that is believed. docs/states.md explains them.
 */
#ifndef TCPGLOSS_SRC_TRACK_STATES_INFERENCE_H
#define TCPGLOSS_SRC_TRACK_STATES_INFERENCE_H

#include <stdbool.h>

#include "track/segment.h"
#include "track/states/belief.h"

/* What is known of a segment that controls the connection before anything is inferred from it. */
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

/* The segment, and all that may follow from it: the pool of recoveries is out of reach. */
struct inference {
    const struct segment *segment;
    enum endpoint from; /* the end that sent it */
    enum endpoint to;
    struct direction *sender; /* what `from` sends */
    struct direction *receiver;
    struct belief belief;
    const struct control *control;
};

/* All four moves for the sender. */
void infer_sender(struct inference *inference);

/* What is assumed of the receiver. */
void infer_receiver(struct inference *inference);

/* The sender's FIN was captured after its own acknowledgment: the receiver has the FIN, and its
 * acknowledgment is assumed to reach the sender. */
void infer_acknowledged_fin(struct inference *inference);

#endif
