/*
 * A gap in the capture that is larger than a window.
 *
 * What follows such a gap looks unacceptable: numbers beyond the window, acknowledgments of what
 * was never sent. One such segment may be forged, or belong to no one. But when the other end goes
 * on from it, or its own end keeps to the new numbers, the connection is there, and the capture has
 * missed what lies between.
 */
#ifndef TCPGLOSS_SRC_TRACK_STATES_CAPTURE_GAP_H
#define TCPGLOSS_SRC_TRACK_STATES_CAPTURE_GAP_H

#include <stdbool.h>

#include "track/segment_context.h"

/*
 * For a segment that looked unacceptable by its number or its acknowledgment. True if it shows that
 * both ends go on beyond a gap: the variables are moved there, a finding says how much is missing,
 * and the segment is to be judged again. Else its numbers are remembered.
 */
bool capture_gap_bridge(struct segment_context *context);

#endif
