/* Organisations by the prefix of their Ethernet addresses. */
#ifndef TCPGLOSS_SRC_PRINT_LINK_OUI_H
#define TCPGLOSS_SRC_PRINT_LINK_OUI_H

#include <stdint.h>

/* tcpdump's name, or null. */
const char *oui_name(uint32_t oui);

#endif
