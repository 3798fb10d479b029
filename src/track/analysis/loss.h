/*
 * Loss, reordering and repetition of data, and probes: what a segment's sequence numbers say of its
 * sender.
 */
#ifndef TCPGLOSS_SRC_TRACK_ANALYSIS_LOSS_H
#define TCPGLOSS_SRC_TRACK_ANALYSIS_LOSS_H

#include <stdbool.h>
#include <stdint.h>

#include "track/analysis/analysis_context.h"
#include "track/analysis/recovery.h"

/* True if the segment is a probe, whose acknowledgment answers nothing. */
bool loss_find(const struct analysis_context *context);

/* Data with a wrong checksum, which their receiver will drop: they were sent all the same. */
void loss_note_damaged(const struct analysis_context *context);

/*
 * How long after its own acknowledgment the segment was captured, nanoseconds; 0 if it was not, or
 * so late that it may be a copy. Captured order is not sent order: a card with several queues, or a
 * kernel that joins segments, changes it by microseconds. `recovery` is its sender's, null if it
 * has none; `round_trip`, the shortest to its sender.
 */
int64_t loss_captured_late(const struct segment *segment, const struct recovery *recovery,
                           int64_t round_trip);

/* Whether the segment, which comes again `since` nanoseconds behind its first copy, can be a tail
 * loss probe: a probe waits for a round trip at least, so that has to be known (RFC 8985 §7.2). */
bool tail_probe_is_possible(const struct analysis_context *context, int64_t since);

#endif
