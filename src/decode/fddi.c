/* FDDI: frame control, addresses; LLC follows. */
#include "decode/step.h"

enum { CONTROL_CLASS = 0xf0, CLASS_LLC_ASYNC = 0x50 };

bool fddi_step(const struct layer *layer, struct packet *packet, struct layer *next) {
    (void)packet;
    if (layer->captured < FDDI_HEADER) {
        return false;
    }
    return layer_after(layer, FDDI_HEADER,
                       (layer->data[0] & CONTROL_CLASS) == CLASS_LLC_ASYNC ? LAYER_LLC : LAYER_RAW,
                       layer->data[0], next);
}
