/*
 * A flow as a whole, in the public form.
 */
#ifndef TCPGLOSS_SRC_TRACK_REPORT_FLOW_REPORT_H
#define TCPGLOSS_SRC_TRACK_REPORT_FLOW_REPORT_H

#include "tcpgloss/track/flow_fields.h"

#include "track/analysis/recovery.h"
#include "track/table/table.h"

void flow_report_fill(const struct table *table, const struct recovery_pool *pool, uint32_t index,
                      struct flow_report *report);

#endif
