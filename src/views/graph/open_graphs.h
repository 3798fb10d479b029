/*
 * The graphs of the flows that are open now, by flow number.
 */
#ifndef TCPGLOSS_SRC_VIEWS_GRAPH_OPEN_GRAPHS_H
#define TCPGLOSS_SRC_VIEWS_GRAPH_OPEN_GRAPHS_H

#include "views/graph/graph.h"
#include "views/open_flows.h"

/* Adds a packet to its flow's graph, whose series hold at most `most` strokes. */
void open_graphs_add(struct open_flows *open, size_t most, const struct record *record);

/* Takes a flow's graph out, for the caller to free with graph_free(). False if the flow is not
 * kept. */
bool open_graphs_take(struct open_flows *open, uint32_t flow, struct graph *graph);

void open_graphs_free(struct open_flows *open);

#endif
