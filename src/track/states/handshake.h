/*
 * Segments with SYN: which flow they belong to, and what they say.
 */
#ifndef TCPGLOSS_SRC_TRACK_STATES_HANDSHAKE_H
#define TCPGLOSS_SRC_TRACK_STATES_HANDSHAKE_H

#include <stdbool.h>

#include "track/segment_context.h"
#include "track/states/belief.h"

/* What a segment with SYN is to the flow that its four-tuple has now. */
enum syn_kind {
    SYN_FIRST,  /* this end's SYN, or its SYN-ACK: the handshake goes on */
    SYN_LATE,   /* captured after what its sender, or its peer, sent behind it */
    SYN_REPEAT, /* the same once more */
    SYN_REOPEN, /* a new incarnation */
    SYN_STRAY,  /* fits no state: its receiver answers with a challenge ACK, if at all */
};

enum syn_kind handshake_syn_kind(const struct segment_context *context);

/* Notes what a SYN announces: numbers, options, and the findings about them. */
void handshake_syn(struct segment_context *context, enum syn_kind kind);

/* Of two SYN-ACKs with different numbers, the segment shows which one counts, if it is the third.
 */
void handshake_choose_answer(struct segment_context *context);

/* Finds that the handshake is complete, once the segment's sender is inferred: `before` and `after`
 * are the states that were and are proven of the sender. */
void handshake_complete(struct segment_context *context, enum tcp_state before,
                        enum tcp_state after);

#endif
