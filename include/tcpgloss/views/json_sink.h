/*
 * JSON Lines: every record as one object on one line. docs/json-schema.json describes them.
 */
#ifndef TCPGLOSS_VIEWS_JSON_SINK_H
#define TCPGLOSS_VIEWS_JSON_SINK_H

#include "tcpgloss/base/error.h"
#include "tcpgloss/base/export.h"
#include "tcpgloss/print/printer.h"
#include "tcpgloss/views/sink.h"

/* `line` says what the "text" of a packet looks like. `stream` is borrowed. Null, with `error`
 * filled, if there is no memory. */
TCPGLOSS_API struct sink *json_sink_create(const struct printer_settings *line,
                                           struct stream *stream, struct error *error);

#endif
