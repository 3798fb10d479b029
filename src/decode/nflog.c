/* Linux netfilter's log (tcpdump.org/linktypes: LINKTYPE_NFLOG): a header, then items of which one
 * is the packet. */
#include "decode/step.h"

enum { ITEM_HEADER = 4, ITEM_PAYLOAD = 9 };

/* Linux's address families. */
enum { FAMILY_INET = 2, FAMILY_INET6 = 10 };

static enum layer_kind layer_of_family(uint8_t family) {
    return family == FAMILY_INET ? LAYER_IPV4 : family == FAMILY_INET6 ? LAYER_IPV6 : LAYER_RAW;
}

/*
 * Items are in the byte order of the machine that captured, which nothing tells; nearly all are
 * little-endian.
 */
bool nflog_step(const struct layer *layer, struct packet *packet, struct layer *next) {
    uint32_t at = NFLOG_HEADER;

    (void)packet;
    if (layer->captured < NFLOG_HEADER || layer->data[1] != 0) {
        return false;
    }
    while (at < layer->length) {
        const uint8_t *item = layer->data + at;
        uint32_t size;

        if (layer->captured - at < ITEM_HEADER) {
            return false;
        }
        size = (load_le16(item) + 3u) & 0xfffcu;
        if (size < ITEM_HEADER || size > layer->captured - at) {
            return false;
        }
        if (load_le16(item + 2) == ITEM_PAYLOAD) {
            at += ITEM_HEADER;
            break;
        }
        at += size;
    }
    return layer_after(layer, at, layer_of_family(layer->data[0]), layer->data[0], next);
}
