/*
 * What a verdict holds.
 */
#ifndef TCPGLOSS_SRC_VIEWS_DIAGRAM_VERDICT_FIND_H
#define TCPGLOSS_SRC_VIEWS_DIAGRAM_VERDICT_FIND_H

#include "tcpgloss/track/verdict.h"

/* The first finding of a kind; null if there is none. */
const struct finding *verdict_find(const struct verdict *verdict, enum finding_kind kind);

#endif
