/*
 * A flow over time: what a time-sequence graph shows, whatever draws it. For each direction the
 * data with their sequence numbers, the acknowledgments and the window that answer them, the data
 * in flight and the round trips.
 *
 * Sequence numbers are counted from the initial one, or from the first that was seen, and go on
 * where 32 bits would begin again. A graph of any length takes at most 2 MB.
 */
#ifndef TCPGLOSS_SRC_VIEWS_GRAPH_GRAPH_H
#define TCPGLOSS_SRC_VIEWS_GRAPH_GRAPH_H

#include "tcpgloss/views/record.h"

#include "views/graph/series.h"

#define GRAPH_UNACKED_MAX 256

/* A segment whose acknowledgment would tell the round-trip time. */
struct unacked {
    int64_t end;
    int64_t time;
    bool repeated; /* sent again: the acknowledgment may be of either (Karn's rule) */
};

/* What an end sends, and what its peer says to it. */
struct graph_direction {
    bool has_base, has_acked;
    uint32_t base;
    int64_t newest; /* the number seen last, from which the next one is told */
    int64_t end;    /* behind the last byte sent */
    int64_t acked;
    int64_t window; /* in bytes, as the peer offered it last */
    uint64_t segments, bytes, retransmissions;
    struct series data, again; /* of segments, the second time apart */
    struct series acks;        /* a line */
    struct series edge;        /* a line: what the peer's window allows */
    struct series sacks;
    struct series fins, resets;
    struct series closed;           /* the window is zero: where the acknowledgment stands */
    struct series in_flight, limit; /* lines: bytes sent and not acknowledged; the window */
    struct series round_trips;      /* nanoseconds */
    struct unacked unacked[GRAPH_UNACKED_MAX];
    size_t unacked_count;
};

struct graph {
    uint32_t flow;
    uint8_t ip_version;
    uint8_t addresses[2][16]; /* by enum endpoint */
    uint16_t ports[2];
    int64_t start, last; /* nanoseconds since the epoch */
    struct graph_direction directions[2];
};

/* Starts with the first packet of a flow. */
void graph_begin(struct graph *graph, const struct record *record);
void graph_free(struct graph *graph);

/* Whether something is missing: no memory. */
bool graph_failed(const struct graph *graph);

/* Adds a packet. */
void graph_add(struct graph *graph, const struct record *record);

#endif
