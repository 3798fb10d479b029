#include "views/graph/graph.h"

#include <stdlib.h>
#include <string.h>

#include "tcpgloss/decode/tcp_options.h"

enum { UNACKED_FIRST = 8 }; /* for which there is room at first */

const char *const graph_series_names[GRAPH_SERIES_COUNT] = {
    [GRAPH_DATA] = "data",
    [GRAPH_AGAIN] = "again",
    [GRAPH_ACKS] = "acks",
    [GRAPH_EDGE] = "edge",
    [GRAPH_SACKS] = "sacks",
    [GRAPH_FINS] = "fins",
    [GRAPH_RESETS] = "resets",
    [GRAPH_CLOSED] = "closed",
    [GRAPH_IN_FLIGHT] = "in_flight",
    [GRAPH_LIMIT] = "limit",
    [GRAPH_ROUND_TRIPS] = "round_trips",
};

static bool is_line(enum graph_series series) {
    return series == GRAPH_ACKS || series == GRAPH_EDGE || series == GRAPH_IN_FLIGHT ||
           series == GRAPH_LIMIT;
}

void graph_begin(struct graph *graph, size_t most, const struct record *record) {
    const struct packet *packet = record->as.event.packet;
    const struct verdict *verdict = record->as.event.verdict;
    const size_t size = packet->ip.version == 6 ? 16 : 4;
    const enum endpoint from = verdict->from;
    const enum endpoint to = endpoint_peer(from);

    *graph = (struct graph){.flow = verdict->flow,
                            .ip_version = packet->ip.version,
                            .start = verdict->time,
                            .last = verdict->time};
    memcpy(graph->addresses[from], packet->ip.source, size);
    memcpy(graph->addresses[to], packet->ip.destination, size);
    graph->ports[from] = packet->tcp.source_port;
    graph->ports[to] = packet->tcp.destination_port;
    for (enum graph_series i = 0; i < GRAPH_SERIES_COUNT; i++) {
        graph->directions[ENDPOINT_CLIENT].series[i] =
            graph->directions[ENDPOINT_SERVER].series[i] =
                (struct series){.most = most, .apart = !is_line(i)};
    }
}

void graph_free(struct graph *graph) {
    for (enum endpoint end = ENDPOINT_CLIENT; end <= ENDPOINT_SERVER; end++) {
        struct graph_direction *direction = &graph->directions[end];

        for (enum graph_series i = 0; i < GRAPH_SERIES_COUNT; i++) {
            series_free(&direction->series[i]);
        }
        free(direction->unacked);
    }
}

/* A sequence number of the direction, counted from its beginning and told by the one seen last. */
static int64_t place_of(struct graph_direction *direction, const struct verdict *verdict,
                        enum endpoint sender, uint32_t number) {
    uint32_t offset;

    if (!direction->has_base) {
        direction->has_base = true;
        direction->base = verdict->isn_known[sender] ? verdict->isn[sender] : number;
    }
    offset = number - direction->base;
    direction->newest += (int32_t)(offset - (uint32_t)direction->newest);
    return direction->newest;
}

static bool is_sent_again(const struct verdict *verdict) {
    for (unsigned i = 0; i < verdict->finding_count; i++) {
        if (finding_is_retransmission(verdict->findings[i].kind)) {
            return true;
        }
    }
    return false;
}

static void put_flight(struct graph_direction *direction, int64_t time) {
    if (direction->has_acked) {
        series_go(&direction->series[GRAPH_IN_FLIGHT], time,
                  direction->end > direction->acked ? direction->end - direction->acked : 0);
    }
}

static bool make_room(struct graph_direction *direction) {
    const size_t capacity =
        direction->unacked_capacity != 0 ? 2 * direction->unacked_capacity : UNACKED_FIRST;
    struct unacked *unacked;

    if (direction->unacked_end < direction->unacked_capacity) {
        return true;
    }
    if (2 * direction->unacked_first > direction->unacked_capacity) {
        direction->unacked_end -= direction->unacked_first;
        memmove(direction->unacked, direction->unacked + direction->unacked_first,
                direction->unacked_end * sizeof *direction->unacked);
        direction->unacked_first = 0;
        return true;
    }
    if (direction->unacked_capacity == GRAPH_UNACKED_MAX) {
        return false;
    }
    unacked = realloc(direction->unacked, capacity * sizeof *unacked);
    if (unacked == NULL) {
        direction->failed = true;
        return false;
    }
    direction->unacked = unacked;
    direction->unacked_capacity = capacity;
    return true;
}

static void note_sent_again(struct graph_direction *direction, int64_t start) {
    for (size_t i = direction->unacked_end; i > direction->unacked_first; i--) {
        if (direction->unacked[i - 1].end <= start) {
            return;
        }
        direction->unacked[i - 1].repeated = true;
    }
}

/* What was captured late, behind data that follow it, is not timed. */
static void note_unacked(struct graph_direction *direction, int64_t end, int64_t time) {
    const bool any = direction->unacked_end > direction->unacked_first;

    if (any && direction->unacked[direction->unacked_end - 1].end >= end) {
        return;
    }
    if (make_room(direction)) {
        direction->unacked[direction->unacked_end++] = (struct unacked){end, time, false};
    }
}

static void add_sent(struct graph_direction *direction, const struct record *record) {
    const struct verdict *verdict = record->as.event.verdict;
    const struct tcp_view *tcp = &record->as.event.packet->tcp;
    const uint32_t marks =
        ((tcp->flags & TCP_SYN) != 0 ? 1u : 0u) + ((tcp->flags & TCP_FIN) != 0 ? 1u : 0u);
    const int64_t start = place_of(direction, verdict, verdict->from, tcp->seq);
    const int64_t end = start + tcp->payload_length + marks;
    const bool again = is_sent_again(verdict);

    if ((tcp->flags & TCP_RST) != 0) {
        series_go(&direction->series[GRAPH_RESETS], verdict->time, start);
    }
    if (end == start) {
        return;
    }
    direction->segments++;
    direction->bytes += tcp->payload_length;
    direction->retransmissions += again;
    series_add(again ? &direction->series[GRAPH_AGAIN] : &direction->series[GRAPH_DATA],
               verdict->time, start, end);
    if ((tcp->flags & TCP_FIN) != 0) {
        series_go(&direction->series[GRAPH_FINS], verdict->time, end);
    }
    if (again) {
        note_sent_again(direction, start);
    } else {
        note_unacked(direction, end, verdict->time);
    }
    direction->end = end > direction->end ? end : direction->end;
    put_flight(direction, verdict->time);
}

/* The newest segment that the acknowledgment covers gives a sample; all that it covers are done. */
static void sample_round_trip(struct graph_direction *direction, int64_t time) {
    const struct unacked *newest = NULL;

    while (direction->unacked_first < direction->unacked_end &&
           direction->unacked[direction->unacked_first].end <= direction->acked) {
        newest = &direction->unacked[direction->unacked_first++];
    }
    if (newest != NULL && !newest->repeated) {
        series_go(&direction->series[GRAPH_ROUND_TRIPS], time, time - newest->time);
    }
    if (direction->unacked_first == direction->unacked_end) {
        direction->unacked_first = direction->unacked_end = 0;
    }
}

static void add_sacks(struct graph_direction *direction, const struct record *record) {
    const struct verdict *verdict = record->as.event.verdict;
    const enum endpoint sender = endpoint_peer(verdict->from);
    struct tcp_options options;

    tcp_options_read(record->as.event.packet->tcp.options, &options);
    for (size_t i = 0; i < options.sack_count; i++) {
        const int64_t left = place_of(direction, verdict, sender, options.sack[i].left);
        const int64_t right = place_of(direction, verdict, sender, options.sack[i].right);

        if (left < right) {
            series_add(&direction->series[GRAPH_SACKS], verdict->time, left, right);
        }
    }
}

/* What the peer says to the direction's sender. */
static void add_answer(struct graph_direction *direction, const struct record *record) {
    const struct verdict *verdict = record->as.event.verdict;
    const struct tcp_view *tcp = &record->as.event.packet->tcp;
    const enum endpoint sender = endpoint_peer(verdict->from);
    int64_t ack;

    if ((tcp->flags & TCP_ACK) == 0 || (tcp->flags & TCP_RST) != 0) {
        return;
    }
    ack = place_of(direction, verdict, sender, tcp->ack);
    if (!direction->has_acked || ack > direction->acked) {
        direction->has_acked = true;
        direction->acked = ack;
        sample_round_trip(direction, verdict->time);
    }
    direction->window = verdict->scaled_window;
    series_go(&direction->series[GRAPH_ACKS], verdict->time, direction->acked);
    series_go(&direction->series[GRAPH_EDGE], verdict->time, direction->acked + direction->window);
    series_go(&direction->series[GRAPH_LIMIT], verdict->time, direction->window);
    if (direction->window == 0) {
        series_go(&direction->series[GRAPH_CLOSED], verdict->time, direction->acked);
    }
    add_sacks(direction, record);
    put_flight(direction, verdict->time);
}

bool graph_failed(const struct graph *graph) {
    bool failed = false;

    for (enum endpoint end = ENDPOINT_CLIENT; end <= ENDPOINT_SERVER; end++) {
        const struct graph_direction *direction = &graph->directions[end];

        failed |= direction->failed;
        for (enum graph_series i = 0; i < GRAPH_SERIES_COUNT; i++) {
            failed |= direction->series[i].failed;
        }
    }
    return failed;
}

void graph_add(struct graph *graph, const struct record *record) {
    const struct verdict *verdict = record->as.event.verdict;
    const enum endpoint from = verdict->from;

    graph->last = verdict->time > graph->last ? verdict->time : graph->last;
    add_sent(&graph->directions[from], record);
    add_answer(&graph->directions[endpoint_peer(from)], record);
}
