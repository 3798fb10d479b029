/*
 * The course of one segment through its flow: it is control, looked at, followed, and only then
 * taken into the variables.
 */
#ifndef TCPGLOSS_SRC_TRACK_PROCESS_H
#define TCPGLOSS_SRC_TRACK_PROCESS_H

#include <stdbool.h>

#include "track/segment_context.h"
#include "track/states/handshake.h"

/* True if states may have changed: it was more than data or an acknowledgment between two ends
 * that are ESTABLISHED. `syn_kind` matters for a segment with SYN. */
bool process_segment(struct segment_context *context, enum syn_kind syn_kind);

#endif
