/*
 * The sequence diagrams as one picture (SVG 1.1): light or dark as the viewer prefers, with text
 * that can be selected.
 *
 * The picture is written at the end of the capture, since its height stands at its beginning. It
 * holds the first 64 flows, at most 400 rows a flow; what is left out is said.
 */
#ifndef TCPGLOSS_VIEWS_SVG_SINK_H
#define TCPGLOSS_VIEWS_SVG_SINK_H

#include <stdbool.h>
#include <stdint.h>

#include "tcpgloss/base/error.h"
#include "tcpgloss/base/export.h"
#include "tcpgloss/base/language.h"
#include "tcpgloss/views/sink.h"

enum svg_size {
    SVG_PAGE,   /* 920 pixels wide, as high as it needs */
    SVG_SLIDE,  /* 1280 by 720 (16:9), everything scaled to fit */
    SVG_COLUMN, /* 600 pixels wide, for a column of text */
};

struct svg_settings {
    enum language language;
    enum svg_size size;
    uint64_t first_row, last_row; /* of each flow, from 1; 0: the first, the last */
    bool to_scale;                /* the vertical axis is time */
    bool symbolic;                /* sequence numbers as x + 1 and y + 1 */
    const char *title;            /* borrowed, any bytes; null: none in the picture */
};

/* `stream` is borrowed. Null, with `error` filled, if there is no memory. */
TCPGLOSS_API struct sink *svg_sink_create(const struct svg_settings *settings,
                                          struct stream *stream, struct error *error);

#endif
