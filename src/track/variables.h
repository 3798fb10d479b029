/*
 * The variables of both directions advance, once a segment has been judged and analysed by the old
 * ones (RFC 9293 §3.10.7.4, fifth to eighth step; RFC 7323 §2.2 and §4.3).
 */
#ifndef TCPGLOSS_SRC_TRACK_VARIABLES_H
#define TCPGLOSS_SRC_TRACK_VARIABLES_H

#include "track/segment_context.h"

void variables_advance(struct segment_context *context);

#endif
