/* Linux cooked capture: what the device named "any" gives instead of a link header
 * (tcpdump.org/linktypes: LINKTYPE_LINUX_SLL, LINKTYPE_LINUX_SLL2). */
#include "decode/next_layer.h"
#include "decode/step.h"

enum { PROTOCOL_802_2 = 4 };

static enum layer_kind layer_in_cooked(uint16_t protocol) {
    if (protocol <= ETHERNET_LENGTH_MAX) {
        return protocol == PROTOCOL_802_2 ? LAYER_LLC : LAYER_RAW;
    }
    return protocol == ETHERTYPE_VLAN ? LAYER_SLL_VLAN : next_layer_of_ethertype(protocol);
}

bool sll_step(const struct layer *layer, struct packet *packet, struct layer *next) {
    uint16_t protocol;

    (void)packet;
    if (layer->captured < SLL_HEADER) {
        return false;
    }
    protocol = load_be16(layer->data + 14);
    return layer_after(layer, SLL_HEADER, layer_in_cooked(protocol), protocol, next);
}

bool sll2_step(const struct layer *layer, struct packet *packet, struct layer *next) {
    uint16_t protocol;

    (void)packet;
    if (layer->captured < SLL2_HEADER) {
        return false;
    }
    protocol = load_be16(layer->data);
    return layer_after(layer, SLL2_HEADER, layer_in_cooked(protocol), protocol, next);
}

bool sll_vlan_step(const struct layer *layer, struct packet *packet, struct layer *next) {
    uint16_t protocol;

    (void)packet;
    if (layer->captured < SLL_VLAN_HEADER) {
        return false;
    }
    protocol = load_be16(layer->data + 2);
    if (protocol <= ETHERNET_LENGTH_MAX) {
        protocol = PROTOCOL_802_2; /* a length, as in an Ethernet frame */
    }
    return layer_after(layer, SLL_VLAN_HEADER, layer_in_cooked(protocol), protocol, next);
}
