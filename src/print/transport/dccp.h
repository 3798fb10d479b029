/* Inside the DCCP printers. */
#ifndef TCPGLOSS_SRC_PRINT_TRANSPORT_DCCP_H
#define TCPGLOSS_SRC_PRINT_TRANSPORT_DCCP_H

#include "print/line.h"

/* " <nop, mandatory>": the options in the next `length` bytes of a header, which can say more than
 * there is. Where one was cut within its value the line goes on behind it. */
enum line_status line_put_dccp_options(struct line *line, struct span options, uint32_t length);

#endif
