#include "track/analysis/recovery.h"

#include <stdlib.h>
#include <string.h>

#include "tcpgloss/base/serial.h"

#include "track/analysis/direction.h"
#include "track/table/flow.h"

#define SLOTS_MAX UINT16_MAX /* as many as struct transfer can name */

struct analysis {
    uint32_t capacity; /* slots, of which the first stands for "none" */
    uint32_t touched;  /* slots ever used: those below it */
    uint16_t *freed;   /* a stack of slots given back */
    uint32_t freed_count;
    struct trouble *slots;
};

struct analysis *analysis_create(uint32_t max_flows) {
    struct analysis *analysis = calloc(1, sizeof *analysis);

    if (analysis == NULL) {
        return NULL;
    }
    analysis->capacity = max_flows < SLOTS_MAX / 2 ? 2 * max_flows + 1 : SLOTS_MAX;
    analysis->touched = 1;
    analysis->slots = calloc(analysis->capacity, sizeof *analysis->slots);
    analysis->freed = calloc(analysis->capacity, sizeof *analysis->freed);
    if (analysis->slots == NULL || analysis->freed == NULL) {
        analysis_destroy(analysis);
        return NULL;
    }
    return analysis;
}

void analysis_destroy(struct analysis *analysis) {
    if (analysis != NULL) {
        free(analysis->slots);
        free(analysis->freed);
        free(analysis);
    }
}

struct trouble *trouble_find(const struct analysis *analysis, const struct transfer *transfer) {
    return transfer->slot != 0 ? &analysis->slots[transfer->slot] : NULL;
}

struct trouble *trouble_make(struct analysis *analysis, struct transfer *transfer) {
    if (transfer->slot == 0) {
        if (analysis->freed_count != 0) {
            transfer->slot = analysis->freed[--analysis->freed_count];
        } else if (analysis->touched < analysis->capacity) {
            transfer->slot = (uint16_t)analysis->touched++;
        } else {
            return NULL;
        }
        memset(&analysis->slots[transfer->slot], 0, sizeof(struct trouble));
    }
    return &analysis->slots[transfer->slot];
}

static void give_back(struct analysis *analysis, struct transfer *transfer) {
    analysis->freed[analysis->freed_count++] = transfer->slot;
    transfer->slot = 0;
}

void trouble_settle(struct analysis *analysis, struct transfer *transfer) {
    const struct trouble *trouble = trouble_find(analysis, transfer);

    if ((transfer->flags & TRANSFER_RECOVERY) == 0 && transfer->duplicates == 0 &&
        trouble->data_sent == 0 && trouble->hole_count == 0 && trouble->full_windows == 0 &&
        trouble->retransmissions == 0 && trouble->zero_windows == 0) {
        give_back(analysis, transfer);
    }
}

static void remove_hole(struct trouble *trouble, uint32_t index) {
    trouble->hole_count--;
    memmove(&trouble->holes[index], &trouble->holes[index + 1],
            (trouble->hole_count - index) * sizeof trouble->holes[0]);
}

static void insert_hole(struct trouble *trouble, uint32_t index, struct hole hole) {
    memmove(&trouble->holes[index + 1], &trouble->holes[index],
            (trouble->hole_count - index) * sizeof trouble->holes[0]);
    trouble->holes[index] = hole;
    trouble->hole_count++;
}

void trouble_add_hole(struct trouble *trouble, struct hole hole) {
    if (trouble->hole_count == HOLES_MAX) {
        remove_hole(trouble, 0);
    }
    insert_hole(trouble, trouble->hole_count, hole);
}

const struct hole *trouble_overlap(const struct trouble *trouble, uint32_t left, uint32_t right) {
    for (uint32_t i = 0; i < trouble->hole_count; i++) {
        if (seq_lt(left, trouble->holes[i].right) && seq_lt(trouble->holes[i].left, right)) {
            return &trouble->holes[i];
        }
    }
    return NULL;
}

uint32_t trouble_fill(struct trouble *trouble, uint32_t left, uint32_t right) {
    uint32_t missing = 0;

    for (uint32_t i = 0; i < trouble->hole_count;) {
        struct hole *hole = &trouble->holes[i];

        if (seq_geq(left, hole->right) || seq_geq(hole->left, right)) {
            i++;
            continue;
        }

        uint32_t from = seq_max(left, hole->left);
        uint32_t to = seq_lt(right, hole->right) ? right : hole->right;

        missing += to - from;
        if (from == hole->left && to == hole->right) {
            remove_hole(trouble, i);
        } else if (from == hole->left) {
            hole->left = to;
            i++;
        } else {
            struct hole behind = *hole;

            hole->right = from;
            i++;
            behind.left = to;
            if (to != behind.right && trouble->hole_count < HOLES_MAX) {
                insert_hole(trouble, i++, behind);
            }
        }
    }
    return missing;
}

uint32_t analysis_missing(const struct analysis *analysis, const struct flow *flow,
                          enum endpoint sender, uint32_t seq) {
    const struct trouble *trouble = trouble_find(analysis, &flow->endpoints[sender].transfer);
    uint32_t count = trouble != NULL ? trouble->hole_count : 0;
    uint32_t missing = 0;

    for (uint32_t i = 0; i < count && seq_lt(trouble->holes[i].left, seq); i++) {
        const struct hole *hole = &trouble->holes[i];

        missing += (seq_lt(hole->right, seq) ? hole->right : seq) - hole->left;
    }
    return missing;
}

void analysis_report(const struct analysis *analysis, const struct flow *flow,
                     struct flow_report *report) {
    for (unsigned end = 0; end < 2; end++) {
        const struct trouble *trouble = trouble_find(analysis, &flow->endpoints[end].transfer);

        if (trouble != NULL) {
            report->endpoints[end].retransmissions = trouble->retransmissions;
            report->endpoints[end].zero_windows = trouble->zero_windows;
        }
    }
}

void analysis_forget(struct analysis *analysis, struct flow *flow) {
    for (unsigned end = 0; end < 2; end++) {
        struct transfer *transfer = &flow->endpoints[end].transfer;

        if (transfer->slot != 0) {
            give_back(analysis, transfer);
        }
    }
}
