/* Cisco's HDLC framing (RFC 1547 §4.3.1): address, control, EtherType. */
#include "decode/next_layer.h"
#include "decode/step.h"

bool chdlc_step(const struct layer *layer, struct packet *packet, struct layer *next) {
    uint16_t protocol;
    enum layer_kind kind;

    (void)packet;
    if (layer->captured < CHDLC_HEADER) {
        return false;
    }
    protocol = load_be16(layer->data + 2);
    kind = next_layer_of_ethertype(protocol);
    if (kind != LAYER_IPV4 && kind != LAYER_IPV6 && kind != LAYER_MPLS) {
        kind = LAYER_OTHER_ETHERTYPE;
    }
    return layer_after(layer, CHDLC_HEADER, kind, protocol, next);
}
