/*
 * Whose the ends of flows are, as far as the kernel has said (--kernel): kept until the flow's
 * report, of the last FLOW_OWNERS_MAX flows.
 */
#ifndef TCPGLOSS_SRC_VIEWS_FLOW_OWNERS_H
#define TCPGLOSS_SRC_VIEWS_FLOW_OWNERS_H

#include "tcpgloss/track/flow_fields.h"
#include "tcpgloss/views/record.h"

#define FLOW_OWNERS_MAX 4096

struct flow_owners;

/* Null if there is no memory. */
struct flow_owners *flow_owners_create(void);
void flow_owners_destroy(struct flow_owners *owners);

/* Takes note of a fact that says whose an end is. */
void flow_owners_note(struct flow_owners *owners, const struct kernel_fact *fact);

/* Fills in what is known of the report's ends. */
void flow_owners_fill(const struct flow_owners *owners, struct flow_report *report);

#endif
