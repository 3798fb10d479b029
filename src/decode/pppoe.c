/* PPP over Ethernet (RFC 2516). */
#include "decode/step.h"

enum { CODE_SESSION = 0 };

bool pppoe_step(const struct layer *layer, struct packet *packet, struct layer *next) {
    uint16_t length;

    (void)packet;
    if (layer->captured < PPPOE_HEADER || layer->data[1] != CODE_SESSION) {
        return false;
    }
    length = load_be16(layer->data + 4);
    if (!layer_after(layer, PPPOE_HEADER, LAYER_PPP, CODE_SESSION, next)) {
        return false;
    }
    /* Bytes behind that length stay readable: what is inside has a length of its own. */
    if (length < next->length) {
        next->length = length;
    }
    return true;
}
