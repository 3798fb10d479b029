/*
 * The tracker's own state, shared by what follows segments and what ends flows.
 */
#ifndef TCPGLOSS_SRC_TRACK_TRACKER_PRIVATE_H
#define TCPGLOSS_SRC_TRACK_TRACKER_PRIVATE_H

#include "tcpgloss/track/tracker.h"

#include "track/analysis/recovery.h"
#include "track/analysis/syn_flood.h"
#include "track/segment_context.h"
#include "track/table/table.h"

struct tracker {
    struct table table;
    struct recovery_pool *pool;
    struct syn_flood *flood;
    int64_t msl;
    int64_t deadline;   /* no timer runs out before it */
    int64_t next_sweep; /* when open flows are looked through for idle ones again */
    int64_t latest;     /* time of the latest packet */
    int64_t lost_at;    /* time of the packet after which the capture lost some */
    uint64_t hash_key[2];
    uint32_t max_flows;
    uint32_t flow_count;
    uint32_t evicted_count;
    uint32_t current; /* the flow of the last verdict, FLOW_NONE if none */
    bool finished;
};

/* Nanoseconds without a packet until a flow is forgotten. An open one gets the time that
 * RFC 5382 REQ-5 asks of a NAT: two hours and four minutes. */
#define IDLE_HALF_OPEN (INT64_C(120) * 1000000000)
#define IDLE_OPEN      (INT64_C(7440) * 1000000000)
#define SWEEP_INTERVAL INT64_C(1000000000)

/* Begins a context: what every verdict says of a flow. */
void tracker_begin(struct tracker *tracker, uint32_t index, enum endpoint from, enum endpoint to,
                   struct segment_context *context, struct verdict *verdict);

/* Fills what stands in a verdict once all is done. */
void tracker_settle(const struct segment_context *context);

/* Puts the flow where its ends' states say, and the youngest there. */
void lifetime_classify(struct tracker *tracker, uint32_t index, const enum tcp_state states[2]);

/* A slot for one more flow is free after this: the flow that is to be forgotten first makes room
 * if need be. True if one did. */
bool lifetime_make_room(struct tracker *tracker);

/* The four-tuple is opened again: the old flow is over. */
void lifetime_replace(struct tracker *tracker, uint32_t index);

/* The listener whose half-open flows are counted: the flow's server. */
uint64_t lifetime_listener(const struct tracker *tracker, uint32_t index);

#endif
