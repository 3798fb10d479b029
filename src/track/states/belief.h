/*
 * What is believed of an end: its proven state, and the events that are assumed of it since.
 *
 * Captured is not delivered. What an end sends proves where the end stands. What was sent to the
 * end is assumed to have arrived, until an acknowledgment covers it, or until the end shows that it
 * did not arrive. The transitions lead from the proven state through the assumed events to the
 * state that is believed. A change is reported when the believed state changes, and taken back when
 * the belief proves wrong.
 */
#ifndef TCPGLOSS_SRC_TRACK_STATES_BELIEF_H
#define TCPGLOSS_SRC_TRACK_STATES_BELIEF_H

#include <stdbool.h>
#include <stdint.h>

#include "tcpgloss/track/verdict.h"

#include "track/states/transitions.h"
#include "track/table/flow.h"

/* All that the functions below may reach: where both ends of a flow stand, what is assumed of them,
 * and the verdict that tells of the changes. Those that only read take it const. */
struct belief {
    struct flow *flow;
    struct flow_record *record;
    struct verdict *verdict;
};

/* As many states as one segment can lead an end through: what it proves, and what is assumed. */
#define PATH_MAX_STATES (ASSUMED_MAX * 2 + 1)

/* States passed through, from a proven one on. */
struct state_path {
    uint8_t count;
    uint8_t states[PATH_MAX_STATES]; /* enum tcp_state */
    bool assumed[PATH_MAX_STATES];
};

/* Where `end` is believed to stand, as was reported last. */
static inline enum tcp_state belief_state(const struct flow *flow, const struct flow_record *record,
                                          enum endpoint end) {
    return (enum tcp_state)(flow->directions[end].assumed_count == 0 ? flow->directions[end].proven
                                                                     : record->believed[end]);
}

/* What is believed of `end` now. Give it to belief_report() once all is inferred. */
void belief_begin(const struct belief *belief, enum endpoint end, struct state_path *before);

/* Proves that `event` happened to `end`, and moves its proven state on. */
void belief_prove(struct belief *belief, enum endpoint end, enum event event,
                  struct state_path *path);

/* Assumes that `event` happened to `end`, unless it would change nothing. */
void belief_assume(struct belief *belief, enum endpoint end, enum event event);

/* The same, and reports the change: for whoever has nothing else to report of `end`. */
void belief_assume_now(struct belief *belief, enum endpoint end, enum event event);

/* The event was assumed, and did not happen. */
void belief_drop(struct belief *belief, enum endpoint end, enum event event);

/* Whether the event is assumed at the moment. */
bool belief_assumes(const struct belief *belief, enum endpoint end, enum event event);

/* Whether `event` would change the state of `end`, by all that is assumed at the moment. */
bool belief_allows(const struct belief *belief, enum endpoint end, enum event event);

/* The work of belief_prove_up_to(), for an end of which something is assumed. */
void belief_prove_assumed(struct belief *belief, enum endpoint end, enum event event,
                          struct state_path *path);

/* Proves the events that are assumed of `end` up to and with the last `event` among them. */
static inline void belief_prove_up_to(struct belief *belief, enum endpoint end, enum event event,
                                      struct state_path *path) {
    if (belief->flow->directions[end].assumed_count != 0) {
        belief_prove_assumed(belief, end, event, path);
    }
}

/* Proves all events assumed of `end` but the `spare` youngest. */
void belief_prove_oldest(struct belief *belief, enum endpoint end, unsigned spare,
                         struct state_path *path);

/* Exchanges two events that are assumed of `end`, if they are and stand in this order. */
void belief_exchange(struct belief *belief, enum endpoint end, enum event one, enum event other);

/* The FIN that was sent to `end` waits behind a hole, or does so no longer; reports the changes. */
void belief_hold_fin(struct belief *belief, enum endpoint end, bool hold);

/* What was believed of `end` cannot be known: reports the change to UNKNOWN. */
void belief_forget(struct belief *belief, enum endpoint end);

/* Both ends were ESTABLISHED before that, and still are: reports that the doubt is taken back. */
void belief_restore(struct belief *belief, enum endpoint end);

/* Of an end about which something is believed, or was, beyond what was proven before. */
void belief_report_changes(struct belief *belief, enum endpoint end,
                           const struct state_path *before, struct state_path *path);

/* Writes the changes from what was believed of `end` to what is now into the verdict. `path`
 * begins as a copy of `before` with its first state only, and holds what was proven since. */
static inline void belief_report(struct belief *belief, enum endpoint end,
                                 const struct state_path *before, struct state_path *path) {
    if (path->count != 1 || before->count != 1 ||
        belief->flow->directions[end].assumed_count != 0) {
        belief_report_changes(belief, end, before, path);
    }
}

#endif
