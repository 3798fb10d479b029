/*
 * A diagram's rows as lines of a terminal.
 *
 *      time         state │        arrows        │ state
 */
#ifndef TCPGLOSS_SRC_VIEWS_LADDER_LADDER_DRAW_H
#define TCPGLOSS_SRC_VIEWS_LADDER_LADDER_DRAW_H

#include "tcpgloss/base/text.h"
#include "tcpgloss/views/ladder_sink.h"

#include "views/diagram/diagram.h"

void ladder_draw_head(const struct ladder_settings *settings, const struct diagram *diagram,
                      struct text *text);
void ladder_draw_row(const struct ladder_settings *settings, const struct diagram *diagram,
                     const struct diagram_row *row, struct text *text);

/* Text that is not printable everywhere, in ASCII: arrows and the like. */
void ladder_put_ascii(struct text *text, const char *data, size_t length);

#endif
