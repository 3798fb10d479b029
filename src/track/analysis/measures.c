#include "track/analysis/measures.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

static uint16_t capacity_for(uint32_t max_flows) {
    const uint32_t part = max_flows / 32 > MEASURES_MIN ? max_flows / 32 : MEASURES_MIN;
    const uint32_t most = part < MEASURES_LACKING ? part : MEASURES_LACKING - 1;

    return (uint16_t)(max_flows < most ? max_flows : most);
}

bool measures_pool_init(struct measures_pool *pool, uint32_t max_flows) {
    const uint16_t capacity = capacity_for(max_flows);

    *pool = (struct measures_pool){.capacity = capacity};
    /* The system gives pages that stay virtual until they are touched. */
    pool->records = calloc(capacity, sizeof *pool->records);
    pool->freed = calloc(capacity, sizeof *pool->freed);
    if (pool->records == NULL || pool->freed == NULL) {
        measures_pool_free(pool);
        return false;
    }
    return true;
}

void measures_pool_free(struct measures_pool *pool) {
    free(pool->records);
    free(pool->freed);
    *pool = (struct measures_pool){0};
}

/* The window that stands when data begin; that of a SYN alone counts for none. */
static void begin(struct direction_measures *measures, const struct direction *direction) {
    const bool spoke = (direction->flags & (DIRECTION_PURE_ACK | DIRECTION_DATA)) != 0;

    measures->min_window = spoke ? direction->window : UINT16_MAX;
    measures->max_window = spoke ? direction->window : 0;
}

uint16_t measures_take(struct measures_pool *pool, const struct direction directions[2]) {
    uint16_t place;

    if (pool->freed_count != 0) {
        place = pool->freed[--pool->freed_count];
    } else if (pool->touched < pool->capacity) {
        place = ++pool->touched;
    } else {
        return MEASURES_LACKING;
    }

    struct flow_measures *measures = measures_at(pool, place);

    memset(measures, 0, sizeof *measures);
    begin(&measures->directions[0], &directions[0]);
    begin(&measures->directions[1], &directions[1]);
    return place;
}

void measures_release(struct measures_pool *pool, uint16_t place) {
    if (measures_at(pool, place) != NULL) {
        assert(pool->freed_count < pool->touched);
        pool->freed[pool->freed_count++] = place;
    }
}

int64_t shortest_round_trip(const struct round_trips *handshake,
                            const struct flow_measures *measures, enum endpoint end) {
    const int64_t first = (int64_t)handshake->handshake[end] * 1000;
    int64_t data;

    if (measures == NULL || measures->directions[endpoint_peer(end)].round_trips.count == 0) {
        return first;
    }
    data = (int64_t)measures->directions[endpoint_peer(end)].round_trips.shortest * 1000;
    data = data != 0 ? data : 1;
    return first == 0 || data < first ? data : first;
}

int64_t whole_round_trip(const struct round_trips *handshake,
                         const struct flow_measures *measures) {
    return shortest_round_trip(handshake, measures, ENDPOINT_CLIENT) +
           shortest_round_trip(handshake, measures, ENDPOINT_SERVER);
}
