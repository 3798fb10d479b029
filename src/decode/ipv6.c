/* IPv6 (RFC 8200) and its extension headers. */
#include "tcpgloss/decode/ip.h"

#include "decode/next_layer.h"
#include "decode/step.h"

enum { OPTION_PAD1 = 0x00, OPTION_JUMBO = 0xc2, JUMBO_MIN = 65536 };

bool ipv6_step(const struct layer *layer, struct packet *packet, struct layer *next) {
    const uint8_t *header = layer->data;
    uint32_t payload_length;

    if (layer->captured < IPV6_HEADER || layer->length < IPV6_HEADER || header[0] >> 4 != 6) {
        return false;
    }
    payload_length = load_be16(header + IPV6_PAYLOAD_LENGTH);
    packet->ip = (struct ip_view){
        .version = 6,
        .ttl = header[IPV6_HOP_LIMIT],
        .traffic_class = (uint8_t)(load_be16(header) >> 4),
        .source = header + IPV6_SOURCE,
        .destination = header + IPV6_DESTINATION_ADDRESS,
    };
    if (!layer_after(layer, IPV6_HEADER, LAYER_RAW, header[IPV6_NEXT_HEADER], next)) {
        return false;
    }
    next->kind = next_layer_of_ipv6(header[IPV6_NEXT_HEADER]);
    if (payload_length != 0 || !ipv6_is_extension(header[IPV6_NEXT_HEADER])) {
        layer_set_length(next, payload_length);
    }
    return true;
}

/*
 * The payload length that a hop-by-hop header's Jumbo Payload option gives (RFC 2675 §2), 0 if it
 * holds no valid one. `header` is whole.
 */
static uint32_t jumbo_length(struct span header) {
    struct span rest = span_from(header, 2);

    while (rest.length >= 2) {
        size_t size = rest.data[0] == OPTION_PAD1 ? 1 : rest.data[1] + 2u;

        if (rest.data[0] == OPTION_JUMBO) {
            uint32_t length = 0;

            return size == 6 && span_be32(rest, 2, &length) && length >= JUMBO_MIN ? length : 0;
        }
        rest = span_from(rest, size);
    }
    return 0;
}

/*
 * What a payload length of zero means, once the extension headers are behind: a jumbogram if one of
 * them said so, otherwise that there is nothing behind them. False in the latter case.
 */
static bool resolve_jumbo(const struct packet *packet, const struct layer *layer,
                          struct layer *next) {
    const struct layer *ip = layer;
    uint32_t jumbo;

    while (ip->kind != LAYER_IPV6) {
        if (ip == packet->layers) {
            return true;
        }
        ip--;
    }
    if (load_be16(ip->data + IPV6_PAYLOAD_LENGTH) != 0) {
        return true;
    }
    if (ip[1].kind != LAYER_IPV6_HOP_BY_HOP) {
        return ipv6_is_extension((uint8_t)next->protocol);
    }
    jumbo = jumbo_length(
        span_first(layer_span(&ip[1]), ipv6_extension_length(IP_HOP_BY_HOP, ip[1].data[1])));
    if (jumbo == 0) {
        return false;
    }
    if (!ipv6_is_extension((uint8_t)next->protocol)) {
        uint32_t before = (uint32_t)(next->data - ip->data) - IPV6_HEADER;

        if (jumbo < before) {
            return false;
        }
        layer_set_length(next, jumbo - before);
    }
    return true;
}

/* Hop-by-hop options, destination options, routing: next header and a length in words of 64 bits,
 * less one. */
bool ipv6_options_step(const struct layer *layer, struct packet *packet, struct layer *next) {
    if (layer->captured < 2) {
        return false;
    }
    return layer_after(layer, ipv6_extension_length((uint8_t)layer->protocol, layer->data[1]),
                       next_layer_of_ipv6(layer->data[0]), layer->data[0], next) &&
           resolve_jumbo(packet, layer, next);
}

bool ipv6_fragment_step(const struct layer *layer, struct packet *packet, struct layer *next) {
    uint16_t fragment;
    enum layer_kind kind;

    if (layer->captured < IPV6_FRAGMENT_HEADER) {
        return false;
    }
    fragment = load_be16(layer->data + 2);
    packet->ip.more_fragments = (fragment & IPV6_MORE_FRAGMENTS) != 0;
    kind = (fragment & IPV6_FRAGMENT_OFFSET) != 0 ? LAYER_FRAGMENT
                                                  : next_layer_of_ipv6(layer->data[0]);
    return layer_after(layer, IPV6_FRAGMENT_HEADER, kind, layer->data[0], next) &&
           resolve_jumbo(packet, layer, next);
}
