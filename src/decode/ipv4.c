/* IPv4 (RFC 791). */
#include "decode/step.h"

enum { IPV4_HEADER_MIN = 20 };

bool ipv4_step(const struct layer *layer, struct packet *packet, struct layer *next) {
    const uint8_t *header = layer->data;
    struct layer whole = *layer;
    uint32_t header_length;
    uint32_t total_length;
    uint16_t fragment;

    if (layer->captured < IPV4_HEADER_MIN || layer->length < IPV4_HEADER_MIN ||
        header[0] >> 4 != 4) {
        return false;
    }
    header_length = (header[0] & 0xfu) * 4;
    total_length = load_be16(header + 2);
    if (total_length == 0) {
        total_length = layer->length; /* segmentation offload: the sender's kernel leaves it open */
    }
    if (header_length < IPV4_HEADER_MIN || total_length < header_length) {
        return false;
    }
    fragment = load_be16(header + 6);
    packet->ip = (struct ip_view){
        .version = 4,
        .ttl = header[8],
        .traffic_class = header[1],
        .more_fragments = (fragment & 0x2000) != 0,
        .id = load_be16(header + 4),
        .source = header + 12,
        .destination = header + 16,
    };
    /* What carries the packet can say that it is shorter: the header's own length counts. */
    layer_set_length(&whole, total_length);
    return layer_after(&whole, header_length,
                       (fragment & 0x1fff) == 0 ? layer_of_ip_protocol(header[9], 4)
                                                : LAYER_FRAGMENT,
                       header[9], next);
}
