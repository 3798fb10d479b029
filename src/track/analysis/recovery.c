#include "track/analysis/recovery.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "tcpgloss/base/serial.h"

#define PLACES_MAX UINT16_MAX /* as many as direction.recovery can name */

struct recovery_pool {
    uint32_t capacity; /* places, of which the first stands for "none" */
    uint32_t touched;  /* places ever used: those below it */
    uint16_t *freed;   /* a stack of places given back */
    uint32_t freed_count;
    struct recovery *records;
};

struct recovery_pool *recovery_pool_create(uint32_t max_flows) {
    struct recovery_pool *pool = calloc(1, sizeof *pool);

    if (pool == NULL) {
        return NULL;
    }
    pool->capacity = max_flows < PLACES_MAX / 2 ? 2 * max_flows + 1 : PLACES_MAX;
    pool->touched = 1;
    pool->records = calloc(pool->capacity, sizeof *pool->records);
    pool->freed = calloc(pool->capacity, sizeof *pool->freed);
    if (pool->records == NULL || pool->freed == NULL) {
        recovery_pool_destroy(pool);
        return NULL;
    }
    return pool;
}

void recovery_pool_destroy(struct recovery_pool *pool) {
    if (pool != NULL) {
        free(pool->records);
        free(pool->freed);
        free(pool);
    }
}

struct recovery *recovery_find(const struct recovery_pool *pool,
                               const struct direction *direction) {
    assert(direction->recovery < pool->touched);
    return direction->recovery != 0 ? &pool->records[direction->recovery] : NULL;
}

struct recovery *recovery_get(struct recovery_pool *pool, struct direction *direction) {
    if (direction->recovery == 0) {
        if (pool->freed_count != 0) {
            direction->recovery = pool->freed[--pool->freed_count];
        } else if (pool->touched < pool->capacity) {
            direction->recovery = (uint16_t)pool->touched++;
        } else {
            direction_mark(direction, DIRECTION_UNCOUNTED);
            return NULL;
        }
        memset(&pool->records[direction->recovery], 0, sizeof(struct recovery));
    }
    return &pool->records[direction->recovery];
}

void recovery_release(struct recovery_pool *pool, struct direction *direction) {
    if (direction->recovery != 0) {
        assert(pool->freed_count < pool->capacity);
        pool->freed[pool->freed_count++] = direction->recovery;
        direction->recovery = 0;
    }
}

void recovery_count_retransmission(struct recovery_pool *pool, struct direction *direction) {
    struct recovery *recovery = recovery_get(pool, direction);

    if (recovery != NULL) {
        recovery->retransmissions++;
    }
}

void recovery_count_repeated(struct recovery_pool *pool, struct direction *direction,
                             uint32_t bytes) {
    struct recovery *recovery = bytes != 0 ? recovery_get(pool, direction) : NULL;

    if (recovery != NULL) {
        recovery->repeated_bytes += bytes;
    }
}

uint32_t recovery_duplicate_acks(const struct recovery_pool *pool,
                                 const struct direction *direction) {
    const struct recovery *recovery = recovery_find(pool, direction);

    return recovery != NULL ? recovery->duplicate_acks : 0;
}

static void remove_hole(struct recovery *recovery, uint32_t index) {
    assert(index < recovery->hole_count);
    recovery->hole_count--;
    memmove(&recovery->holes[index], &recovery->holes[index + 1],
            (recovery->hole_count - index) * sizeof recovery->holes[0]);
}

static void insert_hole(struct recovery *recovery, uint32_t index, struct hole hole) {
    assert(index <= recovery->hole_count && recovery->hole_count < HOLES_MAX);
    memmove(&recovery->holes[index + 1], &recovery->holes[index],
            (recovery->hole_count - index) * sizeof recovery->holes[0]);
    recovery->holes[index] = hole;
    recovery->hole_count++;
}

void recovery_add_hole(struct recovery *recovery, struct hole hole) {
    if (recovery->hole_count == HOLES_MAX) {
        remove_hole(recovery, 0);
    }
    insert_hole(recovery, recovery->hole_count, hole);
}

const struct hole *recovery_overlap(const struct recovery *recovery, uint32_t left,
                                    uint32_t right) {
    for (uint32_t i = 0; i < recovery->hole_count; i++) {
        if (seq_lt(left, recovery->holes[i].right) && seq_lt(recovery->holes[i].left, right)) {
            return &recovery->holes[i];
        }
    }
    return NULL;
}

bool recovery_has_unseen(const struct recovery *recovery, uint32_t left, uint32_t right) {
    const struct hole *unseen = &recovery->unseen;

    return unseen->left != unseen->right && seq_lt(left, unseen->right) &&
           seq_gt(right, unseen->left);
}

uint32_t recovery_fill(struct recovery *recovery, uint32_t left, uint32_t right) {
    uint32_t missing = 0;

    for (uint32_t i = 0; i < recovery->hole_count;) {
        struct hole *hole = &recovery->holes[i];

        if (seq_geq(left, hole->right) || seq_geq(hole->left, right)) {
            i++;
            continue;
        }

        uint32_t from = seq_max(left, hole->left);
        uint32_t to = seq_lt(right, hole->right) ? right : hole->right;

        missing += to - from;
        if (from == hole->left && to == hole->right) {
            remove_hole(recovery, i);
        } else if (from == hole->left) {
            hole->left = to;
            i++;
        } else {
            struct hole behind = *hole;

            hole->right = from;
            i++;
            behind.left = to;
            if (to != behind.right && recovery->hole_count < HOLES_MAX) {
                insert_hole(recovery, i++, behind);
            }
        }
    }
    return missing;
}

uint32_t recovery_missing(const struct recovery_pool *pool, const struct direction *direction,
                          uint32_t seq) {
    const struct recovery *recovery = recovery_find(pool, direction);
    uint32_t count = recovery != NULL ? recovery->hole_count : 0;
    uint32_t missing = 0;

    for (uint32_t i = 0; i < count && seq_lt(recovery->holes[i].left, seq); i++) {
        const struct hole *hole = &recovery->holes[i];

        missing += (seq_lt(hole->right, seq) ? hole->right : seq) - hole->left;
    }
    return missing;
}
