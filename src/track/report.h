/*
 * A flow as a whole, in the public form.
 */
#ifndef TCPGLOSS_TRACK_REPORT_PRIVATE_H
#define TCPGLOSS_TRACK_REPORT_PRIVATE_H

#include "tcpgloss/track/tracker.h"

#include "table.h"

void report_fill(const struct table *table, const struct analysis *analysis, uint32_t index,
                 struct flow_report *report);

#endif
