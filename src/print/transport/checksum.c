/* The sum of a transport: its pseudo-header (RFC 9293 §3.1, RFC 8200 §8.1) and its bytes. */
#include "tcpgloss/base/checksum.h"

#include "print/line.h"

enum { IPV4_HEADER_MIN = 20, IPV6_HEADER = 40 };

enum { OPTION_END = 0, OPTION_NOP = 1, OPTION_LSRR = 131, OPTION_SSRR = 137 };

enum {
    HOP_BY_HOP = 0,
    ROUTING = 43,
    FRAGMENT = 44,
    DESTINATION = 60,
    MOBILITY_OLD = 62,
    MOBILITY = 135
};

enum { ROUTING_SOURCE = 0, ROUTING_MOBILE = 2, ROUTING_SEGMENTS = 4 };

/* The last address of a source route, if the header's options hold one: the datagram's end. */
static const uint8_t *ipv4_final_destination(const struct layer *ip) {
    const uint8_t *header = ip->data;
    uint32_t length = (header[0] & 0xfu) * 4;
    uint32_t at = IPV4_HEADER_MIN;

    while (at < length && header[at] != OPTION_END) {
        uint32_t size = 1;

        if (header[at] != OPTION_NOP) {
            if (at + 1 >= ip->captured || header[at + 1] < 2) {
                break;
            }
            size = header[at + 1];
        }
        if (size > length - at || size > ip->captured - at) {
            break;
        }
        if ((header[at] == OPTION_SSRR || header[at] == OPTION_LSRR) && size >= 7) {
            return header + at + size - 4;
        }
        at += size;
    }
    return header + 16;
}

/* The last address of a routing header. */
static const uint8_t *routing_final_destination(struct span header, const uint8_t *destination) {
    uint8_t words = header.data[1];
    uint8_t type = header.data[2];

    if (words % 2 != 0) {
        return destination;
    }
    if (type == ROUTING_SOURCE || type == ROUTING_MOBILE) {
        for (size_t i = 0; i < words / 2u && span_has(header, 8 + 16 * i, 16); i++) {
            destination = header.data + 8 + 16 * i;
        }
    } else if (type == ROUTING_SEGMENTS && span_has(header, 8, 16)) {
        destination = header.data + 8;
    }
    return destination;
}

static const uint8_t *ipv6_final_destination(const struct layer *ip) {
    struct span rest = span_from(layer_span(ip), IPV6_HEADER);
    const uint8_t *destination = ip->data + 24;
    uint8_t next = ip->data[6];

    while (rest.length >= 4) {
        switch (next) {
        case HOP_BY_HOP:
        case DESTINATION:
        case MOBILITY_OLD:
        case MOBILITY:
            next = rest.data[0];
            rest = span_from(rest, (rest.data[1] + (size_t)1) * 8);
            break;
        case FRAGMENT:
            next = rest.data[0];
            rest = span_from(rest, 8);
            break;
        case ROUTING:
            return routing_final_destination(rest, destination);
        default:
            return destination;
        }
    }
    return destination;
}

uint16_t line_partial_checksum(const struct line *line, const struct layer *layer, uint8_t protocol,
                               uint32_t coverage) {
    const struct layer *ip = line->ip;
    bool v4 = ip->kind == LAYER_IPV4;
    size_t size = v4 ? 4 : 16;
    /* IPv4 has 16 bits for the length, and no more are added. */
    uint32_t length = v4 ? layer->length & 0xffff : layer->length;
    const uint8_t tail[6] = {
        0,
        protocol,
        (uint8_t)(length >> 24),
        (uint8_t)(length >> 16),
        (uint8_t)(length >> 8),
        (uint8_t)length,
    };
    uint64_t sum = checksum_add(0, ip->data + (v4 ? 12 : 8), size);

    sum = checksum_add(sum, v4 ? ipv4_final_destination(ip) : ipv6_final_destination(ip), size);
    sum = checksum_add(sum, tail, sizeof tail);
    return checksum_finish(checksum_add(sum, layer->data, coverage));
}

uint16_t line_transport_checksum(const struct line *line, const struct layer *layer,
                                 uint8_t protocol) {
    return line_partial_checksum(line, layer, protocol, layer->length);
}
