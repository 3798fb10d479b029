/* macOS's PKTAP (tcpdump.org/linktypes: LINKTYPE_PKTAP): a header that says which device and
 * process a packet is of, and then the packet with the link header of that device. */
#include "tcpgloss/decode/link.h"

#include "decode/step.h"

enum { RECORD_PACKET = 1 };

/* tcpdump prints the bytes of a type for private use here, as of one that it does not know. */
static enum layer_kind layer_of(uint32_t link_type) {
    enum layer_kind kind = link_type <= INT32_MAX ? link_type_layer((int)link_type) : LAYER_RAW;

    return kind == LAYER_PRIVATE ? LAYER_RAW : kind;
}

bool pktap_step(const struct layer *layer, struct packet *packet, struct layer *next) {
    uint32_t length;
    uint32_t link_type;

    (void)packet;
    if (layer_least(layer) < PKTAP_HEADER) {
        return false;
    }
    length = load_le32(layer->data);
    link_type = load_le32(layer->data + 8);
    return length >= PKTAP_HEADER && load_le32(layer->data + 4) == RECORD_PACKET &&
           layer_after(layer, length, layer_of(link_type), link_type, next);
}
