/*
 * Each flow as a sequence diagram in the terminal: time on the left, both ends' states beside their
 * life lines, an arrow for each segment that matters.
 *
 * Flows come one after the other, each when it is over; with `live` rows are written as packets
 * come, which is meant for a single flow. At most 1024 flows are drawn at a time and 400 rows a
 * flow: what is left out is said.
 */
#ifndef TCPGLOSS_VIEWS_LADDER_SINK_H
#define TCPGLOSS_VIEWS_LADDER_SINK_H

#include <stdbool.h>

#include "tcpgloss/base/error.h"
#include "tcpgloss/base/export.h"
#include "tcpgloss/base/language.h"
#include "tcpgloss/views/sink.h"

/* Fewer columns than these are taken for as many. */
#define LADDER_COLUMNS_MIN 60

struct ladder_settings {
    enum language language;
    bool symbolic;    /* sequence numbers as x + 1 and y + 1 */
    bool live;        /* one flow only (--flow), as its packets come */
    unsigned columns; /* of the terminal; 0: not known, 80 */
    bool unicode;     /* otherwise ASCII, and the words are English */
    bool color;
};

/* `stream` is borrowed. Null, with `error` filled, if there is no memory. */
TCPGLOSS_API struct sink *ladder_sink_create(const struct ladder_settings *settings,
                                             struct stream *stream, struct error *error);

#endif
