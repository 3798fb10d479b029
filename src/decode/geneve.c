/* Geneve (RFC 8926): any EtherType in UDP, behind options. */
#include "decode/next_layer.h"
#include "decode/step.h"

enum { OPTIONS_LENGTH = 0x3f };

bool geneve_step(const struct layer *layer, struct packet *packet, struct layer *next) {
    uint16_t protocol;
    uint32_t options;

    (void)packet;
    if (layer->captured < GENEVE_HEADER || layer->data[0] >> 6 != 0) {
        return false;
    }
    options = (layer->data[0] & OPTIONS_LENGTH) * 4u;
    protocol = load_be16(layer->data + 2);
    return layer_after(layer, GENEVE_HEADER + options,
                       protocol == ETHERTYPE_BRIDGING ? LAYER_ETHERNET
                                                      : next_layer_of_ethertype(protocol),
                       protocol, next);
}
