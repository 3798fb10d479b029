/* IP protocol numbers that are decoded or printed (IANA "Protocol Numbers"). */
#ifndef TCPGLOSS_DECODE_IP_PROTOCOL_H
#define TCPGLOSS_DECODE_IP_PROTOCOL_H

enum ip_protocol {
    IP_HOP_BY_HOP = 0,
    IP_ICMP = 1,
    IP_IGMP = 2,
    IP_IPV4 = 4,
    IP_TCP = 6,
    IP_EGP = 8,
    IP_IGRP = 9,
    IP_UDP = 17,
    IP_DCCP = 33,
    IP_IPV6 = 41,
    IP_ROUTING = 43,
    IP_FRAGMENT = 44,
    IP_RSVP = 46,
    IP_GRE = 47,
    IP_ESP = 50,
    IP_AH = 51,
    IP_MOBILE = 55, /* RFC 2004 */
    IP_ICMPV6 = 58,
    IP_NO_NEXT = 59, /* RFC 8200 §4.7 */
    IP_DESTINATION = 60,
    IP_MOBILITY_OLD = 62,
    IP_SUN_ND = 77,
    IP_EIGRP = 88,
    IP_OSPF = 89,
    IP_PIM = 103,
    IP_IPCOMP = 108,
    IP_VRRP = 112,
    IP_PGM = 113,
    IP_SCTP = 132,
    IP_MOBILITY = 135,
    IP_ETHERNET = 143, /* RFC 8986 §9 */
};

#endif
