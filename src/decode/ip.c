/* What IP carries, of either version. */
#include "decode/ip_protocol.h"
#include "decode/step.h"

enum layer_kind layer_of_ip_protocol(uint8_t protocol, unsigned version) {
    switch (protocol) {
    case IP_TCP:
        return LAYER_TCP;
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

enum layer_kind layer_of_ipv6_next(uint8_t next_header) {
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
        return layer_of_ip_protocol(next_header, 6);
    }
}

/* A link without a header of its own: the first four bits tell the versions apart. */
bool raw_ip_step(const struct layer *layer, struct packet *packet, struct layer *next) {
    unsigned version = layer->captured > 0 ? layer->data[0] >> 4 : 0;

    (void)packet;
    if (version != 4 && version != 6) {
        return false;
    }
    return layer_after(layer, 0, version == 4 ? LAYER_IPV4 : LAYER_IPV6, version, next);
}

/* Authentication header (RFC 4302 §2): its length counts words of 32 bits, less two. */
bool ah_step(const struct layer *layer, struct packet *packet, struct layer *next) {
    if (layer->captured < 12) {
        return false;
    }
    return layer_after(layer, (layer->data[1] + 2u) * 4,
                       layer_of_ip_protocol(layer->data[0], packet->ip.version), layer->data[0],
                       next);
}
