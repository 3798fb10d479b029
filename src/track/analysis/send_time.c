#include "track/analysis/send_time.h"

#include <stddef.h>

#include "track/states/belief.h"

bool sent_unacknowledged(const struct endpoint_state *end) {
    return (end->flags & ENDPOINT_DATA) != 0 && !endpoint_acked(end, endpoint_data_end(end));
}

/* `sent` is about to be the time of something else. What is not kept cannot be timed. */
static void keep_data_time(const struct journey *journey) {
    struct transfer *transfer = &journey->sender->transfer;
    struct trouble *trouble =
        sent_unacknowledged(journey->sender) ? trouble_make(journey->analysis, transfer) : NULL;

    if (trouble == NULL) {
        transfer_unmark(transfer, TRANSFER_TIMED);
    } else if (trouble->data_sent == 0) {
        trouble->data_sent = transfer->sent;
    }
}

void sent_control(const struct journey *journey, enum endpoint end) {
    struct endpoint_state *state = &journey->flow->endpoints[end];
    uint32_t clock = transfer_clock(journey->segment->time);

    /* A FIN in the same segment as the data has the same time. */
    if (end == journey->from && clock != state->transfer.sent) {
        keep_data_time(journey);
    }
    state->transfer.sent = clock;
    state->flags |= ENDPOINT_CONTROL;
}

void sent_data_behind_control(const struct journey *journey) {
    struct endpoint_state *sender = journey->sender;
    uint32_t clock = transfer_clock(journey->segment->time);
    struct trouble *trouble;

    /* Behind a SYN all is well; not behind a FIN, or a RST that was perhaps not its own. */
    if ((sender->flags & ENDPOINT_FIN) != 0 || moves_pending(journey->receiver, RECEIVE_RST)) {
        trouble = trouble_make(journey->analysis, &sender->transfer);
        if (trouble != NULL) {
            trouble->data_sent = clock;
        }
        return;
    }
    trouble = trouble_find(journey->analysis, &sender->transfer);
    if (trouble != NULL) {
        trouble->data_sent = 0;
    }
    sender->transfer.sent = clock;
    sender->flags &= (uint16_t)~ENDPOINT_CONTROL;
}

void sent_all_acknowledged(const struct journey *journey) {
    struct transfer *transfer = &journey->receiver->transfer;
    struct trouble *trouble = trouble_find(journey->analysis, transfer);

    if (trouble != NULL && trouble->data_sent != 0) {
        trouble->data_sent = 0;
        trouble_settle(journey->analysis, transfer);
    }
}

int64_t sent_since_data(const struct journey *journey, enum endpoint end) {
    const struct endpoint_state *state = &journey->flow->endpoints[end];
    const struct trouble *trouble;

    if ((state->flags & ENDPOINT_CONTROL) == 0) {
        return transfer_since(journey, state->transfer.sent);
    }
    if ((state->flags & ENDPOINT_DATA) == 0) {
        return 0;
    }
    trouble = trouble_find(journey->analysis, &state->transfer);
    return transfer_since(journey, trouble != NULL && trouble->data_sent != 0
                                       ? trouble->data_sent
                                       : state->transfer.sent);
}

int64_t sent_since_control(const struct journey *journey, enum endpoint end) {
    const struct endpoint_state *state = &journey->flow->endpoints[end];
    const struct flow_cold *cold = journey->cold;

    if ((state->flags & ENDPOINT_CONTROL) != 0) {
        return transfer_since(journey, state->transfer.sent);
    }
    /* Data came later: what it sent before can only be its SYN. The first one began the flow, and
     * the handshake measured when the server's answered it. */
    if ((cold->flags & (FLOW_RETRIED | FLOW_SIMULTANEOUS)) != 0) {
        return 0;
    }
    return transfer_since(
        journey,
        transfer_clock(cold->start + (end == ENDPOINT_SERVER ? flow_round_trip(cold, end) : 0)));
}
