/* BSD loopback: an address family in the byte order of the machine that captured. */
#include "decode/step.h"

/* The values that the BSDs and Linux give to their AF_INET6 differ. */
enum {
    FAMILY_INET = 2,
    FAMILY_INET6_BSD = 24,
    FAMILY_INET6_FREEBSD = 28,
    FAMILY_INET6_DARWIN = 30
};

bool null_step(const struct layer *layer, struct packet *packet, struct layer *next) {
    uint32_t family;

    (void)packet;
    if (layer->captured < NULL_HEADER) {
        return false;
    }
    family = load_le32(layer->data);
    if ((family & 0xffff0000) != 0) {
        family = load_be32(layer->data);
    }
    switch (family) {
    case FAMILY_INET:
        return layer_after(layer, NULL_HEADER, LAYER_IPV4, family, next);
    case FAMILY_INET6_BSD:
    case FAMILY_INET6_FREEBSD:
    case FAMILY_INET6_DARWIN:
        return layer_after(layer, NULL_HEADER, LAYER_IPV6, family, next);
    default:
        return layer_after(layer, NULL_HEADER, LAYER_RAW, family, next);
    }
}
