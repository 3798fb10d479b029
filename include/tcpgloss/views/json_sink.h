/*
 * JSON Lines: every record as one object on one line. docs/json-schema.json describes them.
 */
#ifndef TCPGLOSS_VIEWS_JSON_SINK_H
#define TCPGLOSS_VIEWS_JSON_SINK_H

#include "tcpgloss/base/error.h"
#include "tcpgloss/base/export.h"
#include "tcpgloss/print/printer.h"
#include "tcpgloss/views/sink.h"

struct json_sink_settings {
    struct printer_settings line; /* what the "text" of a packet looks like */
    bool flows_only;              /* no packets, timers and kernel's facts */
};

/* `stream` is borrowed. Null, with `error` filled, if there is no memory. */
TCPGLOSS_API struct sink *json_sink_create(const struct json_sink_settings *settings,
                                           struct stream *stream, struct error *error);

#endif
