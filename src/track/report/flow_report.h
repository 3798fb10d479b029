/*
 * A flow as a whole, in the public form.
 */
#ifndef TCPGLOSS_SRC_TRACK_REPORT_FLOW_REPORT_H
#define TCPGLOSS_SRC_TRACK_REPORT_FLOW_REPORT_H

#include "tcpgloss/track/flow_fields.h"

struct tracker;

/* Of the flow at `index` of the table. */
void flow_report_fill(const struct tracker *tracker, uint32_t index, struct flow_report *report);

/* Only what its SYNs told: tracker_current_options(). */
void flow_report_fill_options(const struct tracker *tracker, uint32_t index,
                              struct flow_report *report);

#endif
