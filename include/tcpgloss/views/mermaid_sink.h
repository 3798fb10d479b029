/*
 * The sequence diagrams as text: Markdown with a block ```mermaid for each flow (mermaid's
 * `sequenceDiagram`), which GitHub, GitLab, Obsidian and others draw.
 *
 * Each flow is written when it is over. The first 64 flows are, at most 400 rows a flow; what is
 * left out is said.
 */
#ifndef TCPGLOSS_VIEWS_MERMAID_SINK_H
#define TCPGLOSS_VIEWS_MERMAID_SINK_H

#include <stdbool.h>

#include "tcpgloss/base/error.h"
#include "tcpgloss/base/export.h"
#include "tcpgloss/base/language.h"
#include "tcpgloss/views/sink.h"

struct mermaid_settings {
    enum language language;
    bool symbolic; /* sequence numbers as x + 1 and y + 1 */
};

/* `stream` is borrowed. Null, with `error` filled, if there is no memory. */
TCPGLOSS_API struct sink *mermaid_sink_create(const struct mermaid_settings *settings,
                                              struct stream *stream, struct error *error);

#endif
