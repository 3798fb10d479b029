/*
 * A segment that its receiver does not take: why, and what the receiver answers.
 */
#ifndef TCPGLOSS_SRC_TRACK_STATES_REFUSAL_H
#define TCPGLOSS_SRC_TRACK_STATES_REFUSAL_H

#include <stdbool.h>

#include "track/segment_context.h"

/* Says why the receiver should ignore the segment. An old timestamp is told by the analysis. */
void refusal_find(const struct segment_context *context);

/* The third segment's ACK is to be the SYN-ACK's number plus one. An end in SYN-SENT can also get
 * an acknowledgment from a peer that takes the SYN for a segment of an older connection. True if
 * it is said to be wrong. */
bool refusal_find_bad_ack(struct segment_context *context);

/* The receiver drops the segment, and answers with an acknowledgment (RFC 9293 §3.10.7.4, first
 * step): one that challenges the peer, unless the segment is only old (RFC 5961). Without ACK, or
 * with a wrong checksum, it gets no answer. */
void refusal_expect_answer(struct segment_context *context);

/* Whether the segment is that answer of its sender. It is expected no longer. */
bool refusal_is_answer(struct segment_context *context);

#endif
