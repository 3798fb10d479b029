/* Ports of UDP behind which something is decoded or printed: UDP_PORT_DNS, … (udp_ports.def). */
#ifndef TCPGLOSS_DECODE_UDP_PORT_H
#define TCPGLOSS_DECODE_UDP_PORT_H

enum udp_port {
#define UDP_PRINTED(name, port, printer) UDP_PORT_##name = port,
#define UDP_PLAIN(name, port)            UDP_PORT_##name = port,
#define UDP_TUNNEL(name, port, layer)    UDP_PORT_##name = port,
#include "tcpgloss/decode/udp_ports.def"
};

#endif
