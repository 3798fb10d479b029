/* LLC on ATM (RFC 2684). */
#include "decode/llc.h"
#include "decode/step.h"

enum { NLPID_WITHOUT_LLC = 0x03, DRIVER_HEADER = 20 };

/* Whether LLC begins here, by the values that it has on ATM. */
static bool is_llc(const uint8_t *data) {
    return data[0] == data[1] && data[2] == LLC_UNNUMBERED_INFORMATION &&
           (data[0] == LLC_SAP_SNAP || data[0] == LLC_SAP_OSI || data[0] == LLC_SAP_IP);
}

/* tcpdump takes everything else for the header of a driver, with LLC behind it. */
bool atm_step(const struct layer *layer, struct packet *packet, struct layer *next) {
    (void)packet;
    return layer->captured >= ATM_HEADER && layer->data[0] != NLPID_WITHOUT_LLC &&
           layer_after(layer, is_llc(layer->data) ? 0 : DRIVER_HEADER, LAYER_LLC, 0, next);
}
