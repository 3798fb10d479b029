/*
 * What segments with FIN or RST, and those that answer them, say besides the states.
 */
#ifndef TCPGLOSS_SRC_TRACK_STATES_TEARDOWN_H
#define TCPGLOSS_SRC_TRACK_STATES_TEARDOWN_H

#include "track/segment_context.h"
#include "track/states/inference.h"

/* Whether the segment's FIN or RST counts. `states`: where both ends are believed to stand. */
void teardown_judge(struct segment_context *context, const enum tcp_state states[2],
                    struct control *control);

/* Findings about FINs and RSTs, before the moves. */
void teardown_find(struct segment_context *context, const enum tcp_state states[2],
                   const struct control *control);

/* Findings about TIME-WAIT, after the moves; restarts its clock. */
void teardown_find_time_wait(struct segment_context *context, const enum tcp_state states[2],
                             enum tcp_state proven, const struct control *control);

#endif
