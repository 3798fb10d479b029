/*
 * What happens to a flow when a segment of it is captured: the segment is judged and analysed, the
 * states of both ends are inferred, and only then do the variables advance.
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
