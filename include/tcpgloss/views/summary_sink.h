/*
 * A table of flows, at the end: who, how opened and closed, final states, duration, round-trip
 * time, packets and bytes each way, retransmissions, zero windows.
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
#include "tcpgloss/views/sink.h"

#define SUMMARY_FLOWS_MAX 10000

/* What the flows are sorted by: numbers from the largest down. */
enum summary_sort {
    SORT_FLOW, /* by number: in order of appearance */
    SORT_DURATION,
    SORT_RTT,
    SORT_PACKETS,
    SORT_BYTES,
    SORT_RETRANSMISSIONS,
    SORT_ZERO_WINDOWS,
};

/* The names of --sort, in the order of enum summary_sort; ends with null. */
TCPGLOSS_API extern const char *const summary_sort_names[];

/* False if there is no such name. */
TCPGLOSS_API bool summary_sort_parse(const char *name, enum summary_sort *sort);

struct summary_settings {
    enum language language;
    enum summary_sort sort;
    unsigned columns; /* of the terminal; 0: not known, lines as long as they need */
    bool unicode;     /* otherwise ASCII, and the words are English */
};

/* `stream` is borrowed. Null, with `error` filled, if there is no memory. */
TCPGLOSS_API struct sink *summary_sink_create(const struct summary_settings *settings,
                                              struct stream *stream, struct error *error);

#endif
