/*
 * One value of a note in words.
 */
#ifndef TCPGLOSS_SRC_GLOSS_VALUE_H
#define TCPGLOSS_SRC_GLOSS_VALUE_H

#include "tcpgloss/gloss/note.h"

/* "客户端", "client", "客户端 client" */
void value_put_endpoint(enum endpoint endpoint, enum language language, struct text *text);

/* "192.168.50.43.49312", as tcpdump writes an address with its port. */
void value_put_address(const struct ip_view *ip, const uint8_t *address, uint16_t port,
                       struct text *text);

/* An argument; bytes from a packet are escaped. */
void value_put(const struct argument *argument, enum language language, struct text *text);

#endif
