/*
 * One segment's way through the tracker: what the steps of it share.
 */
#ifndef TCPGLOSS_SRC_TRACK_SEGMENT_CONTEXT_H
#define TCPGLOSS_SRC_TRACK_SEGMENT_CONTEXT_H

#include <stdbool.h>
#include <stdint.h>

#include "tcpgloss/base/serial.h"
#include "tcpgloss/track/verdict.h"

#include "track/report/finding.h"
#include "track/segment.h"
#include "track/table/flow.h"

struct journey {
    struct analysis *analysis;
    struct flow *flow;
    struct flow_cold *cold;
    const struct segment *segment; /* null for a timer */
    enum endpoint from;            /* who sent it */
    enum endpoint to;              /* its peer; the same end in a self-connection */
    struct endpoint_state *sender;
    struct endpoint_state *receiver;
    enum acceptability acceptability;
    struct verdict *verdict;
    int64_t msl;
    bool lossy; /* the capture lost packets since the flow's last one */
};

/*
 * The longest time in which a segment that was captured may still be on its way to `end`, or the
 * answer on its way back: the round trip from the capture point, with room for jitter.
 */
static inline int64_t journey_patience(const struct journey *journey, enum endpoint end) {
    int64_t round_trip = flow_round_trip(journey->cold, end);

    return round_trip == 0 ? 100000000 : round_trip + round_trip / 2 + 10000000;
}

#endif
