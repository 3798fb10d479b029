#include "track/report/flow_report.h"

#include <string.h>

#include "track/analysis/recovery.h"
#include "track/report/zeek_history.h"
#include "track/states/belief.h"

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

static void fill_endpoint(const struct table *table, const struct recovery_pool *pool,
                          uint32_t index, enum endpoint end, struct endpoint_report *report) {
    const struct flow *flow = &table->flows[index];
    const struct direction *state = &flow->directions[end];
    const uint16_t round_trip = table->records[index].round_trips.data[endpoint_peer(end)];
    const struct recovery *recovery = recovery_find(pool, state);
    bool second = flow_is_second(flow, end);

    table_address(table, index, second, report->address);
    report->port = flow->key.ports[second];
    report->state = belief_state(flow, &table->records[index], end);
    report->packets = state->packets;
    report->bytes = state->bytes;
    report->has_mss = (state->flags & DIRECTION_MSS) != 0;
    report->mss = state->mss;
    report->has_window_scale = state->scale != SCALE_NONE;
    report->window_scale = report->has_window_scale ? state->scale : 0;
    report->rtt_data = round_trip == 0 ? -1 : round_trip * ROUND_TRIP_UNIT;
    report->sack_permitted = (state->flags & DIRECTION_SACK) != 0;
    report->has_timestamps = (state->flags & DIRECTION_TIMESTAMPS) != 0;
    report->has_retransmissions = (state->flags & DIRECTION_UNCOUNTED) == 0;
    report->has_zero_windows = report->has_retransmissions;
    if (recovery != NULL) {
        report->retransmissions = recovery->retransmissions;
        report->zero_windows = recovery->zero_windows;
    }
}

void flow_report_fill(const struct table *table, const struct recovery_pool *pool, uint32_t index,
                      struct flow_report *report) {
    const struct flow *flow = &table->flows[index];
    const struct flow_record *record = &table->records[index];

    memset(report, 0, sizeof *report);
    report->flow = flow->number;
    report->incarnation = flow->incarnation;
    report->ip_version = (flow->flags & FLOW_IPV6) != 0 ? 6 : 4;
    report->client_known = (flow->flags & FLOW_CLIENT_CERTAIN) != 0;
    report->evicted = (record->flags & RECORD_EVICTED) != 0;
    report->start = record->start;
    report->end = flow->last;
    report->duration = flow->last > record->start ? flow->last - record->start : 0;
    report->handshake = handshake_kind(flow, record);
    report->teardown = teardown_kind(flow, record);
    report->ecn = (record->flags & RECORD_ECN) != 0;
    report->conn_state = zeek_conn_state(flow, record);
    zeek_history_write(record->zeek_history, report->history);
    report->rtt =
        record->round_trips.handshake[0] == 0 || record->round_trips.handshake[1] == 0 ||
                (record->flags & RECORD_ESTABLISHED) == 0
            ? -1
            : flow_round_trip(record, ENDPOINT_CLIENT) + flow_round_trip(record, ENDPOINT_SERVER);
    fill_endpoint(table, pool, index, ENDPOINT_CLIENT, &report->endpoints[ENDPOINT_CLIENT]);
    fill_endpoint(table, pool, index, ENDPOINT_SERVER, &report->endpoints[ENDPOINT_SERVER]);
}
