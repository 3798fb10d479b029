/*
 * A SYN-ACK that is not captured, or not yet: what its sender, or its peer, sends behind it shows
 * that it was sent.
 */
#ifndef TCPGLOSS_SRC_TRACK_STATES_UNSEEN_SYN_ACK_H
#define TCPGLOSS_SRC_TRACK_STATES_UNSEEN_SYN_ACK_H

#include <stdbool.h>

#include "track/states/inference_context.h"

/* The first segment of an end brings data or a FIN, and acknowledges its peer's SYN: the end has
 * sent its SYN-ACK before. A bare ACK may be one half of a SYN-ACK that is split. */
bool unseen_syn_ack_precedes(const struct inference *inference);

/* Then the sender's direction begins in LISTEN. Its number is the segment's: data may have been
 * sent before it. */
void unseen_syn_ack_begin_sender(struct inference *inference);

/* The segment's sender was in SYN-SENT, and goes on: it acknowledges a SYN-ACK. */
bool unseen_syn_ack_is_acknowledged(const struct inference *inference);

/* Then the receiver is proven to be in SYN-RECEIVED; reports the changes. */
void unseen_syn_ack_prove_receiver(struct inference *inference);

#endif
