/*
 * What a RST says of the end that sent it, and of the connection.
 */
#ifndef TCPGLOSS_SRC_TRACK_STATES_RESET_H
#define TCPGLOSS_SRC_TRACK_STATES_RESET_H

#include <stdbool.h>

#include "track/segment_context.h"
#include "track/states/control.h"

/* Whether the RST resets an older connection of its sender, which is in SYN-SENT and goes on. */
bool reset_is_of_older(const struct segment_view *view);

/* Finds what the RST says, before anything is inferred from it. */
void reset_find(struct segment_context *context, const struct control *control);

#endif
