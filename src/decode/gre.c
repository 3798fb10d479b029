/* Generic routing encapsulation: RFC 2784 and 2890, with the routing of RFC 1701; version 1 carries
 * PPP (RFC 2637). */
#include "tcpgloss/decode/gre.h"

#include "tcpgloss/decode/ethertype.h"

#include "decode/step.h"

enum { ROUTE_ENTRY = 4 };

static enum layer_kind layer_in_gre(uint16_t protocol) {
    switch (protocol) {
    case ETHERTYPE_IPV4:
        return LAYER_IPV4;
    case ETHERTYPE_IPV6:
        return LAYER_IPV6;
    case ETHERTYPE_MPLS:
        return LAYER_MPLS;
    case ETHERTYPE_BRIDGING:
        return LAYER_ETHERNET;
    default:
        return LAYER_OTHER_ETHERTYPE;
    }
}

/* Moves `header` behind the list of route entries, the last of which is empty. */
static bool skip_routes(const struct layer *layer, uint32_t *header) {
    uint32_t size;

    do {
        if (*header > layer->captured || layer->captured - *header < ROUTE_ENTRY) {
            return false;
        }
        size = load_be32(layer->data + *header);
        *header += ROUTE_ENTRY + (size & 0xff);
    } while ((size & 0xffff00ff) != 0);
    return true;
}

static bool step_version_0(const struct layer *layer, uint16_t flags, struct layer *next) {
    uint16_t protocol = load_be16(layer->data + 2);
    uint32_t header = GRE_HEADER;

    header += (flags & (GRE_CHECKSUM | GRE_ROUTING)) != 0 ? 4 : 0;
    header += (flags & GRE_KEY) != 0 ? 4 : 0;
    header += (flags & GRE_SEQUENCE) != 0 ? 4 : 0;
    if ((flags & GRE_ROUTING) != 0 && !skip_routes(layer, &header)) {
        return false;
    }
    return layer_after(layer, header, layer_in_gre(protocol), protocol, next);
}

static bool step_version_1(const struct layer *layer, uint16_t flags, struct layer *next) {
    uint16_t protocol = load_be16(layer->data + 2);
    uint32_t header = GRE_HEADER;

    if ((flags & GRE_SEQUENCE) == 0) {
        return false; /* an acknowledgment alone */
    }
    header += (flags & GRE_KEY) != 0 ? 4 : 0;
    header += 4;
    header += (flags & GRE_ACKNOWLEDGMENT) != 0 ? 4 : 0;
    if (protocol != ETHERTYPE_PPP) {
        return layer_after(layer, header, LAYER_OTHER_ETHERTYPE, protocol, next);
    }
    return layer_after(layer, header, LAYER_PPP, 0, next);
}

bool gre_step(const struct layer *layer, struct packet *packet, struct layer *next) {
    uint16_t flags;

    (void)packet;
    if (layer->captured < GRE_HEADER) {
        return false;
    }
    flags = load_be16(layer->data);
    switch (flags & GRE_VERSION) {
    case 0:
        return step_version_0(layer, flags, next);
    case 1:
        return step_version_1(layer, flags, next);
    default:
        return false;
    }
}
