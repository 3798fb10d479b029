/* tcpdump's names of IP protocols. */
#ifndef TCPGLOSS_SRC_PRINT_NETWORK_IP_PROTOCOLS_H
#define TCPGLOSS_SRC_PRINT_NETWORK_IP_PROTOCOLS_H

#include "print/line.h"

/* Those of -v, null where it has none. */
const char *ip_protocols_name(const struct printer_settings *settings, uint8_t protocol);

/* Those it uses for a protocol that it does not print further, unless -n is given. */
void ip_protocols_put(struct line *line, uint8_t protocol);

#endif
