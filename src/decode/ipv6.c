/* IPv6 (RFC 8200) and its extension headers. */
#include "decode/step.h"

enum { IPV6_HEADER = 40, FRAGMENT_HEADER = 8 };

enum { OPTION_PAD1 = 0x00, OPTION_JUMBO = 0xc2, JUMBO_MIN = 65536 };

static bool is_extension(enum layer_kind kind) {
    return kind == LAYER_IPV6_HOP_BY_HOP || kind == LAYER_IPV6_ROUTING ||
           kind == LAYER_IPV6_FRAGMENT || kind == LAYER_IPV6_DESTINATION ||
           kind == LAYER_IPV6_MOBILITY;
}

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
    if (!layer_after(layer, IPV6_HEADER, LAYER_RAW, header[6], next)) {
        return false;
    }
    next->kind = layer_of_ipv6_next(header[6]);
    if (payload_length != 0 || !is_extension(next->kind)) {
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
    if (load_be16(ip->data + 4) != 0) {
        return true;
    }
    if (ip[1].kind != LAYER_IPV6_HOP_BY_HOP) {
        return is_extension(next->kind);
    }
    jumbo =
        jumbo_length((struct span){.data = ip[1].data, .length = (ip[1].data[1] + (size_t)1) * 8});
    if (jumbo == 0) {
        return false;
    }
    if (!is_extension(next->kind)) {
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
    return layer_after(layer, (layer->data[1] + 1u) * 8, layer_of_ipv6_next(layer->data[0]),
                       layer->data[0], next) &&
           resolve_jumbo(packet, layer, next);
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
    return layer_after(layer, FRAGMENT_HEADER, kind, layer->data[0], next) &&
           resolve_jumbo(packet, layer, next);
}
