/* Ethernet II, IEEE 802.3 and the tags of IEEE 802.1Q. */
#include "decode/next_layer.h"
#include "decode/step.h"

static enum layer_kind layer_in_ethernet(uint16_t type) {
    if (type == ETHERTYPE_IPV4) {
        return LAYER_IPV4; /* in most frames: no need to look further */
    }
    switch (type) {
    case ETHERTYPE_VLAN:
    case ETHERTYPE_QINQ:
    case ETHERTYPE_VLAN_9100:
    case ETHERTYPE_VLAN_9200:
        return LAYER_VLAN;
    case ETHERTYPE_JUMBO:
        return LAYER_LLC;
    default:
        return type <= ETHERNET_LENGTH_MAX ? LAYER_LLC : next_layer_of_ethertype(type);
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
    return step_over_type(layer, VLAN_HEADER, next);
}
