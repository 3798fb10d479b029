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

/*
 * tcpdump adds little-endian words up in 32 bits, from which carries are lost in a packet longer
 * than this.
 */
enum { CARRIES_LOST = 0x20000 };

static uint32_t narrow_add(uint32_t sum, const uint8_t *data, size_t length) {
    for (size_t at = 0; at + 1 < length; at += 2) {
        sum += load_le16(data + at);
    }
    return length % 2 != 0 ? sum + data[length - 1] : sum;
}

static uint16_t narrow_finish(uint32_t sum) {
    sum = (sum & 0xffff) + (sum >> 16);
    sum = ~(sum + (sum >> 16)) & 0xffff;
    return (uint16_t)(sum << 8 | sum >> 8);
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
    const uint8_t *destination = v4 ? ipv4_final_destination(ip) : ipv6_final_destination(ip);
    uint64_t sum;

    if (coverage > CARRIES_LOST) {
        uint32_t narrow = narrow_add(0, ends.source, ends.size);

        narrow = narrow_add(narrow, destination, ends.size);
        narrow = narrow_add(narrow, tail, sizeof tail);
        return narrow_finish(narrow_add(narrow, layer->data, coverage));
    }
    sum = checksum_add(0, ends.source, ends.size);
    sum = checksum_add(sum, destination, ends.size);
    sum = checksum_add(sum, tail, sizeof tail);
    return checksum_finish(checksum_add(sum, layer->data, coverage));
}

uint16_t transport_checksum(const struct line *line, const struct layer *layer, uint8_t protocol) {
    return transport_checksum_partial(line, layer, protocol, layer->length);
}
