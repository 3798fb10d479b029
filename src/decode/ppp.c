/* PPP (RFC 1661), alone and in HDLC-like framing (RFC 1662). */
#include "tcpgloss/decode/ethertype.h"

#include "decode/step.h"

enum {
    ADDRESS_ALL = 0xff,
    ADDRESS_IN = 0x00, /* written by Linux's pppd in place of the address */
    ADDRESS_OUT = 0x01,
    ADDRESS_CISCO_UNICAST = 0x0f,
    ADDRESS_CISCO_BROADCAST = 0x8f,
    CONTROL_UI = 0x03,
};

enum ppp_protocol {
    PPP_IPV4 = 0x0021,
    PPP_IPV4_UNCOMPRESSED = 0x002f, /* Van Jacobson's, RFC 1144 */
    PPP_IPV6 = 0x0057,
    PPP_MPLS = 0x0281,
    PPP_MPLS_MULTICAST = 0x0283,
};

static enum layer_kind layer_of_ppp_protocol(uint16_t protocol) {
    switch (protocol) {
    case PPP_IPV4:
    case PPP_IPV4_UNCOMPRESSED:
    case ETHERTYPE_IPV4:
        return LAYER_IPV4;
    case PPP_IPV6:
    case ETHERTYPE_IPV6:
        return LAYER_IPV6;
    case PPP_MPLS:
    case PPP_MPLS_MULTICAST:
        return LAYER_MPLS;
    default:
        return LAYER_RAW;
    }
}

bool ppp_step(const struct layer *layer, struct packet *packet, struct layer *next) {
    const uint8_t *data = layer->data;
    uint32_t header = 0;
    uint16_t protocol;

    (void)packet;
    if (layer->captured >= 2 && data[1] == CONTROL_UI &&
        (data[0] == ADDRESS_ALL || data[0] == ADDRESS_IN || data[0] == ADDRESS_OUT)) {
        header = 2;
    }
    if (layer->captured < header + 2) {
        return false;
    }
    protocol = data[header];
    if (protocol % 2 != 0) {
        header += 1; /* protocol field compression, RFC 1661 §6.5 */
    } else {
        protocol = load_be16(data + header);
        header += 2;
    }
    return layer_after(layer, header, layer_of_ppp_protocol(protocol), protocol, next);
}

bool ppp_hdlc_step(const struct layer *layer, struct packet *packet, struct layer *next) {
    uint16_t protocol;

    (void)packet;
    if (layer->captured < 2) {
        return false;
    }
    if (layer->data[0] == ADDRESS_CISCO_UNICAST || layer->data[0] == ADDRESS_CISCO_BROADCAST) {
        return layer_after(layer, 0, LAYER_CHDLC, 0, next);
    }
    if (layer->captured < 4 || layer->data[0] != ADDRESS_ALL) {
        return false;
    }
    protocol = load_be16(layer->data + 2);
    return layer_after(layer, 4, layer_of_ppp_protocol(protocol), protocol, next);
}
