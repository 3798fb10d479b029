/* Ports of UDP behind which decoding goes on, or which keep it from going on (IANA "Service Name
 * and Transport Protocol Port Number Registry"; 8472 is used for VXLAN too). */
#ifndef TCPGLOSS_SRC_DECODE_UDP_PORT_H
#define TCPGLOSS_SRC_DECODE_UDP_PORT_H

enum udp_port {
    UDP_PORT_DNS = 53,
    UDP_PORT_TFTP = 69,
    UDP_PORT_NTP = 123,
    UDP_PORT_IKE = 500,
    UDP_PORT_SYSLOG = 514,
    UDP_PORT_ESP = 4500,
    UDP_PORT_VXLAN = 4789,
    UDP_PORT_VXLAN_GPE = 4790,
    UDP_PORT_SIP = 5060,
    UDP_PORT_MDNS = 5353,
    UDP_PORT_GENEVE = 6081,
    UDP_PORT_MPLS = 6635,
    UDP_PORT_OTV = 8472,
};

#endif
