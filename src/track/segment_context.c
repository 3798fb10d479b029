#include "track/segment_context.h"

#include <stddef.h>

#include "track/analysis/duplicate_capture.h"
#include "track/tracker_private.h"

void context_begin(struct tracker *tracker, uint32_t index, enum endpoint from,
                   struct verdict *verdict, struct segment_context *context) {
    struct flow *flow = &tracker->table.flows[index];
    const enum endpoint to = flow_receiver(flow, from);

    /* Member by member: a literal would be cleared and copied as a whole. */
    context->pool = tracker->pool;
    context->measures = &tracker->measures;
    context->flow = flow;
    context->record = &tracker->table.records[index];
    context->segment = NULL;
    context->from = from;
    context->to = to;
    context->sender = &flow->directions[from];
    context->receiver = &flow->directions[to];
    context->verdict = verdict;
    context->msl = tracker->msl;
    context->acceptability = SEGMENT_ACCEPTABLE;
    context->after_capture_loss = flow->last <= tracker->lost_at;
    context->zeek_ignored = tracker->zeek_ignored;
    verdict->flow = flow->number;
    verdict->packet = 0;
    verdict->from = from;
    verdict->opens = false;
    verdict->change_count = 0;
    verdict->finding_count = 0;
    verdict->gloss_memory = &flow->gloss_memory;
    tracker->current = index;
}

bool context_is_copy_of_control(const struct segment_context *context) {
    const struct analysis_context analysis = context_for_analysis(context);

    return duplicate_capture_find_control(&analysis);
}
