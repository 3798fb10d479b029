#include "track/states/belief.h"

#include <assert.h>
#include <stddef.h>
#include <string.h>

#include "track/report/verdict.h"

/* The circumstances that are not given. */
static inline unsigned unmet_guards(const struct flow *flow, const struct flow_record *record,
                                    enum endpoint end) {
    const struct direction *peer = &flow->directions[flow_receiver(flow, end)];

    return ((record->flags & RECORD_SIMULTANEOUS) != 0 ? SYNS_DID_NOT_CROSS : 0u) |
           ((record->flags & RECORD_FAST_OPEN) != 0 ? NOT_FAST_OPEN : 0u) |
           ((peer->flags & DIRECTION_FIN_PENDING) != 0 ? NO_HOLE : 0u);
}

static void path_add(struct state_path *path, enum tcp_state state, bool assumed) {
    assert(path->count < PATH_MAX_STATES);
    path->states[path->count] = (uint8_t)state;
    path->assumed[path->count] = assumed;
    path->count++;
}

/* Whether the event of this row, and with it all behind it, waits. */
static inline bool waits(const struct transition *transition, const struct flow *flow,
                         const struct flow_record *record, enum endpoint end) {
    return transition->guard != ALWAYS &&
           (transition->guard & unmet_guards(flow, record, end)) != 0;
}

/* Replays what is assumed of `end` from the last state of `path` on. */
static void path_replay(struct state_path *path, const struct flow *flow,
                        const struct flow_record *record, enum endpoint end) {
    const uint8_t *event = record->assumed[end];
    const uint8_t *const last = event + flow->directions[end].assumed_count;
    enum tcp_state state = (enum tcp_state)path->states[path->count - 1];

    for (; event < last; event++) {
        const struct transition *transition = transition_find(state, (enum event) * event);

        if (transition == NULL) {
            continue;
        }
        if (waits(transition, flow, record, end)) {
            return;
        }
        state = transition->next;
        path_add(path, state, *event != SEND_RST);
    }
}

void belief_begin(const struct belief *belief, enum endpoint end, struct state_path *before) {
    before->count = 0;
    path_add(before, (enum tcp_state)belief->flow->directions[end].proven, false);
    if (belief->flow->directions[end].assumed_count != 0) {
        path_replay(before, belief->flow, belief->record, end);
    }
}

void belief_prove(struct belief *belief, enum endpoint end, enum event event,
                  struct state_path *path) {
    struct direction *state = &belief->flow->directions[end];
    const struct transition *transition = transition_find((enum tcp_state)state->proven, event);

    if (transition != NULL && (transition->guard != NOT_FAST_OPEN ||
                               !waits(transition, belief->flow, belief->record, end))) {
        state->proven = (uint8_t)transition->next;
        path_add(path, transition->next, false);
    }
}

/* The place of the event among those that are assumed of `end`; their count if it is not there. */
static unsigned find_assumed(const struct belief *belief, enum endpoint end, enum event event) {
    const unsigned count = belief->flow->directions[end].assumed_count;
    unsigned place = 0;

    while (place < count && belief->record->assumed[end][place] != event) {
        place++;
    }
    return place;
}

static void remove_assumed(struct belief *belief, enum endpoint end, unsigned place) {
    struct direction *direction = &belief->flow->directions[end];
    uint8_t *assumed = belief->record->assumed[end];

    assert(place < direction->assumed_count);
    direction->assumed_count--;
    memmove(&assumed[place], &assumed[place + 1], direction->assumed_count - place);
}

bool belief_assumes(const struct belief *belief, enum endpoint end, enum event event) {
    return find_assumed(belief, end, event) < belief->flow->directions[end].assumed_count;
}

bool belief_allows(const struct belief *belief, enum endpoint end, enum event event) {
    struct state_path path;

    belief_begin(belief, end, &path);
    return transition_find((enum tcp_state)path.states[path.count - 1], event) != NULL;
}

/* The event becomes the youngest of those that are assumed of `end`. Where it leads; null if it is
 * not taken, for it would change nothing, or if it waits. */
static inline const struct transition *append_assumed(struct belief *belief, enum endpoint end,
                                                      enum event event) {
    struct direction *direction = &belief->flow->directions[end];
    struct flow_record *record = belief->record;
    const struct transition *transition;
    enum tcp_state believed = (enum tcp_state)direction->proven;
    bool waiting = false;

    /* Waiting events count as if they had happened: what comes next is judged behind them. */
    for (unsigned i = 0; i < direction->assumed_count; i++) {
        transition = transition_find(believed, (enum event)record->assumed[end][i]);
        if (transition != NULL) {
            waiting = waiting || waits(transition, belief->flow, record, end);
            believed = transition->next;
        }
    }
    transition = transition_find(believed, event);
    if (transition == NULL || direction->assumed_count == ASSUMED_MAX) {
        return NULL;
    }
    if (direction->assumed_count == 0) {
        record->believed[end] = direction->proven;
    }
    record->assumed[end][direction->assumed_count++] = (uint8_t)event;
    if (record->assumed_by_last[end] < ASSUMED_MAX) {
        record->assumed_by_last[end]++;
    }
    return waiting || waits(transition, belief->flow, record, end) ? NULL : transition;
}

void belief_assume(struct belief *belief, enum endpoint end, enum event event) {
    (void)append_assumed(belief, end, event);
}

void belief_drop(struct belief *belief, enum endpoint end, enum event event) {
    const unsigned place = find_assumed(belief, end, event);

    if (place < belief->flow->directions[end].assumed_count) {
        remove_assumed(belief, end, place);
    }
}

/* Proves the `count` oldest of the events that are assumed of `end`. Not a part of those that look
 * whether there are any, which mostly find none. */
__attribute__((noinline)) static void prove_first(struct belief *belief, enum endpoint end,
                                                  unsigned count, struct state_path *path) {
    struct direction *direction = &belief->flow->directions[end];
    uint8_t *assumed = belief->record->assumed[end];

    assert(count <= direction->assumed_count);
    for (unsigned i = 0; i < count; i++) {
        belief_prove(belief, end, (enum event)assumed[i], path);
    }
    direction->assumed_count = (uint8_t)(direction->assumed_count - count);
    if (direction->assumed_count != 0) {
        memmove(assumed, &assumed[count], direction->assumed_count);
    }
}

void belief_prove_assumed(struct belief *belief, enum endpoint end, enum event event,
                          struct state_path *path) {
    const uint8_t *assumed = belief->record->assumed[end];
    unsigned count = belief->flow->directions[end].assumed_count;

    while (count > 0 && assumed[count - 1] != event) {
        count--;
    }
    if (count > 0) {
        prove_first(belief, end, count, path);
    }
}

void belief_prove_oldest(struct belief *belief, enum endpoint end, unsigned spare,
                         struct state_path *path) {
    const unsigned count = belief->flow->directions[end].assumed_count;

    if (count > spare) {
        prove_first(belief, end, count - spare, path);
    }
}

void belief_exchange(struct belief *belief, enum endpoint end, enum event one, enum event other) {
    uint8_t *assumed = belief->record->assumed[end];
    const unsigned first = find_assumed(belief, end, one);
    const unsigned second = find_assumed(belief, end, other);

    if (first < second && second < belief->flow->directions[end].assumed_count) {
        assumed[first] = (uint8_t)other;
        assumed[second] = (uint8_t)one;
    }
}

static void change_add(struct verdict *verdict, struct change change) {
    if (verdict->change_count < VERDICT_CHANGES_MAX) {
        verdict->changes[verdict->change_count++] = change;
    }
}

void belief_assume_now(struct belief *belief, enum endpoint end, enum event event) {
    const struct transition *transition = append_assumed(belief, end, event);
    const enum tcp_state from = belief_state(belief->flow, belief->record, end);

    if (transition != NULL) {
        belief->record->believed[end] = (uint8_t)transition->next;
        change_add(belief->verdict,
                   (struct change){
                       .endpoint = end, .from = from, .to = transition->next, .assumed = true});
    }
}

void belief_report_changes(struct belief *belief, enum endpoint end,
                           const struct state_path *before, struct state_path *path) {
    unsigned common = 1;

    if (belief->flow->directions[end].assumed_count != 0) {
        path_replay(path, belief->flow, belief->record, end);
        belief->record->believed[end] = path->states[path->count - 1];
    }
    while (common < before->count && common < path->count &&
           before->states[common] == path->states[common]) {
        common++;
    }
    if (common < before->count) {
        change_add(belief->verdict,
                   (struct change){.endpoint = end,
                                   .from = (enum tcp_state)before->states[before->count - 1],
                                   .to = (enum tcp_state)before->states[common - 1],
                                   .assumed = true,
                                   .retracted = true});
    }
    for (unsigned i = common; i < path->count; i++) {
        change_add(belief->verdict, (struct change){.endpoint = end,
                                                    .from = (enum tcp_state)path->states[i - 1],
                                                    .to = (enum tcp_state)path->states[i],
                                                    .assumed = path->assumed[i]});
    }
}

void belief_forget(struct belief *belief, enum endpoint end) {
    struct direction *state = &belief->flow->directions[end];
    const enum tcp_state believed = belief_state(belief->flow, belief->record, end);

    state->proven = STATE_UNKNOWN;
    state->assumed_count = 0;
    if (believed != STATE_UNKNOWN) {
        change_add(belief->verdict,
                   (struct change){
                       .endpoint = end, .from = believed, .to = STATE_UNKNOWN, .assumed = true});
    }
}

void belief_restore(struct belief *belief, enum endpoint end) {
    struct direction *state = &belief->flow->directions[end];
    const struct transition *transition = transition_find(STATE_UNKNOWN, BEFORE_DATA);

    if (state->proven == STATE_UNKNOWN && state->assumed_count == 0) {
        state->proven = (uint8_t)transition->next;
        change_add(belief->verdict, (struct change){.endpoint = end,
                                                    .from = STATE_UNKNOWN,
                                                    .to = transition->next,
                                                    .assumed = true,
                                                    .retracted = true});
    }
}

void belief_hold_fin(struct belief *belief, enum endpoint end, bool hold) {
    struct direction *closer = &belief->flow->directions[flow_receiver(belief->flow, end)];
    struct state_path before;

    belief_begin(belief, end, &before);

    struct state_path path = {.count = 1, .states = {before.states[0]}};

    if (hold) {
        direction_mark(closer, DIRECTION_FIN_PENDING);
    } else {
        direction_unmark(closer, DIRECTION_FIN_PENDING);
    }
    belief_report(belief, end, &before, &path);
}
