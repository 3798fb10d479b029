#include "decode/next_layer.h"

enum layer_kind next_layer_of_ethertype(uint16_t ethertype) {
    switch (ethertype) {
    case ETHERTYPE_IPV4:
        return LAYER_IPV4;
    case ETHERTYPE_IPV6:
        return LAYER_IPV6;
    case ETHERTYPE_LLDP:
        return LAYER_LLDP;
    case ETHERTYPE_ARP:
    case ETHERTYPE_RARP:
        return LAYER_ARP;
    case ETHERTYPE_MPLS:
    case ETHERTYPE_MPLS_MULTICAST:
        return LAYER_MPLS;
    case ETHERTYPE_NSH:
        return LAYER_NSH;
    case ETHERTYPE_PPP:
        return LAYER_PPP;
    case ETHERTYPE_PPPOE_DISCOVERY:
    case ETHERTYPE_PPPOE_SESSION:
    case ETHERTYPE_PPPOE_DISCOVERY_OLD:
    case ETHERTYPE_PPPOE_SESSION_OLD:
        return LAYER_PPPOE;
    default:
        return LAYER_OTHER_ETHERTYPE;
    }
}

enum layer_kind next_layer_of_ip(uint8_t protocol, unsigned version) {
    if (protocol == IP_TCP) {
        return LAYER_TCP; /* in most packets: no need to look further */
    }
    switch (protocol) {
    case IP_UDP:
        return LAYER_UDP;
    case IP_ICMP:
        return version == 4 ? LAYER_ICMP : LAYER_OTHER_IP;
    case IP_ICMPV6:
        return version == 6 ? LAYER_ICMPV6 : LAYER_OTHER_IP;
    case IP_IGMP:
        return version == 4 ? LAYER_IGMP : LAYER_OTHER_IP;
    case IP_SCTP:
        return LAYER_SCTP;
    case IP_IPV4:
        return LAYER_IPV4;
    case IP_IPV6:
        return LAYER_IPV6;
    case IP_GRE:
        return LAYER_GRE;
    case IP_ETHERNET:
        return version == 6 ? LAYER_ETHERNET : LAYER_OTHER_IP;
    case IP_AH:
        return LAYER_AH;
    default:
        return LAYER_OTHER_IP;
    }
}

enum layer_kind next_layer_of_ipv6(uint8_t next_header) {
    switch (next_header) {
    case IP_HOP_BY_HOP:
        return LAYER_IPV6_HOP_BY_HOP;
    case IP_ROUTING:
        return LAYER_IPV6_ROUTING;
    case IP_FRAGMENT:
        return LAYER_IPV6_FRAGMENT;
    case IP_DESTINATION:
        return LAYER_IPV6_DESTINATION;
    case IP_MOBILITY:
    case IP_MOBILITY_OLD:
        return LAYER_IPV6_MOBILITY;
    default:
        return next_layer_of_ip(next_header, 6);
    }
}

enum layer_kind next_layer_of_family(uint32_t family) {
    /* The values that the systems give to their AF_INET6 differ. */
    enum { INET = 2, INET6_BSD = 24, INET6_FREEBSD = 28, INET6_DARWIN = 30 };

    switch (family) {
    case INET:
        return LAYER_IPV4;
    case INET6_BSD:
    case INET6_FREEBSD:
    case INET6_DARWIN:
        return LAYER_IPV6;
    default:
        return LAYER_RAW;
    }
}

uint32_t next_layer_family(const uint8_t bytes[4]) {
    uint32_t family = load_le32(bytes);

    return (family & 0xffff0000) == 0 ? family : load_be32(bytes);
}
