/* Inside the ICMP printers. */
#ifndef TCPGLOSS_SRC_PRINT_NETWORK_ICMP_H
#define TCPGLOSS_SRC_PRINT_NETWORK_ICMP_H

#include "print/line.h"

/* With -v, what an error message carries: the packet that caused it, and extensions (RFC 4884). */
enum line_status line_put_icmp_quote(struct line *line, const struct layer *icmp);
enum line_status line_put_icmp_extensions(struct line *line, const struct layer *icmp);

#endif
