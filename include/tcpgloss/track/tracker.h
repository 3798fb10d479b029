/*
 * The tracker: follows both endpoints of every flow through RFC 9293's states.
 *
 * A flow is one incarnation of a four-tuple. The table of flows has a fixed size; when it is full,
 * half-open flows are forgotten first, oldest first, then closed ones, established ones last. The
 * tracker does no I/O, never calls back, and after creation allocates nothing.
 *
 * For every packet: first tracker_expire() with the packet's time until it returns false, then
 * tracker_segment(), then tracker_next_ended() until it returns false.
 */
#ifndef TCPGLOSS_TRACK_TRACKER_H
#define TCPGLOSS_TRACK_TRACKER_H

#include <stdbool.h>
#include <stdint.h>

#include "tcpgloss/base/error.h"
#include "tcpgloss/base/export.h"
#include "tcpgloss/decode/packet.h"
#include "tcpgloss/track/flow_fields.h"
#include "tcpgloss/track/verdict.h"

struct tracker;

#define TRACKER_FLOWS_MAX 16777214 /* a flow is named by 24 bits */

struct tracker_settings {
    uint32_t max_flows;   /* from 1 to TRACKER_FLOWS_MAX */
    int64_t msl;          /* nanoseconds; TIME-WAIT lasts twice as long (RFC 9293 §3.4.2) */
    uint64_t hash_key[2]; /* of the flow table; random, so that no one can aim at it */
};

/* Null, with `error` filled, if there is no memory, or max_flows is out of range. */
TCPGLOSS_API struct tracker *tracker_create(const struct tracker_settings *settings,
                                            struct error *error);
TCPGLOSS_API void tracker_destroy(struct tracker *tracker);

/* Before the first packet: no one will read what a report has of Zeek (`history`, `conn_state`),
 * and so it is not kept. Where flows in trouble are more than places for them, more is known of
 * these then. */
TCPGLOSS_API void tracker_ignore_zeek(struct tracker *tracker);

/*
 * A packet that tracker_segment() will get some packets from now, and, called again, soon: takes
 * the hash of its conversation and fetches the memory that its flow is in, one step of the way at
 * each call. Nothing but time depends on it.
 */
TCPGLOSS_API void tracker_prefetch_bucket(struct tracker *tracker, struct packet *packet);
TCPGLOSS_API void tracker_prefetch_flow(const struct tracker *tracker, const struct packet *packet);

/* Follows one segment; `packet->has_tcp` must be true. Fills `verdict` wholly. */
TCPGLOSS_API void tracker_segment(struct tracker *tracker, const struct packet *packet,
                                  struct verdict *verdict);

/*
 * An ICMP error (decode/icmp_error.h) and what it quotes. True if that is a segment of a flow that
 * is followed: `verdict` is filled, with `from` the segment's sender. An ICMP error changes no
 * state: it may be forged, and what the addressed host makes of it is not seen.
 */
TCPGLOSS_API bool tracker_icmp_error(struct tracker *tracker, const struct packet *packet,
                                     const struct icmp_error *error, const struct packet *quoted,
                                     struct verdict *verdict);

/*
 * Fills `verdict` with the next timer that has run out by `now` (nanoseconds since the epoch) and
 * returns true; false when there is none left. Time that runs backwards runs no timer.
 */
TCPGLOSS_API bool tracker_expire(struct tracker *tracker, int64_t now, struct verdict *verdict);

/* The time of the next timer; INT64_MAX if none is set. */
TCPGLOSS_API int64_t tracker_next_deadline(const struct tracker *tracker);

/* The capture lost packets here: what is inferred about flows now open may be wrong. */
TCPGLOSS_API void tracker_packets_lost(struct tracker *tracker);

/* The end of the capture, behind which no packet comes: all flows are over; tracker_expire() then
 * gives what remains to be said of them (a SYN that had no answer), tracker_next_ended() their
 * reports. */
TCPGLOSS_API void tracker_finish(struct tracker *tracker);

/* Takes the report of the next flow that has ended since the last call; false if there is none.
 * With a null `report` the flow is only forgotten. */
TCPGLOSS_API bool tracker_next_ended(struct tracker *tracker, struct flow_report *report);

/* Whether there is one. */
TCPGLOSS_API bool tracker_has_ended(const struct tracker *tracker);

/* The report, so far, of the flow that the last tracker_segment() or tracker_expire() was about. */
TCPGLOSS_API void tracker_current_flow(const struct tracker *tracker, struct flow_report *report);

/* Of the same report only what the SYNs told: `ip_version`, `ecn`, and of each end `mss`,
 * `window_scale`, `sack_permitted` and `has_timestamps`. The rest is left as it is. */
TCPGLOSS_API void tracker_current_options(const struct tracker *tracker,
                                          struct flow_report *report);

/* Flows begun, and flows evicted because the table was full. */
TCPGLOSS_API uint32_t tracker_flow_count(const struct tracker *tracker);
TCPGLOSS_API uint32_t tracker_evicted_count(const struct tracker *tracker);

#endif
