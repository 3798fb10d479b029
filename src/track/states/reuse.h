/*
 * A four-tuple that is opened again: where the capture has neither the SYN nor its answer, and
 * where an end in TIME-WAIT does not take the SYN.
 */
#ifndef TCPGLOSS_SRC_TRACK_STATES_REUSE_H
#define TCPGLOSS_SRC_TRACK_STATES_REUSE_H

#include <stdbool.h>

#include "track/analysis/recovery.h"
#include "track/segment_context.h"

/*
 * Whether the segment shows a new connection on the four-tuple, whose old one is over. One segment
 * with numbers that the old one never had may be forged; one of each end that fit each other are a
 * connection. The numbers of the first are remembered.
 */
bool reuse_is_proven(struct segment_context *context);

/* What an end in TIME-WAIT sends if it does not take the SYN that its peer opens the four-tuple
 * again with. `context` is that of the SYN, in the old connection. */
struct older reuse_older(const struct segment_context *context);

/* Whether the segment, to an end in SYN-SENT, is that. */
bool reuse_is_refused(const struct segment_context *context);

#endif
