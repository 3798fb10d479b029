/*
 * What a segment shows besides states: loss, reordering, windows, probes, round-trip times.
 * docs/analysis.md gives the definitions.
 *
 * The tracker calls analysis_segment() for every segment without SYN that is no challenge ACK, once
 * its acceptability is known and before any variable advances. The analysis leaves to the state
 * machine: SYNs, and FINs without data, sent again or not, RSTs, and third ACKs.
 */
#ifndef TCPGLOSS_SRC_TRACK_ANALYSIS_ANALYSIS_H
#define TCPGLOSS_SRC_TRACK_ANALYSIS_ANALYSIS_H

#include <stdbool.h>

#include "track/analysis/analysis_context.h"

/* True if the segment is a copy of one that was captured already: nothing more is to be said of it
 * (duplicate_capture.h). */
bool analysis_segment(const struct analysis_context *context, enum acceptability acceptability);

#endif
