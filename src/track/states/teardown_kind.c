#include "track/states/teardown_kind.h"

#include "track/report/verdict.h"

void teardown_kind_find(struct segment_context *context, enum endpoint closer,
                        const struct direction *peer, bool acks) {
    struct flow_record *record = context->record;

    if ((record->flags & RECORD_TEARDOWN) == 0) {
        record->flags |=
            (uint16_t)(RECORD_TEARDOWN | (closer == ENDPOINT_SERVER ? RECORD_SERVER_FIRST : 0));
        verdict_add(context->verdict, FINDING_TEARDOWN, closer);
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
