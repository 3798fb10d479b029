/*
 * What a view keeps of the flows that are open now, found by flow number.
 *
 * At most OPEN_FLOWS_MAX at a time, so that what is kept of one flow bounds the whole; flows that
 * begin while it is full are counted, not kept.
 */
#ifndef TCPGLOSS_SRC_VIEWS_OPEN_FLOWS_H
#define TCPGLOSS_SRC_VIEWS_OPEN_FLOWS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define OPEN_FLOWS_MAX     1024
#define OPEN_FLOWS_BUCKETS 1024

/* The first member of what is kept. */
struct open_flow {
    uint32_t flow;
    struct open_flow *next;
};

/* Starts empty when all is zero. */
struct open_flows {
    struct open_flow *buckets[OPEN_FLOWS_BUCKETS];
    uint32_t count;
    uint64_t refused; /* flows not kept */
    bool failed;      /* something is missing: no memory */
};

/* Null if the flow is not kept. */
struct open_flow *open_flows_find(const struct open_flows *open, uint32_t flow);

/* Keeps one more flow: a block of `size` zeros, but for its first member. Null if there is no room
 * or no memory; that is noted here. The caller frees the block once it is taken out. */
struct open_flow *open_flows_add(struct open_flows *open, uint32_t flow, size_t size);

/* Takes a flow out; null if it is not kept. */
struct open_flow *open_flows_take(struct open_flows *open, uint32_t flow);

/* Takes any flow out; null if none is left. */
struct open_flow *open_flows_take_any(struct open_flows *open);

#endif
