/* IP protocol numbers that decoding follows (IANA "Protocol Numbers"). */
#ifndef TCPGLOSS_SRC_DECODE_IP_PROTOCOL_H
#define TCPGLOSS_SRC_DECODE_IP_PROTOCOL_H

enum ip_protocol {
    IP_HOP_BY_HOP = 0,
    IP_ICMP = 1,
    IP_IGMP = 2,
    IP_IPV4 = 4,
    IP_TCP = 6,
    IP_UDP = 17,
    IP_IPV6 = 41,
    IP_ROUTING = 43,
    IP_FRAGMENT = 44,
    IP_GRE = 47,
    IP_AH = 51,
    IP_MOBILITY_OLD = 62,
    IP_ICMPV6 = 58,
    IP_DESTINATION = 60,
    IP_SCTP = 132,
    IP_MOBILITY = 135,
    IP_ETHERNET = 143, /* RFC 8986 §9 */
};

#endif
