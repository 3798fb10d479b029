/*
 * A flow's graph as a record of the page: what the page's graphs draw, and nothing else.
 */
#ifndef TCPGLOSS_SRC_VIEWS_HTML_PAGE_GRAPH_H
#define TCPGLOSS_SRC_VIEWS_HTML_PAGE_GRAPH_H

#include "views/graph/graph.h"
#include "views/json/json_writer.h"

/*
 * The members behind "type": the flow, its start, and for each end what it sent: counts, and those
 * of its series that hold something. A stroke is [time, low, high, last], the time in nanoseconds
 * since the start. Where `last` is missing, it is `high`; where `high` is missing, it is `low`.
 */
void page_graph_put(struct json_writer *json, const struct graph *graph);

#endif
