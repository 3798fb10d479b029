/*
 * The time-sequence graph of each flow, as a picture (SVG 1.1): for each direction the segments
 * with their sequence numbers, what is acknowledged, what the window allows, retransmissions, SACK;
 * below, on the same axis of time, data in flight with the window, and round trips.
 *
 * The picture is written at the end of the capture. It holds the GRAPH_FLOWS_MAX flows with the
 * most bytes, of those that are among the first GRAPH_FLOWS_OPEN open at a time; how many more
 * there were is said. A flow of any length takes at most 2 MB: what could not be told apart is
 * drawn as one.
 */
#ifndef TCPGLOSS_VIEWS_GRAPH_SINK_H
#define TCPGLOSS_VIEWS_GRAPH_SINK_H

#include "tcpgloss/base/error.h"
#include "tcpgloss/base/export.h"
#include "tcpgloss/base/language.h"
#include "tcpgloss/views/sink.h"

#define GRAPH_FLOWS_MAX  16
#define GRAPH_FLOWS_OPEN 64

/* `stream` is borrowed. Null, with `error` filled, if there is no memory. */
TCPGLOSS_API struct sink *graph_sink_create(enum language language, struct stream *stream,
                                            struct error *error);

#endif
