/*
 * A capture that begins in the middle of a connection: what can be learnt of ends whose states are
 * unknown. An end that sends data has not sent its FIN, and only that much is certain.
 */
#ifndef TCPGLOSS_SRC_TRACK_STATES_MIDSTREAM_H
#define TCPGLOSS_SRC_TRACK_STATES_MIDSTREAM_H

#include "track/segment_context.h"
#include "track/states/control.h"

/* Learns from a segment of a flow in which an end's state is not proven, before it is followed. */
void midstream_learn(struct segment_context *context, const struct control *control);

#endif
