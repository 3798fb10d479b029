/* Both ends of the last IP header, with ports or without. */
#ifndef TCPGLOSS_SRC_PRINT_NETWORK_IP_ENDS_H
#define TCPGLOSS_SRC_PRINT_NETWORK_IP_ENDS_H

#include "tcpgloss/base/format.h"

#include "print/line.h"

/* "source > destination". */
void ip_ends_put(struct line *line);

/* "source.port > destination.port: "; behind extension headers without the addresses. */
void ip_ends_put_with_ports(struct line *line, const char *transport, uint8_t protocol,
                            uint16_t source_port, uint16_t destination_port);

/* The same in numbers, with the addresses of an IP header. */
enum {
    IP_END_ROOM = FORMAT_IPV6_ROOM + 1 + FORMAT_U32_ROOM,
    IP_ENDS_ROOM = IP_END_ROOM + sizeof " > " + IP_END_ROOM + sizeof ": ",
};
char *ip_ends_format(char *to, const struct layer *ip, uint16_t source_port,
                     uint16_t destination_port);

#endif
