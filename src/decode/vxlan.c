/* VXLAN (RFC 7348), its generic extension, and OTV, which has the same form: a frame in UDP. */
#include "tcpgloss/decode/udp_port.h"

#include "decode/step.h"

enum gpe_protocol { GPE_IPV4 = 1, GPE_IPV6 = 2, GPE_ETHERNET = 3, GPE_NSH = 4 };

static enum layer_kind layer_of_gpe_protocol(uint8_t protocol) {
    switch (protocol) {
    case GPE_IPV4:
        return LAYER_IPV4;
    case GPE_IPV6:
        return LAYER_IPV6;
    case GPE_ETHERNET:
        return LAYER_ETHERNET;
    case GPE_NSH:
        return LAYER_NSH;
    default:
        return LAYER_RAW;
    }
}

bool vxlan_step(const struct layer *layer, struct packet *packet, struct layer *next) {
    (void)packet;
    if (layer->captured < VXLAN_HEADER) {
        return false;
    }
    if (layer->protocol == UDP_PORT_VXLAN_GPE) {
        uint8_t protocol = layer->data[3];

        return layer_after(layer, VXLAN_HEADER, layer_of_gpe_protocol(protocol), protocol, next);
    }
    return layer_after(layer, VXLAN_HEADER, LAYER_ETHERNET, 0, next);
}
