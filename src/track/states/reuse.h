/*
 * A four-tuple that was opened again, where the capture has neither the SYN nor its answer.
 */
#ifndef TCPGLOSS_SRC_TRACK_STATES_REUSE_H
#define TCPGLOSS_SRC_TRACK_STATES_REUSE_H

#include <stdbool.h>

#include "track/segment_context.h"

/*
 * Whether the segment shows a new connection on the four-tuple, whose old one is over. One segment
 * with numbers that the old one never had may be forged; one of each end that fit each other are a
 * connection. The numbers of the first are remembered.
 */
bool reuse_is_proven(struct segment_context *context);

#endif
