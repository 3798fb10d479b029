/*
 * A flow as a whole, in the public form.
 */
#ifndef TCPGLOSS_SRC_TRACK_REPORT_FLOW_REPORT_H
#define TCPGLOSS_SRC_TRACK_REPORT_FLOW_REPORT_H

#include "tcpgloss/track/tracker.h"

#include "track/table/table.h"

void report_fill(const struct table *table, const struct analysis *analysis, uint32_t index,
                 struct flow_report *report);

#endif
