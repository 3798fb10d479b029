/*
 * A table of flows, at the end: the facts that have a column in track/flow_fields.def, or those
 * that are asked for; then all flows together.
 *
 * A flow takes one line where the terminal has a hundred columns, else two. What has the same
 * ordinary value in all flows is left out, and so is what does not fit; asked for, all is shown, on
 * as many lines as it takes. Only the SUMMARY_FLOWS_MAX flows that come first in the order asked
 * for are kept, in about 10 MB; how many more there were is said.
 */
#ifndef TCPGLOSS_VIEWS_SUMMARY_SINK_H
#define TCPGLOSS_VIEWS_SUMMARY_SINK_H

#include "tcpgloss/base/error.h"
#include "tcpgloss/base/export.h"
#include "tcpgloss/views/sink.h"
#include "tcpgloss/views/summary_settings.h"

#define SUMMARY_FLOWS_MAX 10000

/* `stream` is borrowed. Null, with `error` filled, if there is no memory. */
TCPGLOSS_API struct sink *summary_sink_create(const struct summary_settings *settings,
                                              struct stream *stream, struct error *error);

#endif
