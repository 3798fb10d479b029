#include "track/report/flow_verdict.h"

#include <stddef.h>

#include "track/states/belief.h"

static void fill_end(struct verdict *verdict, enum endpoint end,
                     const struct segment_context *context, const struct direction *direction) {
    verdict->states[end] = belief_state(context->flow, context->record, end);
    verdict->isn_known[end] = (direction->flags & DIRECTION_ISN) != 0;
    verdict->isn[end] = direction->isn;
}

void flow_verdict_fill(const struct segment_context *context) {
    const struct flow *flow = context->flow;
    const struct direction *client = &flow->directions[ENDPOINT_CLIENT];
    struct verdict *verdict = context->verdict;

    verdict->incarnation = verdict->opens ? context->record->incarnation : 0;
    verdict->client_known = (flow->flags & FLOW_CLIENT_CERTAIN) != 0;
    fill_end(verdict, ENDPOINT_CLIENT, context, client);
    fill_end(verdict, ENDPOINT_SERVER, context,
             (flow->flags & FLOW_SELF) != 0 ? client : &flow->directions[ENDPOINT_SERVER]);
    verdict->scaled_window = context->segment != NULL && (context->segment->flags & TCP_SYN) != 0
                                 ? context->segment->window
                                 : direction_window(context->sender, context->receiver);
}
