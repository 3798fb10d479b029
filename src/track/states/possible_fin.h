/*
 * A FIN that may have been sent, and is not captured: a FIN takes one number, as a byte of data
 * does.
 */
#ifndef TCPGLOSS_SRC_TRACK_STATES_POSSIBLE_FIN_H
#define TCPGLOSS_SRC_TRACK_STATES_POSSIBLE_FIN_H

#include <stdbool.h>

#include "track/segment_context.h"
#include "track/states/control.h"

/*
 * Whether what the segment acknowledges for the first time may be its receiver's FIN: exactly one
 * number that was not captured, or, where nothing of the receiver is captured, whatever the sender
 * acknowledges with its own FIN or behind it, beyond a SYN. Where both ends stand cannot be told
 * then.
 */
bool possible_fin_is_acknowledged(const struct segment_view *view, const struct control *control);

/* Remembers that. */
void possible_fin_note(struct direction *end);

/* Whether the segment shows that such a number was no FIN, or brings the FIN: its sender goes on
 * behind the number or brings it only now, or acknowledges what lies behind its receiver's. It is
 * forgotten. */
bool possible_fin_settle(struct segment_context *context, const struct control *control);

#endif
