#include <stddef.h>

#include "views/json/json_records.h"

void json_flow_number(struct json_writer *json, uint32_t flow) {
    json_number_if(json, flow != 0, flow);
}

void json_endpoint(struct json_writer *json, enum endpoint endpoint) {
    json_plain(json, endpoint == ENDPOINT_CLIENT ? "client" : "server");
}

void json_state(struct json_writer *json, enum tcp_state state) {
    json_plain(json, state == STATE_UNKNOWN ? NULL : tcp_state_name(state));
}

void json_address(struct json_writer *json, uint8_t ip_version, const uint8_t *address) {
    if (ip_version == 0) {
        json_null(json);
        return;
    }
    json_separate(json);
    text_put_char(json->text, '"');
    if (ip_version == 4) {
        text_put_ipv4(json->text, address);
    } else {
        text_put_ipv6(json->text, address);
    }
    text_put_char(json->text, '"');
}

static void put_round_trip(struct json_writer *json, const char *key, int64_t rtt) {
    json_key(json, key);
    if (rtt < 0) {
        json_null(json);
    } else {
        json_milliseconds(json, rtt);
    }
}

static void put_end(struct json_writer *json, const struct flow_report *flow, enum endpoint which) {
    const struct endpoint_report *end = &flow->endpoints[which];

    json_key(json, which == ENDPOINT_CLIENT ? "client" : "server");
    json_begin(json, '{');
    json_key(json, "address");
    json_address(json, flow->ip_version, end->address);
    json_key(json, "port");
    json_number(json, end->port);
    json_key(json, "state");
    json_state(json, end->state);
    json_key(json, "packets");
    json_number(json, end->packets);
    json_key(json, "bytes");
    json_number(json, end->bytes);
    json_key(json, "retransmissions");
    json_number(json, end->retransmissions);
    put_round_trip(json, "rtt_data_ms", end->rtt_data);
    json_key(json, "mss");
    json_number_if(json, end->has_mss, end->mss);
    json_key(json, "window_scale");
    json_number_if(json, end->has_window_scale, end->window_scale);
    json_end(json, '}');
}

void json_flow_record(struct json_writer *json, const struct flow_report *flow) {
    static const char *const handshakes[] = {
        [HANDSHAKE_UNSEEN] = "unseen",
        [HANDSHAKE_THREE_WAY] = "three-way",
        [HANDSHAKE_SIMULTANEOUS] = "simultaneous",
        [HANDSHAKE_FAST_OPEN] = "fast-open",
        [HANDSHAKE_REFUSED] = "refused",
        [HANDSHAKE_UNANSWERED] = "unanswered",
    };
    static const char *const teardowns[] = {
        [TEARDOWN_NONE] = "none",
        [TEARDOWN_FOUR_WAY] = "four-way",
        [TEARDOWN_MERGED] = "merged",
        [TEARDOWN_SIMULTANEOUS] = "simultaneous",
        [TEARDOWN_HALF_CLOSED] = "half-closed",
        [TEARDOWN_RESET] = "reset",
    };

    json_key(json, "flow");
    json_flow_number(json, flow->flow);
    json_key(json, "incarnation");
    json_number(json, flow->incarnation);
    json_key(json, "client_known");
    json_boolean(json, flow->client_known);
    json_key(json, "start");
    json_time(json, flow->start);
    json_key(json, "end");
    json_time(json, flow->end);
    json_key(json, "handshake");
    json_plain(json, handshakes[flow->handshake]);
    json_key(json, "teardown");
    json_plain(json, teardowns[flow->teardown]);
    json_key(json, "conn_state");
    json_plain(json, flow->conn_state);
    json_key(json, "history");
    json_plain(json, flow->history);
    put_round_trip(json, "rtt_ms", flow->rtt);
    put_end(json, flow, ENDPOINT_CLIENT);
    put_end(json, flow, ENDPOINT_SERVER);
}
