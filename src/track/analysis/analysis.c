#include "track/analysis/analysis.h"

#include "track/analysis/acknowledgment.h"
#include "track/analysis/duplicate_capture.h"
#include "track/analysis/loss.h"
#include "track/analysis/measuring.h"
#include "track/report/verdict.h"

static void find_old_timestamp(const struct analysis_context *context) {
    struct finding *finding = verdict_add(context->verdict, FINDING_PAWS_OLD, context->from);

    finding->ts_value = context->segment->options.ts_value;
    finding->ts_recent = context->sender->ts_recent;
}

/* Explicit congestion notification, once an episode (RFC 3168 §6.1.2 and §6.1.3). With AccECN the
 * bits are a counter, which is no episode (RFC 9768 §3.2). */
static void find_congestion(const struct analysis_context *context) {
    const struct segment *segment = context->segment;
    struct direction *sender = context->sender;
    unsigned both = DIRECTION_ECHOING | DIRECTION_REDUCED;
    unsigned marks = ((segment->flags & TCP_ECE) != 0 ? DIRECTION_ECHOING : 0u) |
                     ((segment->flags & TCP_CWR) != 0 ? DIRECTION_REDUCED : 0u);
    unsigned fresh = marks & ~sender->flags;

    direction_unmark(sender, both);
    direction_mark(sender, marks);
    if (fresh == 0 || (sender->flags & DIRECTION_ACCECN) != 0) {
        return;
    }
    if ((fresh & DIRECTION_ECHOING) != 0) {
        verdict_add(context->verdict, FINDING_ECN_ECHO, context->from);
    }
    if ((fresh & DIRECTION_REDUCED) != 0) {
        verdict_add(context->verdict, FINDING_ECN_REDUCED, context->from);
    }
}

static void find_data(const struct analysis_context *context) {
    const struct segment *segment = context->segment;
    const struct direction *receiver = context->receiver;
    struct finding *finding;

    if ((context->sender->flags & DIRECTION_DATA) == 0) {
        verdict_add(context->verdict, FINDING_FIRST_DATA, context->from)->length = segment->length;
    }
    if ((segment->flags & TCP_PSH) != 0) {
        verdict_add(context->verdict, FINDING_PUSH, context->from);
    }
    if ((receiver->flags & DIRECTION_MSS) != 0 && segment->length > receiver->mss) {
        finding = verdict_add(context->verdict, FINDING_OFFLOAD_LARGE, context->from);
        finding->length = segment->length;
        finding->mss = receiver->mss;
    }
}

bool analysis_segment(const struct analysis_context *context, enum acceptability acceptability) {
    const struct segment *segment = context->segment;
    const struct direction *sender = context->sender;
    bool probe = false;

    if ((segment->flags & (TCP_SYN | TCP_RST)) != 0) {
        return false;
    }
    if (acceptability > SEGMENT_OLD) {
        if (acceptability == SEGMENT_PAWS) {
            find_old_timestamp(context);
        }
        return false;
    }
    /* In a connection to itself, the numbers of both directions are one end's. */
    if (sender != context->receiver) {
        if (duplicate_capture_find(context)) {
            return true;
        }
        duplicate_capture_note_id(context);
        measure_segment(context);
        if (segment->end != segment->seq || segment->seq != sender->snd_nxt ||
            !segment->options.has_timestamps) {
            probe = loss_find(context);
        }
        if ((segment->flags & TCP_ACK) != 0 && !probe) {
            acknowledgment_find(context);
        }
    }
    if (((segment->flags & (TCP_ECE | TCP_CWR)) |
         (sender->flags & (DIRECTION_ECHOING | DIRECTION_REDUCED))) != 0) {
        find_congestion(context);
    }
    if ((segment->flags & TCP_URG) != 0) {
        verdict_add(context->verdict, FINDING_URGENT, context->from)->urgent_pointer =
            segment->packet->tcp.urgent;
    }
    if (segment->length != 0) {
        find_data(context);
    }
    return false;
}
