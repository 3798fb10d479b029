#include "track/report/flow_report.h"

#include <string.h>

#include "track/analysis/direction.h"
#include "track/report/zeek_history.h"
#include "track/states/belief.h"

static enum handshake_kind handshake_kind(const struct flow *flow, const struct flow_cold *cold) {
    const struct endpoint_state *client = &flow->endpoints[ENDPOINT_CLIENT];

    if ((client->flags & ENDPOINT_ISN) == 0) {
        return HANDSHAKE_UNSEEN;
    }
    if ((cold->flags & FLOW_REFUSED) != 0) {
        return HANDSHAKE_REFUSED;
    }
    if ((cold->flags & FLOW_ESTABLISHED) == 0) {
        return HANDSHAKE_UNANSWERED;
    }
    if ((cold->flags & FLOW_SIMULTANEOUS) != 0) {
        return HANDSHAKE_SIMULTANEOUS;
    }
    return (cold->flags & FLOW_FAST_OPEN) != 0 ? HANDSHAKE_FAST_OPEN : HANDSHAKE_THREE_WAY;
}

static enum teardown_kind teardown_kind(const struct flow *flow, const struct flow_cold *cold) {
    unsigned fins = ((flow->endpoints[0].flags & ENDPOINT_FIN) != 0 ? 1u : 0u) +
                    ((flow->endpoints[1].flags & ENDPOINT_FIN) != 0 ? 1u : 0u);

    if (cold->ends[0].reset || cold->ends[1].reset) {
        return TEARDOWN_RESET;
    }
    if (fins == 0) {
        return TEARDOWN_NONE;
    }
    if (fins == 1) {
        return TEARDOWN_HALF_CLOSED;
    }
    if ((cold->flags & FLOW_SIMULTANEOUS_CLOSE) != 0) {
        return TEARDOWN_SIMULTANEOUS;
    }
    return (cold->flags & FLOW_MERGED) != 0 ? TEARDOWN_MERGED : TEARDOWN_FOUR_WAY;
}

static void fill_endpoint(const struct table *table, uint32_t index, enum endpoint end,
                          struct endpoint_report *report) {
    const struct flow *flow = &table->flows[index];
    const struct endpoint_state *state = &flow->endpoints[end];
    bool high = (state->flags & ENDPOINT_HIGH) != 0;

    table_address(table, index, high, report->address);
    report->port = flow->key.ports[high];
    report->state = moves_state(flow, &table->cold[index], end);
    report->packets = state->packets;
    report->bytes = (uint64_t)state->bytes_high << 32 | state->bytes_low;
    report->has_mss = (state->flags & ENDPOINT_MSS) != 0;
    report->mss = state->mss;
    report->has_window_scale = state->scale != SCALE_NONE;
    report->window_scale = report->has_window_scale ? state->scale : 0;
    report->rtt_data =
        state->transfer.round_trip == 0 ? -1 : state->transfer.round_trip * ROUND_TRIP_UNIT;
    report->sack_permitted = (state->flags & ENDPOINT_SACK) != 0;
    report->has_timestamps = (state->flags & ENDPOINT_TIMESTAMPS) != 0;
}

void report_fill(const struct table *table, const struct analysis *analysis, uint32_t index,
                 struct flow_report *report) {
    const struct flow *flow = &table->flows[index];
    const struct flow_cold *cold = &table->cold[index];

    memset(report, 0, sizeof *report);
    report->flow = flow->number;
    report->incarnation = flow_incarnation(flow);
    report->ip_version = cold->ipv6 ? 6 : 4;
    report->client_known = (flow->endpoints[ENDPOINT_CLIENT].flags & ENDPOINT_KNOWN) != 0;
    report->evicted = (cold->flags & FLOW_EVICTED) != 0;
    report->start = cold->start;
    report->end = flow->last;
    report->duration = flow->last > cold->start ? flow->last - cold->start : 0;
    report->handshake = handshake_kind(flow, cold);
    report->teardown = teardown_kind(flow, cold);
    report->ecn = (cold->flags & FLOW_ECN) != 0;
    report->conn_state = history_conn_state(flow, cold);
    history_write(cold->history, report->history);
    report->rtt =
        cold->ends[0].round_trip == 0 || cold->ends[1].round_trip == 0 ||
                (cold->flags & FLOW_ESTABLISHED) == 0
            ? -1
            : flow_round_trip(cold, ENDPOINT_CLIENT) + flow_round_trip(cold, ENDPOINT_SERVER);
    fill_endpoint(table, index, ENDPOINT_CLIENT, &report->endpoints[ENDPOINT_CLIENT]);
    fill_endpoint(table, index, ENDPOINT_SERVER, &report->endpoints[ENDPOINT_SERVER]);
    analysis_report(analysis, flow, report);
}
