#include "track/states/fin_order.h"

/* A millisecond, the unit of timestamps of today's systems (RFC 7323 §5.4 allows up to a second).
 */
#define TIMESTAMP_UNIT INT64_C(1000000)

/* How much later the segment was captured than its own timestamp tells, beside its sender's FIN. */
static int64_t held_back(const struct inference *inference) {
    const struct tcp_options *options = &inference->segment->options;
    const uint32_t ticks = options->ts_value - inference->sender->ts_recent;
    int64_t held;

    if (!options->has_timestamps || (inference->sender->flags & DIRECTION_TIMESTAMPS) == 0 ||
        ticks > INT32_MAX) {
        return 0;
    }
    held = inference_since_control(inference, inference->from) - ticks * TIMESTAMP_UNIT;
    return held > 0 ? held : 0;
}

void fin_order_by_delay(struct inference *inference) {
    const int64_t round_trip = flow_round_trip(inference->belief.record, inference->from);
    int64_t held;

    if (inference->sender->proven != STATE_FIN_WAIT_1 || round_trip == 0) {
        return;
    }
    held = held_back(inference);
    if (inference_sender_assumes(inference, RECEIVE_FIN) &&
        inference_sender_assumes(inference, RECEIVE_ACK_OF_FIN) &&
        !inference->control->fin_in_turn && inference_since_last(inference) - held >= round_trip &&
        inference_since_control(inference, inference->to) - held >
            round_trip + round_trip / 5 + 2000000) {
        belief_exchange(&inference->belief, inference->from, RECEIVE_FIN, RECEIVE_ACK_OF_FIN);
    }
}

/* The path began one state earlier. */
static void path_begin_earlier(struct state_path *path, enum tcp_state state) {
    if (path->count == sizeof path->states / sizeof path->states[0]) {
        path->count--;
    }
    for (unsigned i = path->count; i > 0; i--) {
        path->states[i] = path->states[i - 1];
    }
    path->states[0] = (uint8_t)state;
    path->count++;
}

void fin_order_by_number(struct inference *inference, struct state_path *before,
                         struct state_path *path) {
    struct direction *sender = inference->sender;

    if (inference->control->fin_counts && !inference->control->fin_repeats &&
        sender->proven == STATE_CLOSE_WAIT && (inference->segment->flags & TCP_ACK) != 0 &&
        seq_lt(inference->segment->ack, inference->receiver->snd_nxt)) {
        sender->proven = STATE_ESTABLISHED;
        path_begin_earlier(before, STATE_ESTABLISHED);
        path->states[0] = STATE_ESTABLISHED;
        belief_prove(&inference->belief, inference->from, SEND_FIN, path);
        belief_prove(&inference->belief, inference->from, RECEIVE_FIN, path);
    }
}
