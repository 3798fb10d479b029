/*
 * A flow over time: what a time-sequence graph shows, whatever draws it. For each direction the
 * data with their sequence numbers, the acknowledgments and the window that answer them, the data
 * in flight and the round trips.
 *
 * Sequence numbers are counted from the initial one, or from the first that was seen, and go on
 * where 32 bits would begin again. A graph of any length takes at most 2 MB, if its series hold
 * SERIES_MAX strokes.
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

/* What a graph shows of a direction. */
enum graph_series {
    GRAPH_DATA,        /* segments */
    GRAPH_AGAIN,       /* segments that were sent before */
    GRAPH_ACKS,        /* a line: up to where the peer has acknowledged */
    GRAPH_EDGE,        /* a line: up to where the peer's window allows */
    GRAPH_SACKS,       /* what the peer has acknowledged out of turn */
    GRAPH_FINS,        /* where the data end */
    GRAPH_RESETS,      /* where a RST stands */
    GRAPH_CLOSED,      /* the window is zero: where the acknowledgment stands */
    GRAPH_IN_FLIGHT,   /* a line: bytes sent and not acknowledged */
    GRAPH_LIMIT,       /* a line: the window, in bytes */
    GRAPH_ROUND_TRIPS, /* nanoseconds */
    GRAPH_SERIES_COUNT
};

/* The name of a series: "data", "round_trips". */
extern const char *const graph_series_names[GRAPH_SERIES_COUNT];

/* What an end sends, and what its peer says to it. */
struct graph_direction {
    bool has_base, has_acked;
    uint32_t base;
    int64_t newest; /* the number seen last, from which the next one is told */
    int64_t end;    /* behind the last byte sent */
    int64_t acked;
    int64_t window; /* in bytes, as the peer offered it last */
    uint64_t segments, bytes, retransmissions;
    struct series series[GRAPH_SERIES_COUNT];
    struct unacked *unacked; /* owned: at most GRAPH_UNACKED_MAX, their ends ascend */
    size_t unacked_first, unacked_end, unacked_capacity; /* those that wait; of places */
    bool failed; /* a segment could not be remembered: no memory */
};

struct graph {
    uint32_t flow;
    uint8_t ip_version;
    uint8_t addresses[2][16]; /* by enum endpoint */
    uint16_t ports[2];
    int64_t start, last; /* nanoseconds since the epoch */
    struct graph_direction directions[2];
};

/* Starts with the first packet of a flow. No series will hold more than `most` strokes. */
void graph_begin(struct graph *graph, size_t most, const struct record *record);
void graph_free(struct graph *graph);

/* Whether something is missing: no memory. */
bool graph_failed(const struct graph *graph);

/* Adds a packet. */
void graph_add(struct graph *graph, const struct record *record);

#endif
