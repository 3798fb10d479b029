/* What an ICMP error carries, with -v. */
#ifndef TCPGLOSS_SRC_PRINT_NETWORK_ICMP_QUOTE_H
#define TCPGLOSS_SRC_PRINT_NETWORK_ICMP_QUOTE_H

#include "print/line.h"

/* The packet that caused it. */
enum line_status icmp_quote_put(struct line *line, const struct layer *icmp);

/* Extensions (RFC 4884). */
enum line_status icmp_quote_put_extensions(struct line *line, const struct layer *icmp);

#endif
