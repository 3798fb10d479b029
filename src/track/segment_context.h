/*
 * One segment's way through the tracker: what its steps share.
 */
#ifndef TCPGLOSS_SRC_TRACK_SEGMENT_CONTEXT_H
#define TCPGLOSS_SRC_TRACK_SEGMENT_CONTEXT_H

#include <stdbool.h>
#include <stdint.h>

#include "tcpgloss/track/verdict.h"

#include "track/analysis/analysis_context.h"
#include "track/segment.h"
#include "track/table/flow.h"

struct segment_context {
    struct recovery_pool *pool;
    struct flow *flow;
    struct flow_record *record;
    const struct segment *segment; /* null for a timer */
    enum endpoint from;            /* the end that sent it */
    enum endpoint to;              /* its peer; the same end in a connection to itself */
    struct direction *sender;      /* what `from` sends */
    struct direction *receiver;    /* what `to` sends */
    enum acceptability acceptability;
    struct verdict *verdict;
    int64_t msl;
    bool after_capture_loss; /* the capture lost packets since the flow's last one */
};

struct tracker;

/* Begins one segment of the flow at `index`, or a timer: fills the context, whose segment is still
 * null, and what every verdict says of a flow. */
void context_begin(struct tracker *tracker, uint32_t index, enum endpoint from,
                   struct verdict *verdict, struct segment_context *context);

/* What the analysis may see and change of it. */
static inline struct analysis_context context_for_analysis(const struct segment_context *context) {
    return (struct analysis_context){
        .segment = context->segment,
        .from = context->from,
        .since_last = context->segment->time - context->flow->last,
        .control_sent = &context->record->control_sent[context->from],
        .sender = context->sender,
        .receiver = context->receiver,
        .round_trips = &context->record->round_trips,
        .pool = context->pool,
        .verdict = context->verdict,
    };
}

/* Whether a SYN or FIN that comes again is the same packet, captured twice: adds the finding. */
bool context_is_copy_of_control(const struct segment_context *context);

/*
 * The longest time in which a segment that was captured may still be on its way to `end`, or the
 * answer on its way back: the round trip from the capture point, with room for jitter.
 */
static inline int64_t context_patience(const struct segment_context *context, enum endpoint end) {
    int64_t round_trip = flow_round_trip(context->record, end);

    return round_trip == 0 ? 100000000 : round_trip + round_trip / 2 + 10000000;
}

/* Nanoseconds from `end`'s last SYN, FIN or RST to the segment; 0 if time ran backwards. */
static inline int64_t context_since_control(const struct segment_context *context,
                                            enum endpoint end) {
    return segment_since(context->segment, context->record->control_sent[end]);
}

/* The segment's sender sent a SYN, FIN or RST, a repeated one too; or `end`'s TIME-WAIT begins. */
static inline void context_note_control(const struct segment_context *context, enum endpoint end) {
    uint32_t clock = segment_clock(context->segment->time);

    /* The acknowledgment of a SYN or FIN alone times no data. */
    if (end == context->from && clock != context->sender->data_sent &&
        !direction_has_unacknowledged_data(context->sender)) {
        direction_unmark(context->sender, DIRECTION_TIMED);
    }
    context->record->control_sent[end] = clock;
}

#endif
