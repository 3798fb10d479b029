#include "track/report/flow_verdict.h"

#include <stddef.h>

#include "track/states/belief.h"

void flow_verdict_fill(const struct segment_context *context) {
    const struct flow *flow = context->flow;
    struct verdict *verdict = context->verdict;
    const bool self = (flow->flags & FLOW_SELF) != 0;

    verdict->incarnation = verdict->opens ? context->record->incarnation : 0;
    verdict->client_known = (flow->flags & FLOW_CLIENT_CERTAIN) != 0;
    for (unsigned end = 0; end < 2; end++) {
        const struct direction *direction = &flow->directions[self ? ENDPOINT_CLIENT : end];

        verdict->states[end] = belief_state(flow, context->record, (enum endpoint)end);
        verdict->isn_known[end] = (direction->flags & DIRECTION_ISN) != 0;
        verdict->isn[end] = direction->isn;
    }
    verdict->scaled_window = context->segment != NULL && (context->segment->flags & TCP_SYN) != 0
                                 ? context->segment->window
                                 : direction_window(context->sender, context->receiver);
}
