#include "track/report/zeek_conn_state.h"

#include <stdbool.h>

#include "track/report/zeek_history.h"
#include "track/report/zeek_state.h"

/* Nothing, or nothing that begins a connection, was seen of the end. */
static bool is_inactive(enum zeek_state state) {
    return state == ZEEK_INACTIVE || state == ZEEK_PARTIAL;
}

static const char *responder_reset(const struct flow *flow, enum zeek_state originator) {
    const bool no_data = flow->directions[0].bytes == 0 && flow->directions[1].bytes == 0;

    if (originator == ZEEK_SYN_SENT || originator == ZEEK_SYN_ACK_SENT ||
        (originator >= ZEEK_RESET && no_data)) {
        return "REJ";
    }
    return is_inactive(originator) ? "RSTRH" : "RSTR";
}

static const char *originator_reset(const struct flow_record *record, enum zeek_state responder) {
    if (!is_inactive(responder)) {
        return "RSTO";
    }
    return zeek_history_is_aborted_attempt(record) ? "RSTOS0" : "OTH";
}

const char *zeek_conn_state(const struct flow *flow, const struct flow_record *record) {
    const enum zeek_state originator = zeek_state_of(record, ENDPOINT_CLIENT);
    const enum zeek_state responder = zeek_state_of(record, ENDPOINT_SERVER);

    if (responder >= ZEEK_RESET) {
        return responder_reset(flow, originator);
    }
    if (originator >= ZEEK_RESET) {
        return originator_reset(record, responder);
    }
    if (originator == ZEEK_CLOSED && responder == ZEEK_CLOSED) {
        return "SF";
    }
    if (originator == ZEEK_CLOSED) {
        return is_inactive(responder) ? "SH" : "S2";
    }
    if (responder == ZEEK_CLOSED) {
        return is_inactive(originator) ? "SHR" : "S3";
    }
    if (originator == ZEEK_SYN_SENT && responder == ZEEK_INACTIVE) {
        return "S0";
    }
    return originator == ZEEK_ESTABLISHED && responder == ZEEK_ESTABLISHED ? "S1" : "OTH";
}
