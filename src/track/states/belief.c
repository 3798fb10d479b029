#include "track/states/belief.h"

#include <stddef.h>

static unsigned pending_count(uint16_t pending) {
    unsigned count = 0;

    for (; pending != 0; pending = (uint16_t)(pending >> 4)) {
        count++;
    }
    return count;
}

static enum event pending_at(uint16_t pending, unsigned place) {
    return (enum event)(pending >> (place * 4) & 0xf);
}

static uint16_t pending_without(uint16_t pending, unsigned place) {
    uint16_t below = (uint16_t)(pending & ((1u << (place * 4)) - 1));

    return (uint16_t)(below | (pending >> (place * 4 + 4) << (place * 4)));
}

/* Whether the circumstance that a row asks for is given. */
static bool guard_holds(enum guard guard, const struct flow *flow, const struct flow_cold *cold,
                        enum endpoint end) {
    switch (guard) {
    case ALWAYS:
        return true;
    case SYNS_DID_NOT_CROSS:
        return (cold->flags & FLOW_SIMULTANEOUS) == 0;
    case NOT_FAST_OPEN:
        return (cold->flags & FLOW_FAST_OPEN) == 0;
    case NO_HOLE:
        break;
    }

    enum endpoint peer = (cold->flags & FLOW_SELF) != 0 ? end : endpoint_peer(end);

    return (flow->endpoints[peer].flags & ENDPOINT_FIN_PENDING) == 0;
}

static void trail_add(struct trail *trail, enum tcp_state state, bool assumed) {
    if (trail->count < sizeof trail->states / sizeof trail->states[0]) {
        trail->states[trail->count] = (uint8_t)state;
        trail->assumed[trail->count] = assumed;
        trail->count++;
    }
}

/* Replays what is assumed of `end` from the last state of `trail` on. */
static void trail_replay(struct trail *trail, const struct flow *flow, const struct flow_cold *cold,
                         enum endpoint end) {
    uint16_t pending = flow->endpoints[end].pending;
    enum tcp_state state = (enum tcp_state)trail->states[trail->count - 1];

    for (; pending != 0; pending = (uint16_t)(pending >> 4)) {
        enum event event = pending_at(pending, 0);
        const struct row *row = row_find(state, event);

        if (row == NULL) {
            continue;
        }
        if (!guard_holds(row->guard, flow, cold, end)) {
            return;
        }
        state = row->next;
        trail_add(trail, state, event != SEND_RST);
    }
}

void moves_begin(const struct journey *journey, enum endpoint end, struct trail *before) {
    before->count = 0;
    trail_add(before, (enum tcp_state)journey->flow->endpoints[end].proven, false);
    if (journey->flow->endpoints[end].pending != 0) {
        trail_replay(before, journey->flow, journey->cold, end);
    }
}

enum tcp_state moves_assumed_state(const struct flow *flow, const struct flow_cold *cold,
                                   enum endpoint end) {
    struct trail trail = {.count = 1, .states = {flow->endpoints[end].proven}};

    trail_replay(&trail, flow, cold, end);
    return (enum tcp_state)trail.states[trail.count - 1];
}

void moves_prove(struct journey *journey, enum endpoint end, enum event event,
                 struct trail *trail) {
    struct endpoint_state *state = &journey->flow->endpoints[end];
    const struct row *row = row_find((enum tcp_state)state->proven, event);

    if (row != NULL && (row->guard != NOT_FAST_OPEN ||
                        guard_holds(row->guard, journey->flow, journey->cold, end))) {
        state->proven = (unsigned)row->next & 0xf;
        trail_add(trail, row->next, false);
    }
}

bool moves_pending(const struct endpoint_state *state, enum event event) {
    for (uint16_t pending = state->pending; pending != 0; pending = (uint16_t)(pending >> 4)) {
        if (pending_at(pending, 0) == event) {
            return true;
        }
    }
    return false;
}

void moves_assume(struct journey *journey, enum endpoint end, enum event event) {
    struct endpoint_state *state = &journey->flow->endpoints[end];
    enum tcp_state believed = (enum tcp_state)state->proven;
    unsigned count = pending_count(state->pending);

    /* Waiting events count as if they had happened: what comes next is judged behind them. */
    for (unsigned i = 0; i < count; i++) {
        const struct row *row = row_find(believed, pending_at(state->pending, i));

        if (row != NULL) {
            believed = row->next;
        }
    }
    if (row_find(believed, event) == NULL || count == PENDING_MAX) {
        return;
    }
    state->pending = (uint16_t)(state->pending | (unsigned)event << (count * 4));
    if (state->fresh < PENDING_MAX) {
        state->fresh = (state->fresh + 1u) & 0xf;
    }
}

static unsigned pending_find(uint16_t pending, enum event event) {
    unsigned place = 0;

    while (place < PENDING_MAX && pending_at(pending, place) != event) {
        place++;
    }
    return place;
}

void moves_drop(struct journey *journey, enum endpoint end, enum event event) {
    struct endpoint_state *state = &journey->flow->endpoints[end];
    unsigned place = pending_find(state->pending, event);

    if (place < PENDING_MAX) {
        state->pending = pending_without(state->pending, place);
    }
}

static void prove_first(struct journey *journey, enum endpoint end, struct trail *trail) {
    struct endpoint_state *state = &journey->flow->endpoints[end];
    enum event event = pending_at(state->pending, 0);

    state->pending = (uint16_t)(state->pending >> 4);
    moves_prove(journey, end, event, trail);
}

void moves_prove_up_to(struct journey *journey, enum endpoint end, enum event event,
                       struct trail *trail) {
    const struct endpoint_state *state = &journey->flow->endpoints[end];

    while (moves_pending(state, event)) {
        prove_first(journey, end, trail);
    }
}

void moves_prove_oldest(struct journey *journey, enum endpoint end, unsigned spare,
                        struct trail *trail) {
    const struct endpoint_state *state = &journey->flow->endpoints[end];

    while (pending_count(state->pending) > spare) {
        prove_first(journey, end, trail);
    }
}

void moves_exchange(struct journey *journey, enum endpoint end, enum event one, enum event other) {
    struct endpoint_state *state = &journey->flow->endpoints[end];
    unsigned a = pending_find(state->pending, one);
    unsigned b = pending_find(state->pending, other);

    if (a < b && b < PENDING_MAX) {
        unsigned difference = (unsigned)one ^ (unsigned)other;

        state->pending =
            (uint16_t)(state->pending ^ (difference << (a * 4)) ^ (difference << (b * 4)));
    }
}

static void change_add(struct verdict *verdict, struct change change) {
    if (verdict->change_count < VERDICT_CHANGES_MAX) {
        verdict->changes[verdict->change_count++] = change;
    }
}

void moves_report(struct journey *journey, enum endpoint end, const struct trail *before,
                  struct trail *trail) {
    unsigned common = 1;

    trail_replay(trail, journey->flow, journey->cold, end);
    while (common < before->count && common < trail->count &&
           before->states[common] == trail->states[common]) {
        common++;
    }
    if (common < before->count) {
        change_add(journey->verdict,
                   (struct change){.endpoint = end,
                                   .from = (enum tcp_state)before->states[before->count - 1],
                                   .to = (enum tcp_state)before->states[common - 1],
                                   .assumed = true,
                                   .retracted = true});
    }
    for (unsigned i = common; i < trail->count; i++) {
        change_add(journey->verdict, (struct change){.endpoint = end,
                                                     .from = (enum tcp_state)trail->states[i - 1],
                                                     .to = (enum tcp_state)trail->states[i],
                                                     .assumed = trail->assumed[i]});
    }
}

void moves_forget(struct journey *journey, enum endpoint end) {
    struct endpoint_state *state = &journey->flow->endpoints[end];
    enum tcp_state believed = moves_state(journey->flow, journey->cold, end);

    state->proven = STATE_UNKNOWN;
    state->pending = 0;
    if (believed != STATE_UNKNOWN) {
        change_add(journey->verdict,
                   (struct change){
                       .endpoint = end, .from = believed, .to = STATE_UNKNOWN, .assumed = true});
    }
}

void moves_hold_fin(struct journey *journey, enum endpoint end, bool hold) {
    enum endpoint peer = (journey->cold->flags & FLOW_SELF) != 0 ? end : endpoint_peer(end);
    uint16_t *flags = &journey->flow->endpoints[peer].flags;
    struct trail before;

    moves_begin(journey, end, &before);

    struct trail trail = {.count = 1, .states = {before.states[0]}};

    *flags = (uint16_t)(hold ? *flags | ENDPOINT_FIN_PENDING : *flags & ~ENDPOINT_FIN_PENDING);
    moves_report(journey, end, &before, &trail);
}
