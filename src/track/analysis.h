/*
 * What a segment shows besides states: loss, reordering, windows, probes, round-trip times.
 *
 * The tracker calls analysis_segment() for every segment of a flow that is not a first SYN or its
 * answer's first copy, when it has judged it and before anything advances: both ends' snd_una,
 * snd_nxt, window and ts_recent, their flags and flow->last are still as the segments before left
 * them. The analysis writes nothing in a flow but the two struct transfer, and appends findings
 * with verdict_add(). It leaves to the state machine: SYNs and FINs without data, retransmitted or
 * not, RSTs, challenge ACKs, and third ACKs.
 *
 * It also knows which bytes of each direction were seen: a FIN counts only when no hole is left
 * before it (RFC 9293 §3.10.7.4, eighth step).
 */
#ifndef TCPGLOSS_TRACK_ANALYSIS_PRIVATE_H
#define TCPGLOSS_TRACK_ANALYSIS_PRIVATE_H

#include <stdbool.h>
#include <stdint.h>

#include "tcpgloss/track/tracker.h"
#include "tcpgloss/track/verdict.h"

#include "segment.h"

struct flow;
struct analysis; /* the bounded pool of what only flows in trouble need: holes, counts */

/* One direction's part that every flow has: what the analysis keeps of the end that sends. */
struct transfer {
    uint32_t reserved[3];
};

_Static_assert(sizeof(struct transfer) == 12, "struct flow has no room for more");

/* Null if there is no memory. Nothing is allocated afterwards. */
struct analysis *analysis_create(uint32_t max_flows);
void analysis_destroy(struct analysis *analysis);

void analysis_segment(struct analysis *analysis, struct flow *flow, enum endpoint from,
                      const struct segment *segment, enum acceptability acceptability,
                      struct verdict *verdict);

/* Whether all that `sender` sent before `seq` was seen, or acknowledged: no hole is left. */
bool analysis_contiguous(const struct analysis *analysis, const struct flow *flow,
                         enum endpoint sender, uint32_t seq);

/* Fills the endpoints' retransmissions and zero_windows. */
void analysis_report(const struct analysis *analysis, const struct flow *flow,
                     struct flow_report *report);

/* The flow is over: gives back what the pool holds for it. Its struct is about to be reused. */
void analysis_forget(struct analysis *analysis, struct flow *flow);

#endif
