/* UDP (RFC 768): the tunnels in it. */
#include "step.h"
#include "udp_port.h"

enum { UDP_HEADER = 8 };

static enum layer_kind layer_of_port(uint16_t port) {
    switch (port) {
    case UDP_PORT_VXLAN:
    case UDP_PORT_VXLAN_GPE:
    case UDP_PORT_OTV:
        return LAYER_VXLAN;
    case UDP_PORT_GENEVE:
        return LAYER_GENEVE;
    case UDP_PORT_MPLS:
        return LAYER_MPLS;
    default:
        return LAYER_RAW;
    }
}

/* Protocols that win over a tunnel's port at the other end, which can then be any. */
static bool is_claimed(uint16_t port) {
    return port == UDP_PORT_DNS || port == UDP_PORT_IKE || port == UDP_PORT_ESP ||
           port == UDP_PORT_MDNS;
}

/* The datagram's own length tells where it ends, but a tunnel's packet has one of its own: what is
 * behind it stays readable. */
bool udp_step(const struct layer *layer, struct packet *packet, struct layer *next) {
    uint32_t length;

    (void)packet;
    if (layer->captured < UDP_HEADER) {
        return false;
    }
    length = load_be16(layer->data + 4);
    if (length < UDP_HEADER || is_claimed(load_be16(layer->data)) ||
        is_claimed(load_be16(layer->data + 2))) {
        return false;
    }
    for (size_t at = 0; at <= 2; at += 2) { /* the source's port, the destination's */
        uint16_t port = load_be16(layer->data + at);
        enum layer_kind kind = layer_of_port(port);

        if (kind != LAYER_RAW && layer_after(layer, UDP_HEADER, kind, port, next)) {
            if (length - UDP_HEADER < next->length) {
                next->length = length - UDP_HEADER;
            }
            return true;
        }
    }
    return false;
}
