/*
 * What is kept of a direction only once something went wrong in it: a bounded pool of records.
 *
 * A hole is a range of sequence numbers that the capture has not seen although it saw later ones
 * of the same end. When a direction has more holes than fit, the lowest is forgotten; when the pool
 * is used up, directions without a record have no holes, and their counts are not known.
 */
#ifndef TCPGLOSS_SRC_TRACK_ANALYSIS_RECOVERY_H
#define TCPGLOSS_SRC_TRACK_ANALYSIS_RECOVERY_H

#include <stdbool.h>
#include <stdint.h>

#include "track/analysis/direction.h"

#define HOLES_MAX 8

struct hole {
    uint32_t left, right; /* from `left` on, up to but not with `right` */
    uint32_t since;       /* when it was noticed, by segment_clock() */
    uint32_t ts_value;    /* timestamp of the segment behind it; 0 if it had none */
};

/* Numbers that looked unacceptable: beyond what was seen by more than a window. */
struct astray {
    uint32_t left, right; /* of segments that follow each other, `count` of them */
    uint32_t count;
    uint32_t ack; /* what the peer acknowledged beyond all; valid with `acked` */
    bool acked;
};

/* What a SYN or SYN-ACK announces. */
struct announcement {
    uint32_t isn;
    uint32_t ts_value; /* with DIRECTION_TIMESTAMPS */
    uint32_t flags;    /* of enum direction_flag */
    uint16_t mss;      /* with DIRECTION_MSS */
    uint8_t scale;
};

/* Time spent so: nanoseconds before `since`; nanoseconds since the epoch, 0 if not now. */
struct stopwatch {
    uint64_t before;
    int64_t since;
};

static inline void stopwatch_start(struct stopwatch *watch, int64_t now) {
    watch->since = watch->since != 0 ? watch->since : now;
}

/* Nanoseconds by `now`. */
static inline uint64_t stopwatch_read(const struct stopwatch *watch, int64_t now) {
    const bool goes = watch->since != 0 && now > watch->since;

    return watch->before + (goes ? (uint64_t)now - (uint64_t)watch->since : 0);
}

static inline void stopwatch_stop(struct stopwatch *watch, int64_t now) {
    watch->before = stopwatch_read(watch, now);
    watch->since = 0;
}

/* A segment that was sent again: its acknowledgment echoes its timestamp. */
struct timed_copy {
    uint32_t end;
    uint32_t sent; /* by segment_clock(); 0: there is none */
    uint32_t ts_value;
};

/* The connection that its four-tuple had before, whose end is in TIME-WAIT, and stays there if it
 * does not take the SYN. */
struct older {
    uint32_t seq, ack; /* the next numbers of that end's segments */
    bool waits;
    bool reset; /* a RST reached it: it waits no longer */
};

/* A FIN with a wrong checksum, or beyond the window: if it is acknowledged, it was taken all the
 * same, or the capture has missed what lies before it. */
struct doubtful_fin {
    uint32_t left; /* of its segment */
    uint32_t end;  /* one behind it */
    uint32_t ack;  /* what it acknowledges */
};

/* What Zeek's history counts, and tells at powers of ten. */
enum zeek_counted { ZEEK_CHECKSUMS, ZEEK_GAPS, ZEEK_RETRANSMISSIONS, ZEEK_WINDOWS, ZEEK_COUNTED };

/* Twelve letters each of a long history, behind those in the flow's record. */
#define RECOVERY_HISTORY_WORDS 2

struct recovery {
    struct hole holes[HOLES_MAX]; /* in order, apart from each other */
    uint32_t hole_count;
    struct hole unseen; /* the last numbers that were acknowledged before any of them was
                           captured; empty if left is right */
    struct astray astray;
    uint32_t recover;        /* what was sent when loss was noticed (RFC 6582); valid with
                                DIRECTION_RECOVERY */
    uint32_t duplicate_at;   /* when the last duplicate ACK was seen, by segment_clock() */
    uint32_t duplicate_acks; /* in a row, for its data; up to 255 */
    int64_t duplicate_since; /* time of the first of them */
    uint32_t full_windows;   /* filled in a row, with data always on their way */
    struct timed_copy timed_copy;
    struct stopwatch zero_window; /* of this end, announced */
    struct stopwatch full_window; /* its data fill what its peer announced */
    struct stopwatch loss;        /* from its first sign until `loss_end` is acknowledged */
    uint32_t loss_end;            /* what was sent when something was last sent again */
    uint32_t retransmissions;
    uint32_t zero_windows;        /* of this end, announced */
    uint32_t out_of_order;        /* segments overtaken by later ones */
    uint32_t duplicate_ack_count; /* for its data, all of them */
    uint64_t retransmitted_bytes;
    uint64_t repeated_bytes;          /* captured that were captured before, or do not count */
    uint64_t unseen_bytes;            /* acknowledged and never captured */
    struct announcement other_answer; /* of its second SYN-ACK; valid with RECORD_OTHER_ISN */
    struct doubtful_fin doubtful_fin; /* with DIRECTION_FIN_DOUBTFUL */
    uint32_t damaged_end;  /* one behind its last data with a wrong checksum; with `damaged` */
    uint32_t fin_ts_value; /* the timestamp of its FIN, which crossed its peer's; 0: unknown */
    struct older older;
    uint64_t history[RECOVERY_HISTORY_WORDS]; /* of the flow, if its client sends here */
    uint32_t zeek_counts[ZEEK_COUNTED];       /* by enum zeek_counted */
    bool damaged;     /* `damaged_end` was neither acknowledged nor sent again */
    bool gap_is_open; /* `unseen` may still be captured late, or be a gap of the capture */
};

/* Null if there is no memory. Nothing is allocated afterwards. */
struct recovery_pool *recovery_pool_create(uint32_t max_flows);
void recovery_pool_destroy(struct recovery_pool *pool);

/* The record of a direction; null if it has none. */
struct recovery *recovery_find(const struct recovery_pool *pool, const struct direction *direction);

/* The same, made if need be; null if the pool is used up. */
struct recovery *recovery_get(struct recovery_pool *pool, struct direction *direction);

/* Gives the record of a direction back, if it has one. */
void recovery_release(struct recovery_pool *pool, struct direction *direction);

/* The direction has sent something again: data, a SYN or a FIN. */
void recovery_count_retransmission(struct recovery_pool *pool, struct direction *direction);

/* `bytes` of payload were captured that had been before, or that do not count. */
void recovery_count_repeated(struct recovery_pool *pool, struct direction *direction,
                             uint32_t bytes);

/* Duplicate ACKs in a row for the direction's data. */
uint32_t recovery_duplicate_acks(const struct recovery_pool *pool,
                                 const struct direction *direction);

/* `hole` lies behind all others. */
void recovery_add_hole(struct recovery *recovery, struct hole hole);

/* The lowest hole that shares a number with [left, right), null if there is none. */
const struct hole *recovery_overlap(const struct recovery *recovery, uint32_t left, uint32_t right);

/* [left, right) was seen, or acknowledged: returns how much of it was missing. */
uint32_t recovery_fill(struct recovery *recovery, uint32_t left, uint32_t right);

/* Whether `unseen` has a number of [left, right). */
bool recovery_has_unseen(const struct recovery *recovery, uint32_t left, uint32_t right);

/* How many bytes that the end sent before `seq` were neither seen nor acknowledged: its FIN counts
 * only when no hole is left before it (RFC 9293 §3.10.7.4, eighth step). */
uint32_t recovery_missing(const struct recovery_pool *pool, const struct direction *direction,
                          uint32_t seq);

#endif
