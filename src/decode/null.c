/* BSD loopback: an address family in the byte order of the machine that captured. */
#include "decode/next_layer.h"
#include "decode/step.h"

bool null_step(const struct layer *layer, struct packet *packet, struct layer *next) {
    uint32_t family;

    (void)packet;
    if (layer->captured < NULL_HEADER) {
        return false;
    }
    family = next_layer_family(layer->data);
    return layer_after(layer, NULL_HEADER, next_layer_of_family(family), family, next);
}
