/*
 * What segments with FIN or RST, and those that answer them, say besides the states.
 */
#ifndef TCPGLOSS_SRC_TRACK_STATES_TEARDOWN_H
#define TCPGLOSS_SRC_TRACK_STATES_TEARDOWN_H

#include "track/segment_context.h"
#include "track/states/inference.h"

/* Whether the segment's FIN or RST counts. `states`: where both ends are believed to stand. */
void closing_judge(struct journey *journey, const enum tcp_state states[2], struct judged *judged);

/* Findings about FINs and RSTs, before the moves. */
void closing_find(struct journey *journey, const enum tcp_state states[2],
                  const struct judged *judged);

/* Findings about TIME-WAIT, after the moves; restarts its clock. */
void closing_find_time_wait(struct journey *journey, const enum tcp_state states[2],
                            enum tcp_state proven, const struct judged *judged);

#endif
