/*
 * A four-tuple that is opened again: what becomes of the connection that it had.
 *
 * That connection is over, or one of its ends is in TIME-WAIT and does not take the SYN. Until the
 * SYN is answered, the old flow stands behind the new one in the table (table_find_older()). What
 * is to be told of it comes as a timer's record, before the next packet: flows of CLASS_REPLACED
 * end, those of CLASS_DOUBTED go on.
 */
#ifndef TCPGLOSS_SRC_TRACK_TABLE_REPLACEMENT_H
#define TCPGLOSS_SRC_TRACK_TABLE_REPLACEMENT_H

#include <stdbool.h>
#include <stdint.h>

#include "track/segment_context.h"
#include "track/tracker_private.h"

/* The flow is over: its four-tuple is opened again, by a segment of that time (nanoseconds since
 * the epoch). */
void replacement_begin(struct tracker *tracker, uint32_t index, int64_t time);

/* The same for the connection that the four-tuple had before this flow, if it is still kept. */
void replacement_begin_older(struct tracker *tracker, uint32_t index, int64_t time);

/* That connection's TIME-WAIT is assumed to be over, or, if `over` is false, assumed so no longer.
 */
void replacement_doubt_older(struct tracker *tracker, uint32_t index, bool over, int64_t time);

/* Turns what is assumed of TIME-WAIT, and reports the changes: over, or not over after all. */
void replacement_turn(struct segment_context *context);

/* TIME-WAIT is over at both ends: reports the changes. True if an end was in it. */
bool replacement_end_time_wait(struct segment_context *context);

#endif
