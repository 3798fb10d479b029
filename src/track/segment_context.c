#include "track/segment_context.h"

#include "track/analysis/duplicate_capture.h"
#include "track/tracker_private.h"

void context_begin(struct tracker *tracker, uint32_t index, enum endpoint from,
                   struct verdict *verdict, struct segment_context *context) {
    struct flow *flow = &tracker->table.flows[index];
    const enum endpoint to = flow_receiver(flow, from);

    *context = (struct segment_context){.pool = tracker->pool,
                                        .measures = &tracker->measures,
                                        .flow = flow,
                                        .record = &tracker->table.records[index],
                                        .from = from,
                                        .to = to,
                                        .sender = &flow->directions[from],
                                        .receiver = &flow->directions[to],
                                        .verdict = verdict,
                                        .msl = tracker->msl,
                                        .after_capture_loss = flow->last <= tracker->lost_at};
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
