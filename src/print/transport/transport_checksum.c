#include "print/transport/transport_checksum.h"

#include "tcpgloss/base/checksum.h"

#include "print/line.h"

enum { OPTION_END = 0, OPTION_NOP = 1, OPTION_LSRR = 131, OPTION_SSRR = 137 };

enum { ROUTING_SOURCE = 0, ROUTING_MOBILE = 2, ROUTING_SEGMENTS = 4 };

/* The last address of a source route, if the header's options hold one: the datagram's end. */
static const uint8_t *ipv4_final_destination(const struct layer *ip) {
    const uint8_t *header = ip->data;
    uint32_t length = (header[0] & 0xfu) * 4;
    uint32_t at = IPV4_HEADER;

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
    return header + IPV4_DESTINATION;
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
    const uint8_t *destination = ip_ends(ip).destination;
    struct ipv6_walk walk = {
        .next_header = ip_next_protocol(ip),
        .rest = span_from(layer_span(ip), IPV6_HEADER),
    };

    while (ipv6_is_extension(walk.next_header) && walk.rest.length >= 4) {
        if (walk.next_header == IP_ROUTING) {
            return routing_final_destination(walk.rest, destination);
        }
        (void)ipv6_walk_on(&walk);
    }
    return destination;
}

uint16_t transport_checksum_partial(const struct line *line, const struct layer *layer,
                                    uint8_t protocol, uint32_t coverage) {
    const struct layer *ip = line->ip;
    const struct ip_ends ends = ip_ends(ip);
    bool v4 = ends.version == 4;
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
    uint64_t sum = checksum_add(0, ends.source, ends.size);

    sum =
        checksum_add(sum, v4 ? ipv4_final_destination(ip) : ipv6_final_destination(ip), ends.size);
    sum = checksum_add(sum, tail, sizeof tail);
    return checksum_finish(checksum_add(sum, layer->data, coverage));
}

uint16_t transport_checksum(const struct line *line, const struct layer *layer, uint8_t protocol) {
    return transport_checksum_partial(line, layer, protocol, layer->length);
}
