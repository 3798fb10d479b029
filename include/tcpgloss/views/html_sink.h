/*
 * One self-contained page: the table of flows, and for a flow its text with notes, ladder, state
 * diagram and graphs, to open from disk and to hand on.
 *
 * The page's fixed part is written first, then the records as JSON Lines in a data block, where
 * every '<' is escaped: nothing of a capture is markup, and a page that is cut short still opens.
 * An explanation follows the first note that needs it. HTML_PACKETS_MAX packets and
 * HTML_FLOWS_MAX flows are written, and no further packet once the page has HTML_BYTES_MAX bytes;
 * what was left out is said. Kept in memory is, of the flows that are open (at most 1024), what
 * their ladders and graphs show of the packets that are written.
 */
#ifndef TCPGLOSS_VIEWS_HTML_SINK_H
#define TCPGLOSS_VIEWS_HTML_SINK_H

#include "tcpgloss/base/error.h"
#include "tcpgloss/base/export.h"
#include "tcpgloss/base/language.h"
#include "tcpgloss/print/printer.h"
#include "tcpgloss/views/sink.h"

enum {
    HTML_PACKETS_MAX = 10000,
    HTML_FLOWS_MAX = 10000,
    HTML_BYTES_MAX = 64 * 1024 * 1024,
};

/* `line` says what packet lines look like; `language` is the one the page opens in, LANGUAGE_BOTH
 * the reader's. `stream` is borrowed. Null, with `error` filled, if there is no memory. */
TCPGLOSS_API struct sink *html_sink_create(const struct printer_settings *line,
                                           enum language language, struct stream *stream,
                                           struct error *error);

#endif
