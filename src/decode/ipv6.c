/* IPv6 (RFC 8200) and its extension headers. */
#include "step.h"

enum { IPV6_HEADER = 40, FRAGMENT_HEADER = 8 };

bool ipv6_step(const struct layer *layer, struct packet *packet, struct layer *next) {
    const uint8_t *header = layer->data;
    uint32_t payload_length;

    if (layer->captured < IPV6_HEADER || layer->length < IPV6_HEADER || header[0] >> 4 != 6) {
        return false;
    }
    payload_length = load_be16(header + 4);
    packet->ip = (struct ip_view){
        .version = 6,
        .ttl = header[7],
        .traffic_class = (uint8_t)(load_be16(header) >> 4),
        .source = header + 8,
        .destination = header + 24,
    };
    if (!layer_after(layer, IPV6_HEADER, layer_of_ipv6_next(header[6]), header[6], next)) {
        return false;
    }
    layer_cut(next, payload_length);
    return true;
}

/* Hop-by-hop options, destination options, routing: next header and a length in words of 64 bits,
 * less one. */
bool ipv6_options_step(const struct layer *layer, struct packet *packet, struct layer *next) {
    (void)packet;
    if (layer->captured < 2) {
        return false;
    }
    return layer_after(layer, (layer->data[1] + 1u) * 8, layer_of_ipv6_next(layer->data[0]),
                       layer->data[0], next);
}

bool ipv6_fragment_step(const struct layer *layer, struct packet *packet, struct layer *next) {
    uint16_t fragment;
    enum layer_kind kind;

    if (layer->captured < FRAGMENT_HEADER) {
        return false;
    }
    fragment = load_be16(layer->data + 2);
    packet->ip.more_fragments = (fragment & 1) != 0;
    kind = (fragment & 0xfff8) != 0 ? LAYER_FRAGMENT : layer_of_ipv6_next(layer->data[0]);
    return layer_after(layer, FRAGMENT_HEADER, kind, layer->data[0], next);
}
