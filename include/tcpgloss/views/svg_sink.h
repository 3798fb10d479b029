/*
 * The sequence diagrams as one picture (SVG 1.1): light or dark as the viewer prefers, with text
 * that can be selected.
 *
 * The picture is written at the end of the capture, since its height stands at its beginning. It
 * holds the first 64 flows, at most 400 rows a flow; what is left out is said.
 */
#ifndef TCPGLOSS_VIEWS_SVG_SINK_H
#define TCPGLOSS_VIEWS_SVG_SINK_H

#include <stdbool.h>

#include "tcpgloss/base/error.h"
#include "tcpgloss/base/export.h"
#include "tcpgloss/base/language.h"
#include "tcpgloss/views/sink.h"

struct svg_settings {
    enum language language;
};

/* `stream` is borrowed. Null, with `error` filled, if there is no memory. */
TCPGLOSS_API struct sink *svg_sink_create(const struct svg_settings *settings,
                                          struct stream *stream, struct error *error);

#endif
