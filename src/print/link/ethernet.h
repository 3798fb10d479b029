/* What other links have of Ethernet. */
#ifndef TCPGLOSS_SRC_PRINT_LINK_ETHERNET_H
#define TCPGLOSS_SRC_PRINT_LINK_ETHERNET_H

#include "print/line.h"

/* "vlan 5, p 0, ": a tag's control information. */
void ethernet_put_tag(struct line *line, uint16_t control);

#endif
