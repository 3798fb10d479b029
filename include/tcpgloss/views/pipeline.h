/*
 * The way of a packet: decode, track, number, gloss, and as a record to every sink.
 *
 * Packets go that way in batches of a few: one step is taken for all of them, then the next. Each
 * step's code stays in the processor's cache for a whole batch, where all steps together do not
 * fit; and what a step needs of memory is fetched while the one before is taken.
 */
#ifndef TCPGLOSS_VIEWS_PIPELINE_H
#define TCPGLOSS_VIEWS_PIPELINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "tcpgloss/base/export.h"
#include "tcpgloss/decode/packet.h"
#include "tcpgloss/gloss/gloss.h"
#include "tcpgloss/gloss/note.h"
#include "tcpgloss/print/relative_seq.h"
#include "tcpgloss/track/tracker.h"
#include "tcpgloss/views/sink.h"

enum {
    PIPELINE_SINKS_MAX = 12,
    PIPELINE_BATCH = 8, /* packets */
};

struct flow_owners;

/* A packet or a timer, with what there is to say of it. */
struct pipeline_event {
    struct verdict verdict;
    struct notes notes;
    struct record record;
};

struct pipeline {
    struct tracker *tracker; /* borrowed */
    /* Numbers the packets that are shown; borrowed, and the line printer's if there is one. Null:
     * all sequence numbers are shown as they are. */
    struct relative_seq *relative;
    struct gloss_settings gloss;
    struct flow_owners *owners; /* of the flows, as the kernel says; owned, null until it does */
    const uint32_t *only_flows; /* borrowed: the flows that are shown */
    unsigned only_flow_count;   /* 0: every flow is */
    struct sink *sinks[PIPELINE_SINKS_MAX]; /* borrowed */
    unsigned sink_count;
    bool events_ignored, flows_ignored; /* by every sink; set by pipeline_begin() */
    uint64_t packets, tcp_packets, dropped;
    uint32_t uncounted_flows;  /* that are over: of an end the counts are not known */
    uint32_t unmeasured_flows; /* that are over: their data were not measured */
    /* The packet for which there was no memory: records end before it. 0: none. */
    uint64_t failed_at;
    /* Of the packets at hand; here because they are large. */
    struct packet packets_at_hand[2][PIPELINE_BATCH]; /* decoded: those that are followed, and the
                                                         next ones */
    struct pipeline_event events[PIPELINE_BATCH];     /* in order, to be handed to the sinks */
    unsigned event_count;
};

/* The first record: what is being read. */
TCPGLOSS_API void pipeline_begin(struct pipeline *pipeline, const char *source,
                                 const char *link_name, int link_type, uint32_t snapshot_length);

/*
 * For each frame: timers up to its time, then the frame, then the flows that are over. What comes
 * of a frame does not depend on how many are given at once; but several take less time each.
 */
TCPGLOSS_API void pipeline_frames(struct pipeline *pipeline, const struct frame *frames,
                                  size_t count);

/* The timers that have run out by `now`, nanoseconds since the epoch. */
TCPGLOSS_API void pipeline_clock(struct pipeline *pipeline, int64_t now);

/* The capture lost `count` packets just before `now`. */
TCPGLOSS_API void pipeline_lost(struct pipeline *pipeline, uint64_t count, int64_t now);

/* What the kernel said, and at the end how often it said what was inferred. */
TCPGLOSS_API void pipeline_kernel(struct pipeline *pipeline, const struct kernel_fact *fact);
TCPGLOSS_API void pipeline_kernel_count(struct pipeline *pipeline, uint64_t compared,
                                        uint64_t agreed);

/* Frees what it owns. */
TCPGLOSS_API void pipeline_free(struct pipeline *pipeline);

/* The end: what remains to be said of open flows, and the summary. */
TCPGLOSS_API void pipeline_finish(struct pipeline *pipeline);

#endif
