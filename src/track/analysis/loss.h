/*
 * Loss, reordering and repetition of data, and probes: what a segment's sequence numbers say of its
 * sender.
 */
#ifndef TCPGLOSS_SRC_TRACK_ANALYSIS_LOSS_H
#define TCPGLOSS_SRC_TRACK_ANALYSIS_LOSS_H

#include <stdbool.h>

#include "track/analysis/analysis_context.h"

/* True if the segment is a probe, whose acknowledgment answers nothing. */
bool loss_find(const struct analysis_context *context);

#endif
