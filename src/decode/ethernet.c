/* Ethernet II, IEEE 802.3 and the tags of IEEE 802.1Q. */
#include "decode/ethertype.h"
#include "decode/step.h"

enum { ETHERNET_HEADER = 14, VLAN_TAG = 4 };

enum layer_kind layer_of_ethertype(uint16_t ethertype) {
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

static enum layer_kind layer_in_ethernet(uint16_t type) {
    switch (type) {
    case ETHERTYPE_VLAN:
    case ETHERTYPE_QINQ:
    case ETHERTYPE_VLAN_9100:
    case ETHERTYPE_VLAN_9200:
        return LAYER_VLAN;
    case ETHERTYPE_JUMBO:
        return LAYER_LLC;
    default:
        return type <= ETHERNET_LENGTH_MAX ? LAYER_LLC : layer_of_ethertype(type);
    }
}

/* What is behind `header` bytes, the last two of which are a type, or the length of what follows.
 */
static bool step_over_type(const struct layer *layer, uint32_t header, struct layer *next) {
    uint16_t type;

    if (layer->captured < header) {
        return false;
    }
    type = load_be16(layer->data + header - 2);
    if (!layer_after(layer, header, layer_in_ethernet(type), type, next)) {
        return false;
    }
    if (type <= ETHERNET_LENGTH_MAX && type < next->length) {
        layer_set_length(next, type);
    }
    return true;
}

bool ethernet_step(const struct layer *layer, struct packet *packet, struct layer *next) {
    if (layer != packet->layers && layer->length < layer->captured) {
        return false; /* the tunnel's header says less than there is: no frame of that length */
    }
    return step_over_type(layer, ETHERNET_HEADER, next);
}

bool vlan_step(const struct layer *layer, struct packet *packet, struct layer *next) {
    (void)packet;
    return step_over_type(layer, VLAN_TAG, next);
}
