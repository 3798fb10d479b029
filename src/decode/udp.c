/* UDP (RFC 768): the tunnels in it. */
#include "decode/step.h"
#include "decode/udp_port.h"

enum { UDP_HEADER = 8 };

/* In tcpdump's order, which counts where both ports are here. */
static const struct {
    uint16_t port;
    enum layer_kind kind;
} tunnels[] = {
    {UDP_PORT_OTV, LAYER_VXLAN},     {UDP_PORT_VXLAN, LAYER_VXLAN},
    {UDP_PORT_GENEVE, LAYER_GENEVE}, {UDP_PORT_VXLAN_GPE, LAYER_VXLAN},
    {UDP_PORT_MPLS, LAYER_MPLS},
};

/* Protocols that win over a tunnel's port at the other end, which can then be any. */
static bool is_claimed(uint16_t port) {
    switch (port) {
    case UDP_PORT_DNS:
    case UDP_PORT_TFTP:
    case UDP_PORT_NTP:
    case UDP_PORT_IKE:
    case UDP_PORT_SYSLOG:
    case UDP_PORT_ESP:
    case UDP_PORT_SIP:
    case UDP_PORT_MDNS:
        return true;
    default:
        return false;
    }
}

/* The datagram's own length tells where it ends, but a tunnel's packet has one of its own: what is
 * behind it stays readable. */
bool udp_step(const struct layer *layer, struct packet *packet, struct layer *next) {
    uint16_t source;
    uint16_t destination;
    uint32_t length;

    (void)packet;
    if (layer->captured < UDP_HEADER) {
        return false;
    }
    source = load_be16(layer->data);
    destination = load_be16(layer->data + 2);
    length = load_be16(layer->data + 4);
    if (length < UDP_HEADER || is_claimed(source) || is_claimed(destination)) {
        return false;
    }
    for (size_t i = 0; i < sizeof tunnels / sizeof tunnels[0]; i++) {
        uint16_t port = tunnels[i].port;

        if ((port == source || port == destination) &&
            layer_after(layer, UDP_HEADER, tunnels[i].kind, port, next)) {
            if (length - UDP_HEADER < next->length) {
                next->length = length - UDP_HEADER;
            }
            return true;
        }
    }
    return false;
}
