/*
 * What is kept of a direction only once something went wrong in it, or while it ends with data on
 * their way (sent.h): a bounded pool of records.
 *
 * A hole is a range of sequence numbers that the capture has not seen although it saw later ones
 * of the same end. When a direction has more holes than fit, the lowest is forgotten; when the pool
 * is used up, directions without a record have no holes and no counts.
 */
#ifndef TCPGLOSS_SRC_TRACK_ANALYSIS_RECOVERY_H
#define TCPGLOSS_SRC_TRACK_ANALYSIS_RECOVERY_H

#include <stdbool.h>
#include <stdint.h>

#include "track/analysis/analysis.h"

#define HOLES_MAX 8

struct hole {
    uint32_t left, right; /* from `left` on, up to but not with `right` */
    uint32_t since;       /* when it was noticed, by transfer_clock() */
    uint32_t ts_value;    /* timestamp of the segment behind it; 0 if it had none */
};

struct trouble {
    struct hole holes[HOLES_MAX]; /* in order, apart from each other */
    uint32_t hole_count;
    uint32_t recover;      /* what was sent when loss was noticed (RFC 6582); TRANSFER_RECOVERY */
    uint32_t duplicate_at; /* when the last duplicate ACK was seen */
    uint32_t data_sent; /* when it last sent new data, if transfer.sent is about a FIN or RST that
                           came later (sent.h), by transfer_clock(); 0: transfer.sent tells */
    uint32_t full_windows; /* filled in a row, with data always on their way */
    uint32_t retransmissions;
    uint32_t zero_windows; /* of this end, announced */
};

/* The record of a direction, null if it has none. */
struct trouble *trouble_find(const struct analysis *analysis, const struct transfer *transfer);

/* The same, made if need be; null if the pool is used up. */
struct trouble *trouble_make(struct analysis *analysis, struct transfer *transfer);

/* Gives the record of a direction back if nothing is in it. */
void trouble_settle(struct analysis *analysis, struct transfer *transfer);

/* `hole` lies behind all others. */
void trouble_add_hole(struct trouble *trouble, struct hole hole);

/* The lowest hole that shares a number with [left, right), null if there is none. */
const struct hole *trouble_overlap(const struct trouble *trouble, uint32_t left, uint32_t right);

/* [left, right) was seen, or acknowledged: returns how much of it was missing. */
uint32_t trouble_fill(struct trouble *trouble, uint32_t left, uint32_t right);

#endif
