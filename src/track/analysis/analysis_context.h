/*
 * One segment as the analysis sees it: all that the analysis may read, and, where it is not const,
 * all that it may write.
 *
 * Both directions are still as the segments before this one left them.
 */
#ifndef TCPGLOSS_SRC_TRACK_ANALYSIS_ANALYSIS_CONTEXT_H
#define TCPGLOSS_SRC_TRACK_ANALYSIS_ANALYSIS_CONTEXT_H

#include "tcpgloss/track/verdict.h"

#include "track/analysis/direction.h"
#include "track/segment.h"

struct flow_measures;
struct recovery_pool;

struct analysis_context {
    const struct segment *segment;
    enum endpoint from; /* the end that sent it */
    int64_t since_last; /* nanoseconds since the flow's last packet; negative if time ran back */
    const uint32_t *control_sent; /* when its sender last sent a SYN, FIN or RST */
    struct direction *sender;
    struct direction *receiver; /* the same one in a connection of a socket to itself */
    const struct round_trips *round_trips;
    struct flow_measures *measures; /* null: the flow is not measured */
    struct recovery_pool *pool;
    struct verdict *verdict;
};

#endif
