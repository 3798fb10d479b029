#include "track/table/replacement.h"

#include "track/states/belief.h"

void replacement_begin(struct tracker *tracker, uint32_t index, int64_t time) {
    table_unhash(&tracker->table, index);
    table_move(&tracker->table, index, CLASS_REPLACED);
    tracker->replaced_at = time;
    tracker->deadline = INT64_MIN;
}

void replacement_begin_older(struct tracker *tracker, uint32_t index, int64_t time) {
    const uint32_t older = table_find_older(&tracker->table, index);

    if (older != FLOW_NONE) {
        replacement_begin(tracker, older, time);
    }
}

/* Whether TIME-WAIT is assumed to be over at `end`: a SYN was sent to it that it may take. */
static bool is_assumed_over(const struct belief *belief, enum endpoint end) {
    return belief_assumes(belief, end, TIMER_2MSL);
}

void replacement_doubt_older(struct tracker *tracker, uint32_t index, bool over, int64_t time) {
    const uint32_t older = table_find_older(&tracker->table, index);

    if (older == FLOW_NONE) {
        return;
    }

    const struct belief belief = {.flow = &tracker->table.flows[older],
                                  .record = &tracker->table.records[older]};

    if (over !=
        (is_assumed_over(&belief, ENDPOINT_CLIENT) || is_assumed_over(&belief, ENDPOINT_SERVER))) {
        table_move(&tracker->table, older, CLASS_DOUBTED);
        tracker->replaced_at = time;
        tracker->deadline = INT64_MIN;
    }
}

bool replacement_end_time_wait(struct segment_context *context) {
    struct belief belief = context_for_belief(context);
    bool left = false;

    for (unsigned i = 0; i < 2; i++) {
        enum endpoint end = (enum endpoint)i;
        struct state_path before;

        belief_begin(&belief, end, &before);
        if (before.states[before.count - 1] == STATE_TIME_WAIT) {
            struct state_path path = {.count = 1, .states = {before.states[0]}};

            belief_prove_oldest(&belief, end, 0, &path);
            belief_prove(&belief, end, TIMER_2MSL, &path);
            belief_report(&belief, end, &before, &path);
            context->verdict->from = end;
            left = true;
        }
    }
    return left;
}

void replacement_turn(struct segment_context *context) {
    struct belief belief = context_for_belief(context);

    for (unsigned i = 0; i < 2; i++) {
        enum endpoint end = (enum endpoint)i;
        struct state_path before;

        belief_begin(&belief, end, &before);

        struct state_path path = {.count = 1, .states = {before.states[0]}};

        if (is_assumed_over(&belief, end)) {
            belief_drop(&belief, end, TIMER_2MSL);
            context->verdict->from = end;
        } else if (before.states[before.count - 1] == STATE_TIME_WAIT) {
            belief_assume(&belief, end, TIMER_2MSL);
            context->verdict->from = end;
        }
        belief_report(&belief, end, &before, &path);
    }
}
