/* Frame relay (RFC 2427), also with Cisco's EtherType in place of the control byte. */
#include "tcpgloss/decode/frame_relay.h"

#include "decode/next_layer.h"
#include "decode/step.h"

static enum layer_kind layer_of_nlpid(uint8_t nlpid) {
    switch (nlpid) {
    case NLPID_IPV4:
        return LAYER_IPV4;
    case NLPID_IPV6:
        return LAYER_IPV6;
    case NLPID_SNAP:
        return LAYER_SNAP;
    case NLPID_PPP:
        return LAYER_PPP;
    default:
        return LAYER_RAW;
    }
}

bool frame_relay_step(const struct layer *layer, struct packet *packet, struct layer *next) {
    const uint8_t *data = layer->data;
    uint32_t at;

    (void)packet;
    if (layer->captured < FRAME_RELAY_HEADER) {
        return false;
    }
    at = frame_relay_address_length(data);
    if (at == 0 || layer->captured < at + 2) {
        return false;
    }
    if (data[at] != FRAME_RELAY_UNNUMBERED && frame_relay_circuit(data, at) != 0) {
        uint16_t type = load_be16(data + at);
        enum layer_kind kind = next_layer_of_ethertype(type);

        if (kind != LAYER_OTHER_ETHERTYPE) {
            return layer_after(layer, at + 2, kind, type, next);
        }
    }
    at += data[at + 1] == 0 ? 2 : 1; /* a byte of padding */
    return at < layer->captured &&
           layer_after(layer, at + 1, layer_of_nlpid(data[at]), data[at], next);
}
