/* Node information (RFC 4620). LINE_NEXT where the line goes on. */
#ifndef TCPGLOSS_SRC_PRINT_NETWORK_NODE_INFORMATION_H
#define TCPGLOSS_SRC_PRINT_NETWORK_NODE_INFORMATION_H

#include "print/line.h"

enum line_status node_information_put(struct line *line, const struct layer *icmp);

#endif
