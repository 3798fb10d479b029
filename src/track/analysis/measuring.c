#include "track/analysis/measuring.h"

#include <stddef.h>

#include "track/analysis/measures.h"
#include "track/analysis/recovery.h"

/* What takes longer than this, microseconds, was held up: it is no round trip. */
#define SAMPLE_MAX UINT32_C(16777216)

static struct timed_segment *timed_at(struct direction_measures *measures, unsigned index) {
    return &measures->timed[(measures->timed_first + index) % TIMED_MAX];
}

static void time_segment(struct direction_measures *measures, const struct segment *segment) {
    if (measures->timed_count < TIMED_MAX) {
        *timed_at(measures, measures->timed_count) =
            (struct timed_segment){.end = segment->end, .sent = segment_clock(segment->time)};
        measures->timed_count++;
    }
}

static void add_sample(struct samples *samples, int64_t nanoseconds) {
    const uint64_t sample = (uint64_t)nanoseconds / 1000;

    if (sample >= SAMPLE_MAX) {
        return;
    }
    if (samples->count == 0 || sample < samples->shortest) {
        samples->shortest = (uint32_t)sample;
    }
    if (sample > samples->longest) {
        samples->longest = (uint32_t)sample;
    }
    samples->count++;
    samples->sum += sample;
    samples->squares += sample * sample;
}

void measure_segment(const struct analysis_context *context) {
    const uint16_t window = context->segment->window;
    struct direction_measures *own;

    if (context->measures == NULL) {
        return;
    }
    own = &context->measures->directions[context->from];
    if (context->since_last > own->longest_silence) {
        own->longest_silence = context->since_last;
    }
    if (window < own->min_window) {
        own->min_window = window;
    }
    if (window > own->max_window) {
        own->max_window = window;
    }
}

/* Nanoseconds between the two times; 0 where time ran backwards. */
static uint64_t between(int64_t before, int64_t after) {
    return after > before ? (uint64_t)after - (uint64_t)before : 0;
}

static void count_answer(struct direction_measures *own, uint64_t nanoseconds) {
    const uint64_t microseconds = nanoseconds / 1000;

    own->answers++;
    own->answering += nanoseconds;
    if (microseconds > own->longest_answer) {
        own->longest_answer = microseconds < UINT32_MAX ? (uint32_t)microseconds : UINT32_MAX;
    }
}

/*
 * The end begins to send while nothing of it is on its way: why not sooner? If its peer has sent
 * data meanwhile, it waited for them, and then took its time to answer. If not, it paused.
 */
static void end_pause(const struct analysis_context *context, struct direction_measures *own,
                      const struct direction_measures *peer) {
    const int64_t now = context->segment->time;
    int64_t idle = own->first_data == 0 ? peer->first_data : own->drained;

    if (peer->last_data > own->last_data) {
        count_answer(own, between(peer->last_data, now));
        own->waited += idle != 0 ? between(idle, peer->last_data) : 0;
    } else {
        own->paused += idle != 0 ? between(idle, now) : 0;
    }
}

void measure_new_data(const struct analysis_context *context, bool repeats) {
    const struct segment *segment = context->segment;
    const struct direction *sender = context->sender;
    struct direction_measures *own;
    uint32_t in_flight;

    if (context->measures == NULL) {
        return;
    }
    own = &context->measures->directions[context->from];
    in_flight = segment->seq + segment->length - sender->snd_una;
    if (own->last_data == 0 || direction_acked(sender, sender->snd_nxt)) {
        end_pause(context, own, &context->measures->directions[endpoint_peer(context->from)]);
    }
    if (own->first_data == 0) {
        own->first_data = segment->time;
    }
    own->last_data = segment->time;
    own->ts_value = segment->options.ts_value;
    if ((sender->flags & DIRECTION_ACKED) != 0 && in_flight > own->max_in_flight) {
        own->max_in_flight = in_flight;
    }
    if (!repeats) {
        time_segment(own, segment);
    }
}

/* What lies behind a segment that is sent again is acknowledged when that one arrives, whenever it
 * was sent itself. */
static void forget_timed_behind(struct direction_measures *own, uint32_t seq) {
    while (own->timed_count > 0 && seq_gt(timed_at(own, own->timed_count - 1u)->end, seq)) {
        own->timed_count--;
    }
}

void measure_fin(const struct analysis_context *context) {
    const struct segment *segment = context->segment;
    struct direction_measures *own;

    if (context->measures == NULL) {
        return;
    }
    own = &context->measures->directions[context->from];
    if (seq_gt(segment->end, context->sender->snd_nxt)) {
        time_segment(own, segment);
    } else {
        forget_timed_behind(own, segment->seq);
    }
}

/* The timestamp that is echoed tells which copy is acknowledged, if it is higher than that of the
 * first one, which is not above that of the newest data (RFC 7323 §4). */
static void time_copy(const struct segment *segment, const struct direction_measures *own,
                      struct recovery *recovery) {
    if (recovery != NULL && segment->options.has_timestamps &&
        seq_gt(segment->options.ts_value, own->ts_value)) {
        recovery->timed_copy = (struct timed_copy){.end = segment->end,
                                                   .sent = segment_clock(segment->time),
                                                   .ts_value = segment->options.ts_value};
    }
}

/* What counts as loss does not count as a full window, too. */
static void begin_loss(const struct analysis_context *context, struct recovery *recovery,
                       int64_t since) {
    stopwatch_stop(&recovery->full_window, since);
    stopwatch_start(&recovery->loss, since);
    recovery->loss_end = context->sender->snd_nxt;
}

void measure_repeated(const struct analysis_context *context, struct recovery *recovery,
                      int64_t since) {
    if (recovery != NULL && since != 0) {
        begin_loss(context, recovery, since);
    }
    if (context->measures != NULL) {
        struct direction_measures *own = &context->measures->directions[context->from];

        own->last_data = context->segment->time;
        forget_timed_behind(own, context->segment->seq);
        time_copy(context->segment, own, recovery);
    }
}

void measure_full_window(const struct analysis_context *context) {
    struct recovery *recovery = directions_saw_syns(context->sender, context->receiver)
                                    ? recovery_get(context->pool, context->sender)
                                    : NULL;

    if (recovery != NULL && recovery->loss.since == 0) {
        stopwatch_start(&recovery->full_window, context->segment->time);
    }
}

static void sample_copy(const struct segment *segment, struct direction_measures *own,
                        struct recovery *recovery) {
    if (recovery->timed_copy.sent == 0 || seq_lt(segment->ack, recovery->timed_copy.end)) {
        return;
    }
    if (segment->options.has_timestamps &&
        segment->options.ts_echo == recovery->timed_copy.ts_value) {
        add_sample(&own->round_trips, segment_since(segment, recovery->timed_copy.sent));
    }
    recovery->timed_copy = (struct timed_copy){0};
}

/* The sender goes on. */
static void end_trouble(const struct segment *segment, struct recovery *recovery) {
    if (recovery->full_window.since != 0) {
        stopwatch_stop(&recovery->full_window, segment->time);
    }
    if (recovery->loss.since != 0 && seq_geq(segment->ack, recovery->loss_end)) {
        stopwatch_stop(&recovery->loss, segment->time);
    }
}

void measure_acknowledged(const struct analysis_context *context, struct recovery *recovery) {
    const struct segment *segment = context->segment;
    const struct direction *data = context->receiver;
    struct direction_measures *own;
    struct timed_segment last = {.end = segment->ack - 1};

    if (recovery != NULL) {
        end_trouble(segment, recovery);
    }
    if (context->measures == NULL) {
        return;
    }
    own = &context->measures->directions[endpoint_peer(context->from)];
    if (own->initial_window == 0 && own->last_data != 0 && (data->flags & DIRECTION_ACKED) != 0) {
        own->initial_window = direction_data_end(data) - data->snd_una;
    }
    while (own->timed_count > 0 && seq_leq(timed_at(own, 0)->end, segment->ack)) {
        last = *timed_at(own, 0);
        own->timed_first = (uint8_t)((own->timed_first + 1u) % TIMED_MAX);
        own->timed_count--;
    }
    if (last.end == segment->ack) {
        add_sample(&own->round_trips, segment_since(segment, last.sent));
    }
    if (recovery != NULL) {
        sample_copy(segment, own, recovery);
    }
    if (segment->ack == data->snd_nxt) {
        own->drained = segment->time;
    }
}

void measure_window_opened(const struct analysis_context *context) {
    const struct segment *segment = context->segment;
    struct recovery *closed = recovery_find(context->pool, context->sender);
    struct recovery *filled = recovery_find(context->pool, context->receiver);

    if (filled != NULL) {
        stopwatch_stop(&filled->full_window, segment->time);
    }
    if (closed != NULL && closed->zero_window.since != 0) {
        stopwatch_stop(&closed->zero_window, segment->time);
        if (context->measures != NULL && segment->ack == context->receiver->snd_nxt) {
            context->measures->directions[endpoint_peer(context->from)].drained = segment->time;
        }
    }
}
