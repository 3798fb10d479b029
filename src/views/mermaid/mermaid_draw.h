/*
 * A diagram as mermaid's `sequenceDiagram`, in a block of Markdown under a heading.
 */
#ifndef TCPGLOSS_SRC_VIEWS_MERMAID_MERMAID_DRAW_H
#define TCPGLOSS_SRC_VIEWS_MERMAID_MERMAID_DRAW_H

#include "tcpgloss/base/text.h"

#include "views/diagram/diagram.h"

void mermaid_draw(const struct diagram *diagram, enum language language, struct text *text);

#endif
