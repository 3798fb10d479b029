/* IP over Fibre Channel (RFC 2625): the two network addresses; LLC follows. */
#include "decode/step.h"

bool ip_over_fc_step(const struct layer *layer, struct packet *packet, struct layer *next) {
    (void)packet;
    return layer_after(layer, IP_OVER_FC_HEADER, LAYER_LLC, 0, next);
}
