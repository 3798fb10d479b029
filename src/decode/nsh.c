/* Network service header (RFC 8300). */
#include "decode/step.h"

enum { NSH_VERSION = 0, LENGTH_WORDS = 0x3f };

enum nsh_protocol { NSH_IPV4 = 1, NSH_IPV6 = 2, NSH_ETHERNET = 3 };

static enum layer_kind layer_of_nsh_protocol(uint8_t protocol) {
    switch (protocol) {
    case NSH_IPV4:
        return LAYER_IPV4;
    case NSH_IPV6:
        return LAYER_IPV6;
    case NSH_ETHERNET:
        return LAYER_ETHERNET;
    default:
        return LAYER_RAW;
    }
}

bool nsh_step(const struct layer *layer, struct packet *packet, struct layer *next) {
    uint32_t header;
    uint8_t protocol;

    (void)packet;
    if (layer->captured < NSH_HEADER || layer->data[0] >> 6 != NSH_VERSION) {
        return false;
    }
    header = (load_be16(layer->data) & LENGTH_WORDS) * 4u;
    protocol = layer->data[3];
    return header >= NSH_HEADER &&
           layer_after(layer, header, layer_of_nsh_protocol(protocol), protocol, next);
}
