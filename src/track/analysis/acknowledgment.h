/*
 * What a segment's acknowledgment says of its receiver's data, and its window of its sender.
 */
#ifndef TCPGLOSS_SRC_TRACK_ANALYSIS_ACKNOWLEDGMENT_H
#define TCPGLOSS_SRC_TRACK_ANALYSIS_ACKNOWLEDGMENT_H

#include "track/analysis/analysis_context.h"

/* The segment has an ACK. */
void acknowledgment_find(const struct analysis_context *context);

#endif
