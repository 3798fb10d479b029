/*
 * One segment as the inference sees it: all that it may read, and, where it is not const, all that
 * it may write. The pool of recoveries is out of reach.
 */
#ifndef TCPGLOSS_SRC_TRACK_STATES_INFERENCE_CONTEXT_H
#define TCPGLOSS_SRC_TRACK_STATES_INFERENCE_CONTEXT_H

#include "track/segment.h"
#include "track/states/belief.h"
#include "track/states/control.h"

struct inference {
    const struct segment *segment;
    enum endpoint from; /* the end that sent it */
    enum endpoint to;
    struct direction *sender; /* what `from` sends */
    struct direction *receiver;
    struct belief belief;
    const struct control *control;
};

/* Nanoseconds since the flow's last packet, negative if time ran backwards. */
static inline int64_t inference_since_last(const struct inference *inference) {
    return inference->segment->time - inference->belief.flow->last;
}

/* Nanoseconds since `end`'s last SYN, FIN or RST. */
static inline int64_t inference_since_control(const struct inference *inference,
                                              enum endpoint end) {
    return flow_since_control(inference->belief.record, inference->segment, end);
}

/* Whether the event is assumed of the sender. */
static inline bool inference_sender_assumes(const struct inference *inference, enum event event) {
    return belief_assumes(&inference->belief, inference->from, event);
}

#endif
