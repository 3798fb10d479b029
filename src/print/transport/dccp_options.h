/* The options of a DCCP header (RFC 4340 §5.8). */
#ifndef TCPGLOSS_SRC_PRINT_TRANSPORT_DCCP_OPTIONS_H
#define TCPGLOSS_SRC_PRINT_TRANSPORT_DCCP_OPTIONS_H

#include "print/line.h"

/* " <nop, mandatory>": the options in the next `length` bytes of a header, which can say more than
 * there is. Where one was cut within its value the line goes on behind it. */
enum line_status dccp_options_put(struct line *line, struct span options, uint32_t length);

#endif
