#include "track/analysis/measuring.h"

#include <stddef.h>

#include "track/analysis/measures.h"
#include "track/analysis/recovery.h"

/* What takes longer than this, microseconds, was held up: it is no round trip. */
#define SAMPLE_MAX UINT32_C(16777216)

static struct timed_segment *timed_at(struct direction_measures *measures, unsigned index) {
    return &measures->timed[(measures->timed_first + index) % TIMED_MAX];
}

static void time_segment(struct direction_measures *measures, uint32_t end, uint32_t clock) {
    if (measures->timed_count < TIMED_MAX) {
        struct timed_segment *timed = timed_at(measures, measures->timed_count++);

        timed->end = end;
        timed->sent = clock;
    }
}

/* Of what was sent at a time of segment_clock(). Where time ran backwards it is too long, too. */
static void add_sample(struct samples *samples, uint32_t sent, const struct segment *segment) {
    const uint32_t sample = segment->clock - sent;

    if (sample >= SAMPLE_MAX) {
        return;
    }
    if (sample < samples->shortest || samples->count == 0) {
        samples->shortest = sample;
    }
    if (sample > samples->longest) {
        samples->longest = sample;
    }
    samples->count++;
    samples->sum += sample;
    samples->squares += (uint64_t)sample * sample;
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
    if (window != context->sender->window || own->max_window == 0) {
        own->min_window = window < own->min_window ? window : own->min_window;
        own->max_window = window > own->max_window ? window : own->max_window;
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
static void end_pause(const struct analysis_context *context, struct direction_measures *own) {
    const struct direction_measures *peer =
        &context->measures->directions[endpoint_peer(context->from)];
    const int64_t now = context->segment->time;
    const int64_t idle = own->first_data == 0 ? peer->first_data : own->drained;

    if (peer->last_data > own->last_data) {
        count_answer(own, between(peer->last_data, now));
        own->waited += idle != 0 ? between(idle, peer->last_data) : 0;
    } else {
        own->paused += idle != 0 ? between(idle, now) : 0;
    }
    own->first_data = own->first_data == 0 ? now : own->first_data;
}

void measure_new_data(const struct analysis_context *context, bool repeats) {
    const struct segment *segment = context->segment;
    const struct direction *sender = context->sender;
    const uint32_t in_flight = segment->seq + segment->length - sender->snd_una;
    struct direction_measures *own;

    if (context->measures == NULL) {
        return;
    }
    own = &context->measures->directions[context->from];
    if (sender->snd_una == sender->snd_nxt || own->last_data == 0) {
        end_pause(context, own);
    }
    own->last_data = segment->time;
    own->ts_value = segment->options.ts_value;
    if (in_flight > own->max_in_flight && (sender->flags & DIRECTION_ACKED) != 0) {
        own->max_in_flight = in_flight;
    }
    if (!repeats) {
        time_segment(own, segment->end, sender->data_sent);
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
        time_segment(own, segment->end, segment->clock);
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
        recovery->timed_copy = (struct timed_copy){
            .end = segment->end, .sent = segment->clock, .ts_value = segment->options.ts_value};
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
        add_sample(&own->round_trips, recovery->timed_copy.sent, segment);
    }
    recovery->timed_copy = (struct timed_copy){0};
}

/* The last of the timed segments that are acknowledged gives a sample, if nothing behind it is. */
static void sample_acknowledged(struct direction_measures *own, const struct segment *segment) {
    const struct timed_segment *last = NULL;
    unsigned first = own->timed_first;
    unsigned count = own->timed_count;

    while (count > 0 && seq_leq(own->timed[first].end, segment->ack)) {
        last = &own->timed[first];
        first = (first + 1) % TIMED_MAX;
        count--;
    }
    own->timed_first = (uint8_t)first;
    own->timed_count = (uint8_t)count;
    if (last != NULL && last->end == segment->ack) {
        add_sample(&own->round_trips, last->sent, segment);
    }
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
    sample_acknowledged(own, segment);
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
