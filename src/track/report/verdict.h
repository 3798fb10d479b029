/*
 * How a verdict is filled.
 */
#ifndef TCPGLOSS_SRC_TRACK_REPORT_VERDICT_H
#define TCPGLOSS_SRC_TRACK_REPORT_VERDICT_H

#include "tcpgloss/track/verdict.h"

/* Appends a finding, its fields zero but for kind and who, and returns it for the rest to be
 * filled. Never null: when the verdict is full the last finding gives way. */
struct finding *verdict_add(struct verdict *verdict, enum finding_kind kind, enum endpoint who);

#endif
