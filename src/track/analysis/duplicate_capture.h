/*
 * One packet that is in the capture twice: seen on two interfaces (-i any on a router or a bridge,
 * a bond, a mirror port), or delivered twice by the network. It is no retransmission.
 *
 * The IP identification tells, for a host that sends a segment again gives it a new one. Where
 * there is none (IPv6, and what Linux sends for no socket), time does: no one repeats a SYN, a FIN
 * or data within a millisecond. Two pure acknowledgments may be two; they and a FIN, which a host
 * in TIME-WAIT answers each time that it is delivered, are taken for copies once both ends were
 * seen to be copied, as one network path does not do to both.
 */
#ifndef TCPGLOSS_SRC_TRACK_ANALYSIS_DUPLICATE_CAPTURE_H
#define TCPGLOSS_SRC_TRACK_ANALYSIS_DUPLICATE_CAPTURE_H

#include <stdbool.h>

#include "track/segment_context.h"

/* Whether a segment without SYN is a copy, of which nothing more is to be said; finds it if so. */
bool copy_find(const struct journey *journey);

/* The segment repeats the sender's SYN or FIN: whether too soon to have been sent again. Finds it
 * if so. */
bool copy_find_control(const struct journey *journey);

/* What later copies are known by. */
void copy_note_identification(const struct journey *journey);

#endif
