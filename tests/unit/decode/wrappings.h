/*
 * Every link type and every tunnel that is decoded, as the bytes before an IP packet.
 */
#ifndef TCPGLOSS_TESTS_UNIT_DECODE_WRAPPINGS_H
#define TCPGLOSS_TESTS_UNIT_DECODE_WRAPPINGS_H

#include <stddef.h>
#include <stdint.h>

#include "tcpgloss/decode/link.h"
#include "tcpgloss/decode/packet.h"

enum { PREFIX_MAX = 128, KINDS_MAX = 8 };

/* What precedes the IP packet, and the layers that decoding finds in it. */
struct wrapping {
    const char *name;
    int link_type;
    uint8_t version; /* of the innermost IP packet */
    uint32_t prefix_length;
    uint8_t prefix[PREFIX_MAX];
    enum layer_kind kinds[KINDS_MAX]; /* up to the innermost IP; LAYER_RAW ends the list */
};

/* Headers in an array of bytes: both Ethernet addresses, SNAP without its protocol, an outer IPv4
 * header. */
#define MACS 2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2
#define SNAP 0xaa, 0xaa, 3, 0, 0, 0
#define OUTER(length, protocol)                                                                    \
    0x45, 0, 0, (length), 0, 7, 0, 0, 64, (protocol), 0, 0, 10, 9, 9, 1, 10, 9, 9, 2

extern const struct wrapping wrappings[];
extern const size_t wrapping_count;

#endif
