/* Multipath TCP (RFC 8684). */
#ifndef TCPGLOSS_SRC_PRINT_TRANSPORT_MPTCP_H
#define TCPGLOSS_SRC_PRINT_TRANSPORT_MPTCP_H

#include "print/line.h"

/* What follows "mptcp" of an option whole in `option`; false if its length does not fit. */
bool mptcp_put(struct line *line, struct span option, uint8_t flags);

#endif
