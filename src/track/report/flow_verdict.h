/*
 * What a verdict says of its flow, once a segment is processed or a timer has run out.
 */
#ifndef TCPGLOSS_SRC_TRACK_REPORT_FLOW_VERDICT_H
#define TCPGLOSS_SRC_TRACK_REPORT_FLOW_VERDICT_H

#include "track/segment_context.h"

void flow_verdict_fill(const struct segment_context *context);

#endif
