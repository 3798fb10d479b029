/*
 * Two FINs are on their way: which of them, and of their acknowledgments, came first at one end.
 */
#ifndef TCPGLOSS_SRC_TRACK_STATES_FIN_ORDER_H
#define TCPGLOSS_SRC_TRACK_STATES_FIN_ORDER_H

#include "track/states/inference_context.h"

/*
 * Two FINs are on their way, and this end's acknowledgment of the other comes later than if the
 * FIN had arrived in its turn, for a FIN is acknowledged at once: it was overtaken by the
 * acknowledgment of this end's own FIN, and this end passed FIN-WAIT-2 and not CLOSING. Timestamps
 * tell whether the acknowledgment was sent late, or only captured late.
 */
void fin_order_by_delay(struct inference *inference);

/*
 * A FIN that does not acknowledge the peer's FIN is captured behind a segment that does. The FIN
 * was sent before that segment: the end had closed already when the peer's FIN came.
 */
void fin_order_by_number(struct inference *inference, struct state_path *before,
                         struct state_path *path);

#endif
