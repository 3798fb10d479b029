/*
 * One segment's way through the tracker: what its steps share.
 */
#ifndef TCPGLOSS_SRC_TRACK_SEGMENT_CONTEXT_H
#define TCPGLOSS_SRC_TRACK_SEGMENT_CONTEXT_H

#include <stdbool.h>
#include <stdint.h>

#include "tcpgloss/track/verdict.h"

#include "track/analysis/analysis_context.h"
#include "track/analysis/measures.h"
#include "track/segment.h"
#include "track/states/belief.h"
#include "track/table/flow.h"

struct segment_context {
    struct recovery_pool *pool;
    struct measures_pool *measures;
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
    bool zeek_ignored;
};

/* The same for a step that only reads. */
struct segment_view {
    const struct recovery_pool *pool;
    const struct measures_pool *measures;
    const struct flow *flow;
    const struct flow_record *record;
    const struct segment *segment;
    enum endpoint from;
    enum endpoint to;
    const struct direction *sender;
    const struct direction *receiver;
    enum acceptability acceptability;
    bool after_capture_loss;
};

struct tracker;

/* Begins one segment of the flow at `index`, or a timer: fills the context, whose segment is still
 * null, and what every verdict says of a flow. */
void context_begin(struct tracker *tracker, uint32_t index, enum endpoint from,
                   struct verdict *verdict, struct segment_context *context);

/* The flow's measures, which begin with its first data; null if there are none. */
static inline struct flow_measures *context_measures(const struct segment_context *context) {
    struct flow *flow = context->flow;

    if (flow->measures == MEASURES_NONE && context->segment->length != 0 &&
        context->from != context->to) {
        flow->measures = measures_take(context->measures, flow->directions);
    }
    return measures_at(context->measures, flow->measures);
}

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
        .measures = context_measures(context),
        .pool = context->pool,
        .verdict = context->verdict,
    };
}

static inline struct segment_view context_view(const struct segment_context *context) {
    return (struct segment_view){
        .pool = context->pool,
        .measures = context->measures,
        .flow = context->flow,
        .record = context->record,
        .segment = context->segment,
        .from = context->from,
        .to = context->to,
        .sender = context->sender,
        .receiver = context->receiver,
        .acceptability = context->acceptability,
        .after_capture_loss = context->after_capture_loss,
    };
}

/* What belief may change of it. */
static inline struct belief context_for_belief(const struct segment_context *context) {
    return (struct belief){
        .flow = context->flow, .record = context->record, .verdict = context->verdict};
}

/* Whether a SYN or FIN that comes again is the same packet, captured twice: adds the finding. */
bool context_is_copy_of_control(const struct segment_context *context);

#endif
