/*
 * What is measured of a flow that carries data: round trips, windows, flights, pauses. A bounded
 * pool of records: one is taken with the first data of a flow and given back when the flow ends.
 *
 * There are as many records as flows, up to MEASURES_MIN; of a larger table a 32nd, and 65534 at
 * most. A flow whose data came when none was left is never measured: its measures are not known.
 *
 * docs/analysis.md gives the definitions.
 */
#ifndef TCPGLOSS_SRC_TRACK_ANALYSIS_MEASURES_H
#define TCPGLOSS_SRC_TRACK_ANALYSIS_MEASURES_H

#include <stdbool.h>
#include <stdint.h>

#include "track/analysis/direction.h"

#define MEASURES_MIN 32768

/* As many segments of a direction are timed at once: of a longer flight, only some. */
#define TIMED_MAX 8

struct timed_segment {
    uint32_t end;  /* what acknowledges it, and nothing beyond it */
    uint32_t sent; /* by segment_clock() */
};

/* Samples of a round trip, microseconds. */
struct samples {
    uint32_t shortest, longest, count;
    uint64_t sum, squares;
};

/* Of what one end sends. Times are nanoseconds since the epoch, 0 if there was none. */
struct direction_measures {
    struct timed_segment timed[TIMED_MAX]; /* a ring, in order of `end` */
    int64_t longest_silence;               /* nanoseconds of the flow, which this end ended */
    int64_t first_data, last_data;         /* the last may be a copy */
    int64_t drained;                       /* when all that it had sent was acknowledged */
    uint32_t ts_value;                     /* of its newest data */
    uint32_t max_in_flight;
    uint32_t initial_window;          /* what it sent before the first acknowledgment; 0: none */
    uint16_t min_window, max_window;  /* as announced, unscaled; the first above the second: none */
    uint8_t timed_first, timed_count; /* of `timed` */
    uint32_t answers, longest_answer; /* how often it sent data after its peer had; microseconds */
    struct samples round_trips;       /* to the peer and back */
    uint64_t answering;               /* nanoseconds, of all answers together */
    uint64_t paused;                  /* nanoseconds, with nothing on its way, its peer silent, */
    uint64_t waited;                  /* or until its peer sent data */
};

struct flow_measures {
    struct direction_measures directions[2]; /* by enum endpoint */
};

/* Places of records, for struct flow. */
#define MEASURES_NONE    0          /* no data were seen yet */
#define MEASURES_LACKING UINT16_MAX /* there were data, and no record */

struct measures_pool {
    uint16_t capacity; /* records; places begin at 1 */
    uint16_t touched;  /* records ever used: those below it */
    uint16_t freed_count;
    uint16_t *freed; /* a stack of places given back */
    struct flow_measures *records;
};

/* False if there is no memory. Nothing is allocated afterwards. */
bool measures_pool_init(struct measures_pool *pool, uint32_t max_flows);
void measures_pool_free(struct measures_pool *pool);

/* The record at a place; null if that is none. */
static inline struct flow_measures *measures_at(const struct measures_pool *pool, uint16_t place) {
    const uint32_t index = place - 1u;

    return index < pool->capacity ? &pool->records[index] : NULL;
}

/* Takes a record for a flow that begins to carry data: its place. */
uint16_t measures_take(struct measures_pool *pool, const struct direction directions[2]);

/* Gives the record at a place back, if there is one. */
void measures_release(struct measures_pool *pool, uint16_t place);

/* The shortest time from the capture point to `end` and back, nanoseconds; 0 if unknown. */
int64_t shortest_round_trip(const struct round_trips *handshake,
                            const struct flow_measures *measures, enum endpoint end);

/* The shortest time between both ends and back; 0 if unknown. */
int64_t whole_round_trip(const struct round_trips *handshake, const struct flow_measures *measures);

#endif
