/* What the printers of extension headers need of the IPv6 header. */
#ifndef TCPGLOSS_SRC_PRINT_NETWORK_IPV6_H
#define TCPGLOSS_SRC_PRINT_NETWORK_IPV6_H

#include "print/line.h"

/* To be returned when an extension header is printed that `next` follows. */
enum line_status ipv6_end_extension(struct line *line, uint8_t next);

#endif
