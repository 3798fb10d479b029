/*
 * What held a direction up: an inference from what was captured, as shares of its time.
 *
 * The time begins with the first data of either end and ends when all that this end has sent is
 * acknowledged. Each moment counts once, for the first of these that holds:
 *
 *     loss              from the first sign of a loss until its repair is acknowledged
 *     receiver's window the window has no room for another segment, or is zero
 *     sender            nothing is on its way: its peer is silent, or has asked and waits
 *     turns             nothing is on its way, and its peer sends data before the end goes on
 *     network           data are on their way: the path, or the congestion window
 *
 * The same times as in Linux's tcp_info: busy is all but sender and turns, rwnd_limited is the
 * receiver's window. As in T-RAT (Zhang, Breslau, Paxson, Shenker, 2002), the largest one names
 * what limited the flow.
 */
#ifndef TCPGLOSS_SRC_TRACK_REPORT_FLOW_LIMITS_H
#define TCPGLOSS_SRC_TRACK_REPORT_FLOW_LIMITS_H

#include <stdint.h>

#include "tcpgloss/track/flow_fields.h"

#include "track/analysis/measures.h"
#include "track/analysis/recovery.h"

/* Nanoseconds. */
struct flow_limits {
    uint64_t spent[LIMIT_COUNT]; /* by enum limit */
    uint64_t whole;              /* 0: nothing can be said */
};

/* Of the `direction` of `end`. The records of trouble, its own and its peer's, are null if there
 * was none; `last` is the time of the flow's last packet. */
struct flow_limits flow_limits_of(const struct flow_measures *measures, enum endpoint end,
                                  const struct direction *direction,
                                  const struct recovery *recovery, const struct recovery *peers,
                                  int64_t last);

#endif
