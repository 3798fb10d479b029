/* What IP carries, of either version. */
#include "tcpgloss/decode/ip.h"

#include "decode/next_layer.h"
#include "decode/step.h"

/* A link without a header of its own: the first four bits tell the versions apart. */
bool raw_ip_step(const struct layer *layer, struct packet *packet, struct layer *next) {
    unsigned version = layer->captured > 0 ? layer->data[0] >> 4 : 0;

    (void)packet;
    if (version != 4 && version != 6) {
        return false;
    }
    return layer_after(layer, 0, version == 4 ? LAYER_IPV4 : LAYER_IPV6, version, next);
}

/* Authentication header (RFC 4302 §2): its length counts words of 32 bits, less two. */
bool ah_step(const struct layer *layer, struct packet *packet, struct layer *next) {
    if (layer->captured < AH_HEADER) {
        return false;
    }
    return layer_after(layer, ipv6_extension_length(IP_AH, layer->data[1]),
                       next_layer_of_ip(layer->data[0], packet->ip.version), layer->data[0], next);
}
