/* What SNAP's printer needs of frame relay's. */
#ifndef TCPGLOSS_SRC_PRINT_LINK_FRAME_RELAY_H
#define TCPGLOSS_SRC_PRINT_LINK_FRAME_RELAY_H

#include "print/line.h"

/* Ends the line of a frame whose SNAP header names nothing that is decoded. */
enum line_status frame_relay_end(struct line *line, const struct layer *layer);

#endif
