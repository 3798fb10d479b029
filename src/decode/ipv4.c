/* IPv4 (RFC 791). */
#include "tcpgloss/decode/ip.h"

#include "decode/next_layer.h"
#include "decode/step.h"

bool ipv4_step(const struct layer *layer, struct packet *packet, struct layer *next) {
    const uint8_t *header = layer->data;
    struct layer whole = *layer;
    uint32_t header_length;
    uint32_t total_length;
    uint16_t fragment;

    if (layer->captured < IPV4_HEADER || layer->length < IPV4_HEADER || header[0] >> 4 != 4) {
        return false;
    }
    header_length = (header[0] & 0xfu) * 4;
    total_length = load_be16(header + IPV4_TOTAL_LENGTH);
    if (total_length == 0) {
        total_length = layer->length; /* segmentation offload: the sender's kernel leaves it open */
    }
    if (header_length < IPV4_HEADER || total_length < header_length) {
        return false;
    }
    fragment = load_be16(header + IPV4_FRAGMENT);
    packet->ip = (struct ip_view){
        .version = 4,
        .ttl = header[8],
        .traffic_class = header[1],
        .more_fragments = (fragment & IPV4_MORE_FRAGMENTS) != 0,
        .id = load_be16(header + 4),
        .source = header + IPV4_SOURCE,
        .destination = header + IPV4_DESTINATION,
    };
    /* What carries the packet can say that it is shorter: the header's own length counts. */
    layer_set_length(&whole, total_length);
    return layer_after(&whole, header_length,
                       (fragment & IPV4_FRAGMENT_OFFSET) == 0
                           ? next_layer_of_ip(header[IPV4_PROTOCOL], 4)
                           : LAYER_FRAGMENT,
                       header[IPV4_PROTOCOL], next);
}
