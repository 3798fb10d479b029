/*
 * What a segment proves of its sender, and what is then assumed of its receiver.
 *
 * A segment is followed in four moves: from its sender's proven state (1) the events that its
 * acknowledgment covers are proven (2), then what the segment itself shows (3); what is still
 * uncovered is replayed (4), which gives the state that is believed. docs/states.md explains them.
 */
#ifndef TCPGLOSS_SRC_TRACK_STATES_INFERENCE_H
#define TCPGLOSS_SRC_TRACK_STATES_INFERENCE_H

#include "track/states/inference_context.h"

/* All four moves for the sender. */
void infer_sender(struct inference *inference);

/* What is assumed of the receiver. */
void infer_receiver(struct inference *inference);

/* The sender's FIN was captured after its own acknowledgment: the receiver has the FIN, and its
 * acknowledgment is assumed to reach the sender. */
void infer_acknowledged_fin(struct inference *inference);

#endif
