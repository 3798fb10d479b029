/*
 * From rows to states: what is proven of an endpoint, and what is assumed.
 *
 * Captured is not delivered. What an endpoint sends proves where it stands; what was sent to it is
 * assumed to have arrived until an acknowledgment covers it, or until the endpoint shows that it
 * did not. So each endpoint has its proven state and a short queue of events that are still
 * assumed; where it is believed to stand is what the rows make of the one and the other. A change
 * is reported when that belief changes, and taken back when it proves wrong.
 */
#ifndef TCPGLOSS_SRC_TRACK_STATES_BELIEF_H
#define TCPGLOSS_SRC_TRACK_STATES_BELIEF_H

#include <stdbool.h>
#include <stdint.h>

#include "track/segment_context.h"
#include "track/states/transitions.h"

#define PENDING_MAX 4 /* as many as endpoint_state.pending holds */

/* States passed through, from a proven one on. */
struct trail {
    uint8_t count;
    uint8_t states[PENDING_MAX * 2 + 1]; /* enum tcp_state */
    bool assumed[PENDING_MAX * 2 + 1];
};

/* Where `end` is believed to stand while something is assumed of it. */
enum tcp_state moves_assumed_state(const struct flow *flow, const struct flow_cold *cold,
                                   enum endpoint end);

/* Where `end` is believed to stand. */
static inline enum tcp_state moves_state(const struct flow *flow, const struct flow_cold *cold,
                                         enum endpoint end) {
    return flow->endpoints[end].pending == 0 ? (enum tcp_state)flow->endpoints[end].proven
                                             : moves_assumed_state(flow, cold, end);
}

/* What is believed of `end` at the moment: to be given to moves_report() after the moves. */
void moves_begin(const struct journey *journey, enum endpoint end, struct trail *before);

/* Proves that `event` happened to `end`: it stands where the rows lead from its proven state. */
void moves_prove(struct journey *journey, enum endpoint end, enum event event, struct trail *trail);

/* Assumes that `event` happened to `end`, unless it would change nothing. */
void moves_assume(struct journey *journey, enum endpoint end, enum event event);

/* The event was assumed, and did not happen. */
void moves_drop(struct journey *journey, enum endpoint end, enum event event);

/* Whether the event is assumed at the moment. */
bool moves_pending(const struct endpoint_state *state, enum event event);

/* Proves the events that are assumed of `end` up to and with the last `event` among them. */
void moves_prove_up_to(struct journey *journey, enum endpoint end, enum event event,
                       struct trail *trail);

/* Proves all events assumed of `end` but the `spare` youngest. */
void moves_prove_oldest(struct journey *journey, enum endpoint end, unsigned spare,
                        struct trail *trail);

/* Exchanges two events that are assumed of `end`, if they are and stand in this order. */
void moves_exchange(struct journey *journey, enum endpoint end, enum event one, enum event other);

/* The FIN that was sent to `end` waits behind a hole, or does so no longer; reports the changes. */
void moves_hold_fin(struct journey *journey, enum endpoint end, bool hold);

/* What was believed of `end` cannot be known: reports the change to UNKNOWN. */
void moves_forget(struct journey *journey, enum endpoint end);

/* Writes the changes from what was believed of `end` to what is now into the verdict. `trail`
 * begins as a copy of `before` with its first state only, and holds what was proven since. */
void moves_report(struct journey *journey, enum endpoint end, const struct trail *before,
                  struct trail *trail);

#endif
