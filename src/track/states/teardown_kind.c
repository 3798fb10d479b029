#include "track/states/teardown_kind.h"

#include <stddef.h>

#include "track/report/flow_limits.h"
#include "track/report/verdict.h"

/* What took less is nothing to wonder about. */
#define LIMITS_TOLD_MIN (UINT64_C(1000) * 1000000)

/* Whether the data of the end took long, with all pauses. */
static bool took_long(const struct segment_context *context, const struct flow_measures *measures,
                      enum endpoint end) {
    const struct direction *own = &context->flow->directions[end];
    const struct direction *peer = &context->flow->directions[endpoint_peer(end)];
    const struct flow_limits limits =
        flow_limits_of(measures, end, own, recovery_find(context->pool, own),
                       recovery_find(context->pool, peer), context->segment->time);

    return limits.whole >= LIMITS_TOLD_MIN;
}

void teardown_find_limits(struct segment_context *context, enum endpoint closer) {
    const struct flow_measures *measures = measures_at(context->measures, context->flow->measures);

    if (measures != NULL && (took_long(context, measures, ENDPOINT_CLIENT) ||
                             took_long(context, measures, ENDPOINT_SERVER))) {
        verdict_add(context->verdict, FINDING_LIMITED, closer);
    }
}

void teardown_kind_find(struct segment_context *context, enum endpoint closer,
                        const struct direction *peer, bool acks) {
    struct flow_record *record = context->record;

    if ((record->flags & RECORD_TEARDOWN) == 0) {
        record->flags |=
            (uint16_t)(RECORD_TEARDOWN | (closer == ENDPOINT_SERVER ? RECORD_SERVER_FIRST : 0));
        verdict_add(context->verdict, FINDING_TEARDOWN, closer);
        teardown_find_limits(context, closer);
    } else if ((peer->flags & DIRECTION_FIN) != 0 && context->from != context->to) {
        if (!acks) {
            record->flags |= RECORD_SIMULTANEOUS_CLOSE;
            verdict_add(context->verdict, FINDING_SIMULTANEOUS_CLOSE, closer);
        } else if (!direction_fin_acked(peer)) {
            record->flags |= RECORD_MERGED;
            verdict_add(context->verdict, FINDING_MERGED, closer);
        } else {
            verdict_add(context->verdict, FINDING_FOUR_WAY, closer);
        }
    }
}
