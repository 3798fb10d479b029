/*
 * What a segment shows besides states: loss, reordering, windows, probes, round-trip times.
 * docs/analysis.md gives the definitions.
 *
 * The tracker calls analysis_segment() for every segment without SYN that is no challenge ACK, when
 * it has judged it and before anything advances: both ends' snd_una, snd_nxt, window and ts_recent,
 * their flags and flow->last are still as the segments before left them. The analysis writes
 * nothing in a flow but the two struct transfer with ENDPOINT_CONTROL, and appends findings with
 * verdict_add(). It leaves to the state machine: SYNs, and FINs without data, sent again or not,
 * RSTs, and third ACKs.
 *
 * It also knows which bytes of each direction were seen: a FIN counts only when no hole is left
 * before it (RFC 9293 §3.10.7.4, eighth step).
 */
#ifndef TCPGLOSS_SRC_TRACK_ANALYSIS_ANALYSIS_H
#define TCPGLOSS_SRC_TRACK_ANALYSIS_ANALYSIS_H

#include <stdbool.h>
#include <stdint.h>

#include "tcpgloss/track/tracker.h"

struct flow;
struct journey;
struct analysis; /* the bounded pool of what only flows in trouble need: holes, counts */

/* One direction's part that every flow has: what the analysis keeps of the end that sends. */
struct transfer {
    uint32_t sent;       /* when it last sent something new (sent.h), by transfer_clock(); 0: never
                            seen to */
    uint16_t round_trip; /* the shortest from the capture point to its peer and back, measured by
                            its data; 16 us each, 0 if unknown */
    uint16_t slot;       /* of its struct trouble in the pool; 0: none */
    uint16_t id;         /* IP identification of its last segment */
    uint8_t duplicates;  /* duplicate ACKs in a row for its data */
    uint8_t flags;       /* of enum transfer_flag (transfer.h) */
};

_Static_assert(sizeof(struct transfer) == 12, "struct flow has no room for more");

/* Null if there is no memory. Nothing is allocated afterwards. */
struct analysis *analysis_create(uint32_t max_flows);
void analysis_destroy(struct analysis *analysis);

/* True if the segment is a copy of one that was captured already, of which nothing more is to be
 * said (copy.h). */
bool analysis_segment(const struct journey *journey);

/* How many bytes that `sender` sent before `seq` were neither seen nor acknowledged. */
uint32_t analysis_missing(const struct analysis *analysis, const struct flow *flow,
                          enum endpoint sender, uint32_t seq);

/* Fills the endpoints' retransmissions and zero_windows. */
void analysis_report(const struct analysis *analysis, const struct flow *flow,
                     struct flow_report *report);

/* The flow is over: gives back what the pool holds for it. Its struct is about to be reused. */
void analysis_forget(struct analysis *analysis, struct flow *flow);

#endif
