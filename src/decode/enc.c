/* OpenBSD's enc(4): address family, security parameter index, flags. */
#include "decode/next_layer.h"
#include "decode/step.h"

bool enc_step(const struct layer *layer, struct packet *packet, struct layer *next) {
    uint32_t family;

    (void)packet;
    if (layer->captured < ENC_HEADER) {
        return false;
    }
    family = next_layer_family(layer->data);
    return layer_after(layer, ENC_HEADER, next_layer_of_family(family), family, next);
}
