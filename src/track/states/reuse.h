/*
 * A four-tuple that is opened again: where the capture has neither the SYN nor its answer, and
 * where an end in TIME-WAIT does not take the SYN.
 */
#ifndef TCPGLOSS_SRC_TRACK_STATES_REUSE_H
#define TCPGLOSS_SRC_TRACK_STATES_REUSE_H

#include <stdbool.h>

#include "track/analysis/recovery.h"
#include "track/segment_context.h"

/*
 * Whether the segment shows a new connection on the four-tuple, whose old one is over. One segment
 * with numbers that the old one never had may be forged; one of each end that fit each other are a
 * connection. The numbers of the first are remembered.
 */
bool reuse_is_proven(struct segment_context *context);

/* Whether the SYN's receiver is in TIME-WAIT: its old connection is kept until the answer to the
 * SYN is seen. `context` is that of the SYN, in the old connection. */
bool reuse_waits(const struct segment_context *context);

/* Whether such an end may take the SYN: its number or its timestamp is higher than all before (RFC
 * 6191). */
bool reuse_is_allowed(const struct segment_context *context);

/* What such an end sends if it does not take the SYN. An older one may wait where the connection
 * before was never answered. */
struct older reuse_older(const struct segment_context *context);

/* Keeps that in the new connection, whose SYN this is. False if there is no place. */
bool reuse_keep(struct segment_context *context, struct older older);

/* Whether the segment, to an end in SYN-SENT, is that. */
bool reuse_is_refused(const struct segment_context *context);

/* The segment is a RST of the end that sent the SYN: if it is what the end in TIME-WAIT expects
 * next, that one's TIME-WAIT is over. */
void reuse_note_reset(struct segment_context *context);

/* What the segment tells of the older connection. */
enum older_fate {
    OLDER_UNTOLD, /* nothing, or there is none */
    OLDER_STAYS,  /* the SYN is not taken */
    OLDER_ENDS,   /* the SYN was taken, or a RST has ended TIME-WAIT */
};

enum older_fate reuse_fate(struct segment_context *context);

#endif
