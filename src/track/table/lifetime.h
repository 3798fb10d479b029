/*
 * How flows end: timers, eviction, a four-tuple that is opened again, the end of the capture.
 */
#ifndef TCPGLOSS_SRC_TRACK_TABLE_LIFETIME_H
#define TCPGLOSS_SRC_TRACK_TABLE_LIFETIME_H

#include <stdbool.h>
#include <stdint.h>

#include "tcpgloss/track/verdict.h"

#include "track/tracker_private.h"

/* Moves the flow to the class that its ends' states ask for, as the youngest there. */
void lifetime_classify(struct tracker *tracker, uint32_t index, const enum tcp_state states[2]);

/* Makes a slot free for one more flow; when the table is full, the flow that is to be forgotten
 * first ends. True if one did, whose client was in `*state`. */
bool lifetime_make_room(struct tracker *tracker, enum tcp_state *state);

/* Gives back the slot of a flow that has ended, and all that is kept for it elsewhere. */
void lifetime_release(struct tracker *tracker, uint32_t index);

/* The next timer that has run out by `now`, or, once the capture is over, the next flow of which
 * there is something to say. False when there is none left. */
bool lifetime_expire(struct tracker *tracker, int64_t now, struct verdict *verdict);

/* The listener whose half-open flows are counted: the flow's server. */
uint64_t lifetime_listener(const struct tracker *tracker, uint32_t index);

#endif
