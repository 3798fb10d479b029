/* MPLS (RFC 3032): labels, and no word on what they carry. */
#include "decode/step.h"

enum { LABEL_ENTRY = 4 };

enum label {
    LABEL_IPV4_EXPLICIT_NULL = 0,
    LABEL_IPV6_EXPLICIT_NULL = 2,
    LABEL_IMPLICIT_NULL = 3,
};

/* Behind the last label; where that does not tell, the version field does. */
static enum layer_kind layer_of_label(uint32_t label, const struct layer *payload) {
    uint8_t first;

    switch (label) {
    case LABEL_IPV4_EXPLICIT_NULL:
    case LABEL_IMPLICIT_NULL:
        return LAYER_IPV4;
    case LABEL_IPV6_EXPLICIT_NULL:
        return LAYER_IPV6;
    default:
        break;
    }
    first = payload->captured > 0 ? payload->data[0] : 0;
    if (first >= 0x45 && first <= 0x4f) {
        return LAYER_IPV4;
    }
    return first >> 4 == 6 ? LAYER_IPV6 : LAYER_RAW;
}

bool mpls_step(const struct layer *layer, struct packet *packet, struct layer *next) {
    uint32_t at = 0;
    uint32_t entry;

    (void)packet;
    do {
        if (layer->captured - at < LABEL_ENTRY) {
            return false;
        }
        entry = load_be32(layer->data + at);
        at += LABEL_ENTRY;
    } while ((entry >> 8 & 1) == 0);
    if (!layer_after(layer, at, LAYER_RAW, 0, next)) {
        return false;
    }
    next->kind = layer_of_label(entry >> 12, next);
    return true;
}
