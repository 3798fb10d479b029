/*
 * What segments with FIN or RST, and those that answer them, say besides the states.
 */
#ifndef TCPGLOSS_SRC_TRACK_STATES_TEARDOWN_H
#define TCPGLOSS_SRC_TRACK_STATES_TEARDOWN_H

#include "track/segment_context.h"
#include "track/states/control.h"

/* Fills whether the segment's FIN or RST counts. */
void teardown_judge(const struct segment_view *view, struct control *control);

/* Finds what the FIN or RST says, before anything is inferred from it. */
void teardown_find(struct segment_context *context, const struct control *control);

/* A FIN counts when all before it has been seen: holds it, or lets it go, and reports the changes.
 */
void teardown_look_for_hole(struct segment_context *context, const struct control *control);

/* Finds what the segment says of TIME-WAIT, once all is inferred from it; `proven` is where its
 * sender was proven to be before. Restarts the clock of TIME-WAIT. */
void teardown_find_time_wait(struct segment_context *context, enum tcp_state proven,
                             const struct control *control);

#endif
