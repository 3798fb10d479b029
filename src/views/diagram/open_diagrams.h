/*
 * The diagrams of the flows that are open now, by flow number.
 *
 * With the bounds on open flows and on rows they stay below about 100 MB whatever the capture
 * holds.
 */
#ifndef TCPGLOSS_SRC_VIEWS_DIAGRAM_OPEN_DIAGRAMS_H
#define TCPGLOSS_SRC_VIEWS_DIAGRAM_OPEN_DIAGRAMS_H

#include "views/diagram/diagram.h"
#include "views/open_flows.h"

/* Adds a packet's or timer's rows to its flow's diagram and returns that; null if the flow is not
 * drawn. */
struct diagram *open_diagrams_add(struct open_flows *open, const struct diagram_settings *settings,
                                  const struct record *record);

/* Writes whose an end is, if the fact says that, on its flow's diagram, and returns that; null if
 * the flow is not drawn. */
struct diagram *open_diagrams_note(struct open_flows *open, const struct kernel_fact *fact);

/* Takes a flow's diagram out, for the caller to free with diagram_free(). False if the flow is not
 * drawn. */
bool open_diagrams_take(struct open_flows *open, uint32_t flow, struct diagram *diagram);

void open_diagrams_free(struct open_flows *open);

#endif
