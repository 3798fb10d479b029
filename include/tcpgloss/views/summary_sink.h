/*
 * A table of flows, at the end: the facts that have a column in track/flow_fields.def.
 *
 * What does not fit in the terminal's width continues on further lines of the same flow. Only the
 * SUMMARY_FLOWS_MAX flows that come first in the order asked for are kept, in about 5 MB; how many
 * more there were is said.
 */
#ifndef TCPGLOSS_VIEWS_SUMMARY_SINK_H
#define TCPGLOSS_VIEWS_SUMMARY_SINK_H

#include <stdbool.h>

#include "tcpgloss/base/error.h"
#include "tcpgloss/base/export.h"
#include "tcpgloss/base/language.h"
#include "tcpgloss/track/flow_fields.h"
#include "tcpgloss/views/sink.h"

#define SUMMARY_FLOWS_MAX 10000

struct summary_settings {
    enum language language;
    const struct flow_field *sort; /* one that has a name to sort by; null: by number */
    unsigned columns;              /* of the terminal; 0: not known, lines as long as they need */
    bool unicode;                  /* otherwise ASCII, and the words are English */
};

/* `stream` is borrowed. Null, with `error` filled, if there is no memory. */
TCPGLOSS_API struct sink *summary_sink_create(const struct summary_settings *settings,
                                              struct stream *stream, struct error *error);

#endif
