/* Ethernet II and the tags of IEEE 802.1Q. */
#include "ethertype.h"
#include "step.h"

enum { ETHERNET_HEADER = 14, VLAN_TAG = 4 };

enum layer_kind layer_of_ethertype(uint16_t ethertype) {
    switch (ethertype) {
    case ETHERTYPE_IPV4:
        return LAYER_IPV4;
    case ETHERTYPE_IPV6:
        return LAYER_IPV6;
    case ETHERTYPE_ARP:
    case ETHERTYPE_RARP:
        return LAYER_ARP;
    case ETHERTYPE_VLAN:
    case ETHERTYPE_QINQ:
    case ETHERTYPE_VLAN_9100:
    case ETHERTYPE_VLAN_9200:
        return LAYER_VLAN;
    default:
        return ethertype <= ETHERNET_LENGTH_MAX ? LAYER_LLC : LAYER_OTHER_ETHERTYPE;
    }
}

bool ethernet_step(const struct layer *layer, struct packet *packet, struct layer *next) {
    uint16_t ethertype;

    (void)packet;
    if (layer->captured < ETHERNET_HEADER) {
        return false;
    }
    ethertype = load_be16(layer->data + 12);
    return layer_after(layer, ETHERNET_HEADER, layer_of_ethertype(ethertype), ethertype, next);
}

bool vlan_step(const struct layer *layer, struct packet *packet, struct layer *next) {
    uint16_t ethertype;

    (void)packet;
    if (layer->captured < VLAN_TAG) {
        return false;
    }
    ethertype = load_be16(layer->data + 2);
    return layer_after(layer, VLAN_TAG, layer_of_ethertype(ethertype), ethertype, next);
}
