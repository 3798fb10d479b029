/*
 * One packet that is in the capture twice. It was seen on two interfaces (-i any on a router or a
 * bridge, a bond, a mirror port), or the network delivered it twice. It is no retransmission.
 *
 * The IP identification tells, for a host that sends a segment again gives it a new one. Where
 * there is none (IPv6, and what Linux sends for no socket), time does: no host repeats a SYN, a FIN
 * or data within a millisecond. Two pure acknowledgments may really be two, and a host in TIME-WAIT
 * answers each copy of a FIN. Both are taken for copies only once packets of both ends were seen to
 * be copied, as one network path does not do to both.
 */
#ifndef TCPGLOSS_SRC_TRACK_ANALYSIS_DUPLICATE_CAPTURE_H
#define TCPGLOSS_SRC_TRACK_ANALYSIS_DUPLICATE_CAPTURE_H

#include <stdbool.h>

#include "track/analysis/analysis_context.h"

/* Whether a segment without SYN is a copy; adds the finding if it is. */
bool duplicate_capture_find(const struct analysis_context *context);

/* The segment repeats its sender's SYN or FIN: whether too soon to have been sent again. Adds the
 * finding if so. */
bool duplicate_capture_find_control(const struct analysis_context *context);

/* Keeps what a later copy of the segment is known by. */
void duplicate_capture_note_id(const struct analysis_context *context);

#endif
