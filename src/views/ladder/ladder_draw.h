/*
 * A diagram's rows as lines of a terminal.
 */
#ifndef TCPGLOSS_SRC_VIEWS_LADDER_LADDER_DRAW_H
#define TCPGLOSS_SRC_VIEWS_LADDER_LADDER_DRAW_H

#include "tcpgloss/base/text.h"

#include "views/diagram/diagram.h"
#include "views/ladder/ladder_pen.h"

/* Who the two ends are, and where they stand. */
/* One line: whose an end is that the head did not name. */
void ladder_draw_owner(const struct ladder_style *style, const struct diagram *diagram,
                       enum endpoint endpoint, struct text *text);

void ladder_draw_head(const struct ladder_style *style, const struct diagram *diagram,
                      struct text *text);

/* The first `count` rows. */
void ladder_draw_rows(const struct ladder_style *style, const struct diagram *diagram, size_t count,
                      struct text *text);

#endif
