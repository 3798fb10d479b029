/* Logical link control (IEEE 802.2) and SNAP. */
#include "decode/llc.h"

#include "decode/next_layer.h"
#include "decode/step.h"

enum { RFC2684_PADDING = 2 };

/* Both directions of a service access point, without the bit for groups or responses. */
static bool is_between(const uint8_t *header, uint8_t sap) {
    return (header[0] & 0xfe) == sap && (header[1] & 0xfe) == sap;
}

bool llc_step(const struct layer *layer, struct packet *packet, struct layer *next) {
    (void)packet;
    if (layer->captured < LLC_HEADER || layer->data[2] != LLC_UNNUMBERED_INFORMATION) {
        return false;
    }
    if (is_between(layer->data, LLC_SAP_SNAP)) {
        return layer_after(layer, LLC_HEADER, LAYER_SNAP, LLC_SAP_SNAP, next);
    }
    return is_between(layer->data, LLC_SAP_IP) &&
           layer_after(layer, LLC_HEADER, LAYER_IPV4, LLC_SAP_IP, next);
}

bool snap_step(const struct layer *layer, struct packet *packet, struct layer *next) {
    uint32_t header = SNAP_HEADER;
    uint32_t oui;
    uint16_t type;

    (void)packet;
    if (layer->captured < SNAP_HEADER) {
        return false;
    }
    oui = load_be24(layer->data);
    type = load_be16(layer->data + 3);
    switch (oui) {
    case OUI_ETHERNET:
    case OUI_CISCO_BRIDGED:
        return layer_after(layer, SNAP_HEADER, next_layer_of_ethertype(type), type, next);
    case OUI_RFC2684:
        if (layer->protocol == LLC_SAP_SNAP) { /* not in frame relay (RFC 2427 §4.2) */
            header += RFC2684_PADDING;
        }
        return (type == RFC2684_ETHERNET || type == RFC2684_ETHERNET_FCS) &&
               layer_after(layer, header, LAYER_ETHERNET, type, next);
    default:
        return false;
    }
}
