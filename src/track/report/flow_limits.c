#include "track/report/flow_limits.h"

#include <stddef.h>

static int64_t earlier(int64_t a, int64_t b) {
    return a == 0 || (b != 0 && b < a) ? b : a;
}

/* When the direction ended: its last data, or the acknowledgment of all; while something is on its
 * way, the flow's last packet. */
static int64_t end_of(const struct direction_measures *own, const struct direction *direction,
                      int64_t last) {
    if (direction_has_unacknowledged_data(direction)) {
        return last;
    }
    return own->drained > own->last_data ? own->drained : own->last_data;
}

struct flow_limits flow_limits_of(const struct flow_measures *measures, enum endpoint end,
                                  const struct direction *direction,
                                  const struct recovery *recovery, const struct recovery *peers,
                                  int64_t last) {
    const struct direction_measures *own = &measures->directions[end];
    const struct direction_measures *peer = &measures->directions[endpoint_peer(end)];
    struct flow_limits limits = {0};
    int64_t start;
    int64_t stop;
    uint64_t rest;

    if (own->first_data == 0) {
        return limits;
    }
    stop = end_of(own, direction, last);
    start = earlier(own->first_data, peer->first_data);
    limits.whole = stop > start ? (uint64_t)stop - (uint64_t)start : 0;
    if (recovery != NULL) {
        limits.spent[LIMIT_LOSS] = stopwatch_read(&recovery->loss, stop);
        limits.spent[LIMIT_RECEIVER_WINDOW] = stopwatch_read(&recovery->full_window, stop);
    }
    if (peers != NULL) {
        limits.spent[LIMIT_RECEIVER_WINDOW] += stopwatch_read(&peers->zero_window, stop);
    }
    limits.spent[LIMIT_SENDER] = own->paused + own->answering;
    limits.spent[LIMIT_TURNS] = own->waited;
    rest = limits.whole;
    for (unsigned i = 0; i < LIMIT_NETWORK; i++) {
        limits.spent[i] = limits.spent[i] < rest ? limits.spent[i] : rest;
        rest -= limits.spent[i];
    }
    limits.spent[LIMIT_NETWORK] = rest;
    return limits;
}
