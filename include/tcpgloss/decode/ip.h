/* Where the fields of an IP header stand, and IPv6's extension headers. */
#ifndef TCPGLOSS_DECODE_IP_H
#define TCPGLOSS_DECODE_IP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "tcpgloss/base/bytes.h"
#include "tcpgloss/decode/ip_protocol.h"
#include "tcpgloss/decode/layer.h"

/* Offsets into the header: RFC 791 §3.1, RFC 8200 §3. */
enum ip_field {
    IPV4_TOTAL_LENGTH = 2,
    IPV4_FRAGMENT = 6,
    IPV4_PROTOCOL = 9,
    IPV4_CHECKSUM = 10,
    IPV4_SOURCE = 12,
    IPV4_DESTINATION = 16,
    IPV6_PAYLOAD_LENGTH = 4,
    IPV6_NEXT_HEADER = 6,
    IPV6_HOP_LIMIT = 7,
    IPV6_SOURCE = 8,
    IPV6_DESTINATION_ADDRESS = 24,
};

enum ipv4_fragment_bit {
    IPV4_MORE_FRAGMENTS = 0x2000,
    IPV4_DO_NOT_FRAGMENT = 0x4000,
    IPV4_RESERVED_BIT = 0x8000,
    IPV4_FRAGMENT_OFFSET = 0x1fff, /* mask; in units of eight bytes */
};

/* The fragment header's field (RFC 8200 §4.5). */
enum ipv6_fragment_bit {
    IPV6_MORE_FRAGMENTS = 0x0001,
    IPV6_FRAGMENT_OFFSET = 0xfff8, /* mask; in bytes */
};

/* Both ends of a packet, as its IP header gives them. */
struct ip_ends {
    unsigned version;           /* 4 or 6 */
    size_t size;                /* of an address: 4 or 16 */
    const uint8_t *source;      /* in the frame, network byte order */
    const uint8_t *destination; /* likewise */
};

/* Of a layer of kind LAYER_IPV4 or LAYER_IPV6, whose header was captured up to the addresses. */
static inline struct ip_ends ip_ends(const struct layer *ip) {
    if (ip->kind == LAYER_IPV4) {
        return (struct ip_ends){4, 4, ip->data + IPV4_SOURCE, ip->data + IPV4_DESTINATION};
    }
    return (struct ip_ends){6, 16, ip->data + IPV6_SOURCE, ip->data + IPV6_DESTINATION_ADDRESS};
}

/* What the header itself says that follows: an IP protocol, in IPv6 also an extension header. */
static inline uint8_t ip_next_protocol(const struct layer *ip) {
    return ip->data[ip->kind == LAYER_IPV4 ? IPV4_PROTOCOL : IPV6_NEXT_HEADER];
}

/* Whether this "next header" of IPv6 is an extension header that is followed (RFC 8200 §4.1). */
static inline bool ipv6_is_extension(uint8_t next_header) {
    return next_header == IP_HOP_BY_HOP || next_header == IP_ROUTING ||
           next_header == IP_FRAGMENT || next_header == IP_DESTINATION ||
           next_header == IP_MOBILITY || next_header == IP_MOBILITY_OLD;
}

/* Bytes of an extension header, or of an authentication header, from the length in its second
 * byte. */
static inline uint32_t ipv6_extension_length(uint8_t next_header, uint8_t field) {
    switch (next_header) {
    case IP_FRAGMENT:
        return IPV6_FRAGMENT_HEADER;
    case IP_AH:
        return (field + 2u) * 4; /* RFC 4302 §2.2: words of 32 bits, less two */
    default:
        return (field + 1u) * 8;
    }
}

/* A walk through the extension headers of a packet: what is at the front of `rest`. */
struct ipv6_walk {
    uint8_t next_header;
    struct span rest;
};

/* Moves behind the extension header, or authentication header, at hand. False if its first two
 * bytes were not captured. */
static inline bool ipv6_walk_on(struct ipv6_walk *walk) {
    uint8_t next_header;
    uint8_t field;

    if (!span_u8(walk->rest, 0, &next_header) || !span_u8(walk->rest, 1, &field)) {
        return false;
    }
    walk->rest = span_from(walk->rest, ipv6_extension_length(walk->next_header, field));
    walk->next_header = next_header;
    return true;
}

#endif
