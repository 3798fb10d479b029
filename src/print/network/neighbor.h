/* Neighbour discovery (RFC 4861). LINE_NEXT where the line goes on, LINE_END where it ends. */
#ifndef TCPGLOSS_SRC_PRINT_NETWORK_NEIGHBOR_H
#define TCPGLOSS_SRC_PRINT_NETWORK_NEIGHBOR_H

#include "print/line.h"

enum line_status neighbor_put(struct line *line, const struct layer *icmp);

/* The options that follow the first `offset` bytes of a message, with -v. */
enum line_status neighbor_put_options(struct line *line, const struct layer *icmp, uint32_t offset);

#endif
