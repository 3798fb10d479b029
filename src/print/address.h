/* Addresses and ports, as names or numbers as the settings say. */
#ifndef TCPGLOSS_SRC_PRINT_ADDRESS_H
#define TCPGLOSS_SRC_PRINT_ADDRESS_H

#include "print/line.h"

void address_put(struct line *line, unsigned version, const uint8_t *address);
void address_put_port(struct line *line, const char *transport, uint16_t port);
void address_put_mac(struct line *line, const uint8_t address[6]);

#endif
