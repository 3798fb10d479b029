#include "track/report/flow_report.h"

#include <string.h>

#include "track/analysis/measures.h"
#include "track/analysis/recovery.h"
#include "track/report/flow_limits.h"
#include "track/report/zeek_conn_state.h"
#include "track/report/zeek_history.h"
#include "track/states/belief.h"
#include "track/tracker_private.h"

static enum handshake_kind handshake_kind(const struct flow *flow,
                                          const struct flow_record *record) {
    const struct direction *client = &flow->directions[ENDPOINT_CLIENT];
    const struct direction *server = &flow->directions[ENDPOINT_SERVER];
    const bool established = (record->flags & RECORD_ESTABLISHED) != 0;

    /* One end alone tells of no handshake. */
    if ((client->flags & DIRECTION_ISN) == 0 ||
        (established && (client->packets == 0 || server->packets == 0) &&
         (flow->flags & FLOW_SELF) == 0)) {
        return HANDSHAKE_UNSEEN;
    }
    if ((record->flags & RECORD_REFUSED) != 0) {
        return HANDSHAKE_REFUSED;
    }
    if ((record->flags & RECORD_ESTABLISHED) == 0) {
        return server->packets == 0 ? HANDSHAKE_UNANSWERED : HANDSHAKE_INCOMPLETE;
    }
    if ((record->flags & RECORD_SIMULTANEOUS) != 0) {
        return HANDSHAKE_SIMULTANEOUS;
    }
    return (record->flags & RECORD_FAST_OPEN) != 0 ? HANDSHAKE_FAST_OPEN : HANDSHAKE_THREE_WAY;
}

static enum teardown_kind teardown_kind(const struct flow *flow, const struct flow_record *record) {
    unsigned fins = ((flow->directions[0].flags & DIRECTION_FIN) != 0 ? 1u : 0u) +
                    ((flow->directions[1].flags & DIRECTION_FIN) != 0 ? 1u : 0u);

    if (((flow->directions[0].flags | flow->directions[1].flags) & DIRECTION_RESET) != 0) {
        return TEARDOWN_RESET;
    }
    if (fins == 0) {
        return TEARDOWN_NONE;
    }
    if (fins == 1) {
        return TEARDOWN_HALF_CLOSED;
    }
    if ((record->flags & RECORD_SIMULTANEOUS_CLOSE) != 0) {
        return TEARDOWN_SIMULTANEOUS;
    }
    return (record->flags & RECORD_MERGED) != 0 ? TEARDOWN_MERGED : TEARDOWN_FOUR_WAY;
}

/* What a report is made from. */
struct sources {
    const struct table *table;
    const struct recovery_pool *pool;
    const struct flow_measures *measures; /* null: none were taken */
    const struct flow *flow;
    const struct flow_record *record;
};

static uint64_t square_root(uint64_t value) {
    uint64_t root = value;
    uint64_t next = root / 2 + 1;

    while (next < root) {
        root = next;
        next = (root + value / root) / 2;
    }
    return root;
}

/* The standard deviation of all samples, microseconds. */
static uint64_t deviation(const struct samples *samples) {
    const uint64_t mean = samples->sum / samples->count;
    const uint64_t rest = samples->sum % samples->count;

    /* The variance is the mean of squares less the square of the mean, sum / count = mean + rest /
     * count, whose last square is below 1. */
    return square_root((samples->squares - mean * samples->sum - mean * rest) / samples->count);
}

static void fill_round_trips(const struct samples *samples, struct endpoint_report *report) {
    report->has_rtt_samples = true;
    report->rtt_samples = samples->count;
    if (samples->count != 0) {
        report->rtt_min = (int64_t)samples->shortest * 1000;
        report->rtt_mean = (int64_t)(samples->sum * 1000 / samples->count);
        report->rtt_max = (int64_t)samples->longest * 1000;
        report->rtt_deviation = (int64_t)deviation(samples) * 1000;
        report->rtt_data = report->rtt_min;
    }
}

static void fill_throughput(const struct direction_measures *own, struct endpoint_report *report) {
    const uint64_t microseconds =
        own->last_data > own->first_data ? (uint64_t)(own->last_data - own->first_data) / 1000 : 0;

    if (microseconds != 0 && report->has_unique_bytes && report->unique_bytes < UINT64_MAX >> 24) {
        report->has_throughput = true;
        report->throughput = report->unique_bytes * 8 * 1000000 / microseconds;
    }
}

static void fill_windows(const struct direction_measures *own, unsigned shift,
                         struct endpoint_report *report) {
    if (own->min_window <= own->max_window) {
        report->has_max_window = true;
        report->has_min_window = true;
        report->max_window = (uint32_t)own->max_window << shift;
        report->min_window = (uint32_t)own->min_window << shift;
    }
}

/* `part` of `whole`, neither of which need be small. */
static int16_t thousandths(uint64_t part, uint64_t whole) {
    return (int16_t)(whole < 1000000 ? (part * 1000 + whole / 2) / whole : part / (whole / 1000));
}

static void fill_limits(const struct sources *sources, enum endpoint end,
                        struct endpoint_report *report) {
    const struct direction *directions = sources->flow->directions;
    const struct direction *peer = &directions[endpoint_peer(end)];
    const struct flow_limits limits = flow_limits_of(
        sources->measures, end, &directions[end], recovery_find(sources->pool, &directions[end]),
        recovery_find(sources->pool, peer), sources->flow->last);
    int16_t *const shares[LIMIT_COUNT] = {
        [LIMIT_LOSS] = &report->limited_loss,
        [LIMIT_RECEIVER_WINDOW] = &report->limited_window,
        [LIMIT_SENDER] = &report->limited_sender,
        [LIMIT_TURNS] = &report->limited_turns,
        [LIMIT_NETWORK] = &report->limited_network,
    };

    if (limits.whole == 0 || ((directions[end].flags | peer->flags) & DIRECTION_UNCOUNTED) != 0) {
        return;
    }
    report->limited_time = (int64_t)limits.whole;
    for (unsigned i = 0; i < LIMIT_COUNT; i++) {
        *shares[i] = thousandths(limits.spent[i], limits.whole);
    }
}

static void fill_measures(const struct sources *sources, enum endpoint end,
                          struct endpoint_report *report) {
    const struct direction *directions = sources->flow->directions;
    const struct direction_measures *own = &sources->measures->directions[end];

    report->has_max_in_flight = true;
    report->max_in_flight = own->max_in_flight;
    report->has_initial_window = own->initial_window != 0;
    report->initial_window = own->initial_window;
    report->longest_silence = own->longest_silence;
    report->has_answers = true;
    report->answers = own->answers;
    if (own->answers != 0) {
        report->answer_mean = (int64_t)(own->answering / own->answers);
        report->answer_max = (int64_t)own->longest_answer * 1000;
    }
    fill_windows(own, direction_shift(&directions[end], &directions[endpoint_peer(end)]), report);
    fill_round_trips(&own->round_trips, report);
    fill_throughput(own, report);
    fill_limits(sources, end, report);
}

static void fill_unmeasured(struct endpoint_report *report) {
    report->longest_silence = -1;
    report->rtt_data = -1;
    report->rtt_min = -1;
    report->rtt_mean = -1;
    report->rtt_max = -1;
    report->rtt_deviation = -1;
    report->answer_mean = -1;
    report->answer_max = -1;
    report->limited_time = -1;
    report->limited_loss = -1;
    report->limited_window = -1;
    report->limited_sender = -1;
    report->limited_turns = -1;
    report->limited_network = -1;
}

/* What a record of trouble says, or that there was none. `peers` is the record of the other
 * direction, to which the end's acknowledgments and window belong. */
static void fill_trouble(const struct sources *sources, enum endpoint end,
                         struct endpoint_report *report) {
    static const struct recovery none;
    const struct direction *own = &sources->flow->directions[end];
    const struct direction *peer = &sources->flow->directions[endpoint_peer(end)];
    const struct recovery *recovery = recovery_find(sources->pool, own);
    const struct recovery *peers = recovery_find(sources->pool, peer);
    const bool counted = (own->flags & DIRECTION_UNCOUNTED) == 0;
    const bool peer_counted = (peer->flags & DIRECTION_UNCOUNTED) == 0;
    const int64_t last = sources->flow->last;

    recovery = recovery != NULL ? recovery : &none;
    peers = peers != NULL ? peers : &none;
    report->has_unique_bytes = counted;
    report->unique_bytes =
        own->bytes -
        (recovery->repeated_bytes < own->bytes ? recovery->repeated_bytes : own->bytes);
    report->has_retransmissions = counted;
    report->retransmissions = recovery->retransmissions;
    report->has_retransmitted_bytes = counted;
    report->retransmitted_bytes = recovery->retransmitted_bytes;
    report->has_unseen_bytes = counted;
    report->unseen_bytes = recovery->unseen_bytes;
    report->has_out_of_order = counted;
    report->out_of_order = recovery->out_of_order;
    report->has_zero_windows = counted;
    report->zero_windows = recovery->zero_windows;
    report->zero_window_time = counted ? (int64_t)stopwatch_read(&recovery->zero_window, last) : -1;
    report->has_duplicate_acks = peer_counted;
    report->duplicate_acks = peers->duplicate_ack_count;
    report->full_window_time =
        peer_counted ? (int64_t)stopwatch_read(&peers->full_window, last) : -1;
}

static uint32_t ip_version(const struct flow *flow) {
    return (flow->flags & FLOW_IPV6) != 0 ? 6 : 4;
}

/* What it said in its SYN. */
static void fill_announced(const struct direction *state, struct endpoint_report *report) {
    report->has_mss = (state->flags & DIRECTION_MSS) != 0;
    report->mss = state->mss;
    report->has_window_scale = state->scale != SCALE_NONE;
    report->window_scale = report->has_window_scale ? state->scale : 0;
    report->sack_permitted = (state->flags & DIRECTION_SACK) != 0;
    report->has_timestamps = (state->flags & DIRECTION_TIMESTAMPS) != 0;
}

static void fill_endpoint(const struct sources *sources, enum endpoint end,
                          struct endpoint_report *report) {
    const struct flow *flow = sources->flow;
    const struct flow_record *record = sources->record;
    const struct direction *state = &flow->directions[end];
    const uint32_t handshake = record->round_trips.handshake[endpoint_peer(end)];
    const uint32_t index = (uint32_t)(flow - sources->table->flows);
    bool second = flow_is_second(flow, end);

    table_address(sources->table, index, second, report->address);
    report->port = flow->key.ports[second];
    report->state = belief_state(flow, record, end);
    report->packets = state->packets;
    report->bytes = state->bytes;
    fill_announced(state, report);
    report->rtt_handshake = handshake == 0 ? -1 : (int64_t)handshake * 1000;
    fill_trouble(sources, end, report);
    fill_unmeasured(report);
    if (sources->measures != NULL) {
        fill_measures(sources, end, report);
    }
}

/* Whose FIN was the first; without a FIN, who reset. */
static int8_t closed_first(const struct flow *flow, const struct flow_record *record) {
    const bool client = (flow->directions[ENDPOINT_CLIENT].flags & DIRECTION_RESET) != 0;
    const bool server = (flow->directions[ENDPOINT_SERVER].flags & DIRECTION_RESET) != 0;

    if ((record->flags & RECORD_TEARDOWN) != 0) {
        return (record->flags & RECORD_SERVER_FIRST) != 0 ? ENDPOINT_SERVER : ENDPOINT_CLIENT;
    }
    if (client == server) {
        return -1;
    }
    return server ? ENDPOINT_SERVER : ENDPOINT_CLIENT;
}

static int64_t first_byte(const struct sources *sources) {
    const struct direction *client = &sources->flow->directions[ENDPOINT_CLIENT];
    int64_t first;

    if (sources->measures == NULL ||
        (client->flags & (DIRECTION_ISN | DIRECTION_SYN_UNSEEN)) != DIRECTION_ISN) {
        return -1;
    }
    first = sources->measures->directions[ENDPOINT_SERVER].first_data;
    return first >= sources->record->start ? first - sources->record->start : -1;
}

/* Of a transfer that was shorter, nothing that could be felt held it up. */
#define LIMITED_MIN (100 * INT64_C(1000000))

/* What took the largest share of the end's time, -1 if nothing is known of it. */
static int largest_share(const struct endpoint_report *end) {
    const int16_t shares[LIMIT_COUNT] = {
        [LIMIT_LOSS] = end->limited_loss,       [LIMIT_RECEIVER_WINDOW] = end->limited_window,
        [LIMIT_SENDER] = end->limited_sender,   [LIMIT_TURNS] = end->limited_turns,
        [LIMIT_NETWORK] = end->limited_network,
    };
    int largest = -1;

    for (int i = 0; i < LIMIT_COUNT; i++) {
        if (shares[i] >= 0 && (largest < 0 || shares[i] > shares[largest])) {
            largest = i;
        }
    }
    return largest;
}

/* Of the direction with the most data. If that waits for its peer most of the time, what holds its
 * peer up counts, unless the two wait for each other. */
static void fill_limited_by(struct flow_report *report) {
    const struct endpoint_report *ends = report->endpoints;
    const enum endpoint main =
        ends[ENDPOINT_SERVER].unique_bytes > ends[ENDPOINT_CLIENT].unique_bytes ? ENDPOINT_SERVER
                                                                                : ENDPOINT_CLIENT;
    const int own = largest_share(&ends[main]);
    const int peers = largest_share(&ends[endpoint_peer(main)]);

    const bool by_peer = own == LIMIT_TURNS && peers >= 0 && peers != LIMIT_NETWORK;

    report->limited_end = by_peer && peers != LIMIT_TURNS ? endpoint_peer(main) : main;
    report->limited_by = (int8_t)(ends[main].limited_time < LIMITED_MIN ? -1
                                  : by_peer                             ? peers
                                                                        : own);
}

void flow_report_fill_options(const struct tracker *tracker, uint32_t index,
                              struct flow_report *report) {
    const struct flow *flow = &tracker->table.flows[index];

    report->ip_version = ip_version(flow);
    report->ecn = (tracker->table.records[index].flags & RECORD_ECN) != 0;
    fill_announced(&flow->directions[ENDPOINT_CLIENT], &report->endpoints[ENDPOINT_CLIENT]);
    fill_announced(&flow->directions[ENDPOINT_SERVER], &report->endpoints[ENDPOINT_SERVER]);
}

void flow_report_fill(const struct tracker *tracker, uint32_t index, struct flow_report *report) {
    const struct flow *flow = &tracker->table.flows[index];
    const struct flow_record *record = &tracker->table.records[index];
    const struct sources sources = {
        .table = &tracker->table,
        .pool = tracker->pool,
        .measures = measures_at(&tracker->measures, flow->measures),
        .flow = flow,
        .record = record,
    };

    memset(report, 0, sizeof *report);
    report->flow = flow->number;
    report->incarnation = record->incarnation;
    report->ip_version = ip_version(flow);
    report->client_known = (flow->flags & FLOW_CLIENT_CERTAIN) != 0;
    report->evicted = (record->flags & RECORD_EVICTED) != 0;
    report->start = record->start;
    report->end = flow->last;
    report->duration = flow->last > record->start ? flow->last - record->start : 0;
    report->handshake = handshake_kind(flow, record);
    report->teardown = teardown_kind(flow, record);
    report->closed_first = closed_first(flow, record);
    report->ecn = (record->flags & RECORD_ECN) != 0;
    report->conn_state = zeek_conn_state(flow, record);
    zeek_history_write(flow, record, tracker->pool, report->history);
    report->rtt =
        record->round_trips.handshake[0] == 0 || record->round_trips.handshake[1] == 0 ||
                (record->flags & RECORD_ESTABLISHED) == 0
            ? -1
            : flow_round_trip(record, ENDPOINT_CLIENT) + flow_round_trip(record, ENDPOINT_SERVER);
    report->first_byte = first_byte(&sources);
    fill_endpoint(&sources, ENDPOINT_CLIENT, &report->endpoints[ENDPOINT_CLIENT]);
    fill_endpoint(&sources, ENDPOINT_SERVER, &report->endpoints[ENDPOINT_SERVER]);
    fill_limited_by(report);
    report->unmeasured = flow->measures == MEASURES_LACKING;
}
