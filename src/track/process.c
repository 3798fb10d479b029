#include "track/process.h"

#include "track/analysis/analysis.h"
#include "track/analysis/loss.h"
#include "track/analysis/recovery.h"
#include "track/report/verdict.h"
#include "track/report/zeek_history.h"
#include "track/states/acceptability.h"
#include "track/states/belief.h"
#include "track/states/capture_gap.h"
#include "track/states/implied_fin.h"
#include "track/states/inference.h"
#include "track/states/midstream.h"
#include "track/states/possible_fin.h"
#include "track/states/refusal.h"
#include "track/states/reset.h"
#include "track/states/teardown.h"
#include "track/variables.h"

/*
 * What holds of a flow between two segments:
 *
 *  (1) A proven state comes from the rows of transitions.c alone. Where the capture began in the
 *      middle, the first one is set: CLOSED or LISTEN before a SYN that was not seen sent, UNKNOWN
 *      where nothing tells.
 *  (2) What is assumed of an end was sent to it and is not acknowledged yet; a RST in the end's
 *      own name is the one exception, for it may be forged. There are at most ASSUMED_MAX such
 *      events, oldest first.
 *  (3) snd_una only grows. snd_nxt only grows too, but where the third segment shows that another
 *      SYN-ACK was the one that counts.
 *  (4) With DIRECTION_FIN, the FIN is at snd_nxt - 1, unless its end sends beyond it, as none may.
 *  (5) With DIRECTION_FIN_PENDING, the peer's RECEIVE_FIN waits, and all events behind it.
 *  (6) The changes in a verdict lead each end from the state that was last reported to the state
 *      that is believed now.
 *
 * While a segment is processed, both directions stay as the segments before it left them, up to the
 * last step. Exceptions are what the segment's own SYN or FIN says: isn, snd_nxt and options.
 */

/* Counts what the sender repeats while its peer is silent: what it sends after that may not arrive.
 */
static inline void count_repetition(struct segment_context *context) {
    const struct segment *segment = context->segment;
    struct direction *sender = context->sender;
    bool repeats = (sender->flags & DIRECTION_SEEN) != 0 && (segment->flags & TCP_RST) == 0 &&
                   (context->acceptability == SEGMENT_OLD ||
                    (segment->end != segment->seq && seq_leq(segment->end, sender->snd_nxt)));

    if (repeats && sender->unanswered < UINT8_MAX &&
        segment->time - context->flow->last > flow_patience(context->record, context->to)) {
        sender->unanswered++;
    }
}

/* A segment beyond a gap in the capture is judged once more by what lies behind the gap. */
static inline enum acceptability judge(struct segment_context *context) {
    enum acceptability acceptability = segment_acceptability(context);

    if ((acceptability == SEGMENT_BEYOND || acceptability == SEGMENT_BAD_ACK) &&
        capture_gap_bridge(context)) {
        acceptability = segment_acceptability(context);
    }
    return acceptability;
}

static enum acceptability find_acceptability(struct segment_context *context) {
    const struct segment *segment = context->segment;
    const bool syn = (segment->flags & TCP_SYN) != 0;
    const bool checked = (segment->flags & (TCP_FIN | TCP_RST)) != 0 ||
                         (!syn && segment_is_checked(segment, context->sender, context->receiver));

    if (segment_is_corrupt(segment, context->sender, checked)) {
        return SEGMENT_CORRUPT;
    }
    return syn ? SEGMENT_ACCEPTABLE : judge(context);
}

/* How late a SYN or FIN comes again. Sooner than its answer could be here, the copies crossed it;
 * as late as a timeout, the first one went unanswered; between the two, a FIN is a tail loss probe
 * (RFC 8985 §7). */
static void find_lateness(const struct segment_context *context, struct control *control) {
    if ((control->fin_repeats && !control->fin_renewed) || control->syn_repeats) {
        const int64_t since = flow_since_control(context->record, context->segment, context->from);
        const bool answerable = since > flow_patience(context->record, context->to);
        const struct analysis_context analysis = context_for_analysis(context);

        control->late = answerable && since >= TIMEOUT_MIN;
        control->probe = answerable && since < TIMEOUT_MIN && control->fin_repeats &&
                         !control->fin_unseen && context->record->repeats[context->from] == 0 &&
                         tail_probe_is_possible(&analysis, since);
    }
}

/* True if the segment is a copy of one that was captured already. */
static bool analyse(struct segment_context *context) {
    if (refusal_is_answer(context)) {
        verdict_add(context->verdict, FINDING_CHALLENGE_ACK, context->from);
        return false;
    }
    if ((context->segment->flags & TCP_SYN) != 0) {
        return false;
    }

    const struct analysis_context analysis = context_for_analysis(context);

    return analysis_segment(&analysis, context->acceptability);
}

/* Data with a wrong checksum were sent, though their receiver drops them: what their sender sends
 * next follows them, and they will come again. */
static void note_damaged_data(struct segment_context *context) {
    const struct analysis_context analysis = context_for_analysis(context);

    if (context->acceptability == SEGMENT_CORRUPT && context->from != context->to) {
        loss_note_damaged(&analysis);
    }
}

/* The receiver drops the segment: nothing follows from it but an answer. `told`: why is said. */
static void ignore(struct segment_context *context, const struct control *control, bool told) {
    const unsigned flags = context->segment->flags;
    const bool corrupt = context->acceptability == SEGMENT_CORRUPT;

    if ((flags & TCP_RST) != 0 && !corrupt) {
        reset_find(context, control);
        return;
    }
    if ((flags & TCP_SYN) == 0 && !told) {
        refusal_find(context);
    }
    if ((corrupt || context->acceptability == SEGMENT_BEYOND) && (flags & TCP_FIN) != 0) {
        implied_fin_keep_doubtful(context);
    } else if ((flags & TCP_RST) == 0) {
        note_damaged_data(context);
    }
    refusal_expect_answer(context);
}

static struct inference context_for_inference(const struct segment_context *context,
                                              const struct control *control) {
    return (struct inference){
        .segment = context->segment,
        .from = context->from,
        .to = context->to,
        .sender = context->sender,
        .receiver = context->receiver,
        .belief = context_for_belief(context),
        .control = control,
    };
}

static void infer(struct segment_context *context, const struct control *control) {
    struct inference inference = context_for_inference(context, control);
    const struct segment_view view = context_view(context);
    const bool new_fin = control->fin_counts && !control->fin_repeats;
    enum tcp_state proven = (enum tcp_state)context->sender->proven;

    if (possible_fin_is_acknowledged(&view, control)) {
        possible_fin_note(context->receiver);
        belief_forget(&inference.belief, context->from);
        belief_forget(&inference.belief, context->to);
        proven = STATE_UNKNOWN;
    } else if (proven == STATE_UNKNOWN || context->receiver->proven == STATE_UNKNOWN) {
        midstream_learn(context, control);
    }
    teardown_find(context, control);
    infer_sender(&inference);
    handshake_complete(context, proven, (enum tcp_state)context->sender->proven);
    if (new_fin) {
        /* The peer can wait for a FIN only when it is known where the FIN is. */
        context->sender->flags |= DIRECTION_FIN;
        context->sender->snd_nxt = context->segment->end;
    }
    infer_receiver(&inference);
    if (control->fin_late != 0) {
        infer_acknowledged_fin(&inference);
    }
    teardown_find_time_wait(context, proven, control);
    if (control->fin_counts) {
        flow_note_control(context->record, context->segment, context->from);
    }
}

/* Where a SYN-ACK was captured before the SYN that it answers, only the SYN tells whether its
 * window is to be scaled. */
static void scale_window_of_syn(struct segment_context *context, enum syn_kind syn_kind) {
    struct direction *receiver = context->receiver;

    if (receiver->proven == STATE_SYN_RECEIVED && syn_kind == SYN_LATE) {
        receiver->window =
            direction_window_of_syn(receiver->window, direction_shift(receiver, context->sender));
    }
}

/*
 * A segment that may change a state, or tell of one. The sections are those of RFC 9293.
 *
 * It is not a part of process_segment(), which plain segments pass through, so that these need no
 * room for its variables.
 */
__attribute__((noinline)) static void control_segment(struct segment_context *context,
                                                      enum syn_kind syn_kind) {
    const bool syn = (context->segment->flags & TCP_SYN) != 0;
    struct control control = {
        .syn_counts = syn && syn_kind != SYN_STRAY && syn_kind != SYN_LATE,
        .syn_repeats = syn && syn_kind == SYN_REPEAT,
    };
    const bool invalid = segment_flags_are_invalid(context->segment->packet->tcp.flags);
    bool told; /* why the segment is ignored, if it is */
    bool copy;

    /* 0. Does it acknowledge a FIN that looked damaged, or out of place? */
    implied_fin_take_doubtful(context);
    control.believed[ENDPOINT_CLIENT] =
        belief_state(context->flow, context->record, ENDPOINT_CLIENT);
    control.believed[ENDPOINT_SERVER] =
        belief_state(context->flow, context->record, ENDPOINT_SERVER);

    /* 1. Would the receiver take it? §3.10.7.4, first step; RFC 5961; RFC 7323 §5.3. */
    context->acceptability = find_acceptability(context);

    /* 2. Is its acknowledgment the one that the handshake asks for? §3.10.7.3, first step. */
    handshake_choose_answer(context);
    told = refusal_find_bad_ack(context) || invalid;

    /* 3. Does its RST or FIN count (§3.10.7.4, second and eighth step), and does it come again? */
    const struct segment_view view = context_view(context);

    teardown_judge(&view, &control);
    if (control.fin_proven) {
        implied_fin_take(context);
    }
    count_repetition(context);
    find_lateness(context, &control);

    /* 4. What does it show of data, acknowledgments and windows? docs/analysis.md. */
    copy = analyse(context);

    /* 5. Zeek's letters for all that: docs/views.md. */
    if (!context->zeek_ignored) {
        zeek_history_note(context);
    }

    /* 6. What does its SYN announce? §3.10.7.2, third step; §3.10.7.3, fourth step. */
    if (syn) {
        handshake_syn(context, syn_kind);
    }

    /* 7. Does a FIN wait behind a hole, or no longer? §3.10.7.4, eighth step. */
    if (control.fin_counts || (context->sender->flags & DIRECTION_FIN_PENDING) != 0) {
        teardown_look_for_hole(context, &control);
    }

    /* 8. What follows for the states of both ends? §3.10.7.4, second to eighth step. Or the
     *    receiver drops the segment, and only answers it: first step. */
    if (syn ? control.syn_counts : context->acceptability <= SEGMENT_OLD || control.reset_counts) {
        if (!copy) {
            infer(context, &control);
        }
    } else if (syn_kind != SYN_LATE) {
        ignore(context, &control, told);
    }
    if (invalid) {
        verdict_add(context->verdict, FINDING_FLAGS_INVALID, context->from);
    }

    /* 9. The variables advance. §3.10.7.4, fifth to eighth step; RFC 7323 §2.2 and §4.3. */
    if (syn && syn_kind == SYN_STRAY) {
        context->acceptability = SEGMENT_BEYOND;
    }
    variables_advance(context);
    if (syn) {
        scale_window_of_syn(context, syn_kind);
    }
}

/* Whether the end, of which `direction` tells, is ESTABLISHED, or only assumed to be since its
 * SYN-ACK was acknowledged. Data do not change that: they go to it, or are the first that it sends.
 */
static bool is_established(const struct segment_context *context, enum endpoint end,
                           const struct direction *direction) {
    const struct flow_record *record = context->record;

    if (direction->assumed_count == 0) {
        return direction->proven == STATE_ESTABLISHED;
    }
    return direction->assumed_count == 1 && direction->proven == STATE_SYN_RECEIVED &&
           record->assumed[end][0] == RECEIVE_ACK_OF_SYN && context->segment->length != 0 &&
           (record->flags & (RECORD_ESTABLISHED | RECORD_FAST_OPEN)) == RECORD_ESTABLISHED;
}

/* Most segments: data and acknowledgments between two ends that are ESTABLISHED. */
static bool is_plain(const struct segment_context *context) {
    const struct direction *sender = context->sender;
    const struct direction *receiver = context->receiver;
    unsigned special =
        DIRECTION_FIN | DIRECTION_CHALLENGE | DIRECTION_FIN_PENDING | DIRECTION_FIN_DOUBTFUL;

    return (context->segment->flags & (TCP_SYN | TCP_FIN | TCP_RST | TCP_ACK)) == TCP_ACK &&
           is_established(context, context->from, sender) &&
           is_established(context, context->to, receiver) &&
           context->segment->ack != receiver->snd_nxt + 1 && /* a FIN may be lost there */
           ((sender->flags | receiver->flags) & special) == 0;
}

/* What is assumed of an end that sends data is so: its SYN-ACK was acknowledged. Not a part of
 * plain_segment(), which has no room for a path. */
__attribute__((noinline)) static void prove_by_first_data(struct segment_context *context) {
    struct belief belief = context_for_belief(context);
    struct state_path path = {0}; /* what was believed already: nothing new */

    belief_prove_up_to(&belief, context->from, RECEIVE_ACK_OF_SYN, &path);
    context->record->assumed_by_last[context->to] = 0;
}

/* Whether anything but a PSH was found since there were so many findings. */
static bool has_found(const struct verdict *verdict, unsigned before) {
    return verdict->finding_count > before + 1 ||
           (verdict->finding_count > before && verdict->findings[before].kind != FINDING_PUSH);
}

static void plain_segment(struct segment_context *context) {
    const struct segment *segment = context->segment;
    unsigned seen = segment->length != 0 ? DIRECTION_DATA : DIRECTION_PURE_ACK;
    const unsigned findings = context->verdict->finding_count;
    const bool first_data =
        (context->sender->assumed_count | context->receiver->assumed_count) != 0;
    const struct analysis_context analysis = context_for_analysis(context);
    bool copy;

    if (segment_is_checked(segment, context->sender, context->receiver) &&
        segment_is_corrupt(segment, context->sender, true)) {
        context->acceptability = SEGMENT_CORRUPT;
    } else {
        context->acceptability = judge(context);
    }
    count_repetition(context);
    copy = analysis_segment(&analysis, context->acceptability);
    if (context->acceptability > SEGMENT_OLD) {
        refusal_find(context);
        refusal_expect_answer(context);
        note_damaged_data(context);
    } else if (first_data && !copy) {
        prove_by_first_data(context);
    }
    if (((context->sender->flags & seen) == 0 || segment->window == 0 || first_data ||
         has_found(context->verdict, findings)) &&
        !context->zeek_ignored) {
        zeek_history_note(context);
    }
    variables_advance(context);
}

bool process_segment(struct segment_context *context, enum syn_kind syn_kind) {
    if (is_plain(context)) {
        plain_segment(context);
        return false;
    }
    control_segment(context, syn_kind);
    return true;
}
