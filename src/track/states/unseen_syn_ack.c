#include "track/states/unseen_syn_ack.h"

bool unseen_syn_ack_precedes(const struct inference *inference) {
    const struct segment *segment = inference->segment;
    const struct direction *sender = inference->sender;
    const struct direction *receiver = inference->receiver;

    return sender->proven == STATE_UNKNOWN && sender->assumed_count == 0 && sender->packets == 0 &&
           (segment->flags & (TCP_SYN | TCP_RST | TCP_ACK)) == TCP_ACK &&
           segment->end != segment->seq && (sender->flags & DIRECTION_ISN) == 0 &&
           receiver->proven == STATE_SYN_SENT &&
           (receiver->flags & (DIRECTION_ISN | DIRECTION_SYN_UNSEEN)) == DIRECTION_ISN &&
           seq_gt(segment->ack, receiver->isn);
}

bool unseen_syn_ack_is_acknowledged(const struct inference *inference) {
    const struct direction *sender = inference->sender;
    const struct direction *receiver = inference->receiver;

    return receiver->proven == STATE_UNKNOWN && receiver->assumed_count == 0 &&
           (receiver->flags & DIRECTION_SEEN) == 0 && (inference->segment->flags & TCP_ACK) != 0 &&
           (sender->flags & DIRECTION_ISN) != 0 &&
           (sender->proven == STATE_ESTABLISHED || sender->proven == STATE_FIN_WAIT_1);
}

/* The end has sent a SYN-ACK that was not captured, and goes on from `next`. */
static void begin(struct inference *inference, enum endpoint end, struct direction *direction,
                  uint32_t next) {
    direction->isn = next - 1;
    direction->snd_nxt = next;
    direction->scale = SCALE_NONE;
    direction_mark(direction, DIRECTION_ISN | DIRECTION_SEEN | DIRECTION_SYN_UNSEEN);
    direction->proven = STATE_LISTEN;
    flow_note_control(inference->belief.record, inference->segment, end);
}

void unseen_syn_ack_begin_sender(struct inference *inference) {
    begin(inference, inference->from, inference->sender, inference->segment->seq);
}

void unseen_syn_ack_prove_receiver(struct inference *inference) {
    struct state_path path = {.count = 1, .states = {STATE_LISTEN}};

    begin(inference, inference->to, inference->receiver, inference->segment->ack);
    belief_prove(&inference->belief, inference->to, SEND_SYN_ACK, &path);
    belief_report(&inference->belief, inference->to,
                  &(struct state_path){.count = 1, .states = {STATE_LISTEN}}, &path);
}
