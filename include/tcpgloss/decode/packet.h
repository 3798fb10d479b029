/*
 * A packet as decoded: the chain of its layers, and a view of the TCP segment at its end.
 *
 * decode_frame() (decode.h) fills a struct packet that its caller owns. Everything in it points
 * into the frame's buffer, which for a capture is libpcap's: it is valid until the next packet is
 * read, and a caller that needs a field longer copies it.
 *
 * A malformed packet is data, not an error: the chain ends where decoding could not go on, and the
 * last layer's `captured` and `length` say why. Views are in host byte order.
 */
#ifndef TCPGLOSS_DECODE_PACKET_H
#define TCPGLOSS_DECODE_PACKET_H

#include <stdbool.h>
#include <stdint.h>

#include "tcpgloss/base/frame.h"
#include "tcpgloss/decode/layer.h"
#include "tcpgloss/decode/tcp.h"

/* More than tcpdump follows before it gives up would be a packet made to be slow; the chain ends.
 */
#define PACKET_LAYERS_MAX 32

/* The innermost IP header before the TCP segment. */
struct ip_view {
    uint8_t version;            /* 4 or 6; 0 if there is no complete IP header */
    uint8_t ttl;                /* hop limit in IPv6 */
    uint8_t traffic_class;      /* TOS: DSCP and ECN */
    bool more_fragments;        /* first fragment of several: the segment's end is not here */
    uint16_t id;                /* IPv4 identification; 0 in IPv6 */
    const uint8_t *source;      /* 4 or 16 bytes, network byte order, in the frame */
    const uint8_t *destination; /* likewise */
};

/*
 * What the segment's numbers are counted from where they are shown. All 0, as decoding leaves them:
 * they are shown as they are. print/relative_seq.h makes them tcpdump's relative numbers.
 */
struct relative_base {
    uint32_t seq;  /* of the sequence number */
    uint32_t ack;  /* of the acknowledgment number */
    uint32_t sack; /* of SACK edges: that of the acknowledgment number, and in the segment with
                      which counting begins, whose other numbers are shown as they are, the same */
};

/* What every packet fills stands together, before the layers, of which few are used. */
struct packet {
    struct frame frame;
    struct ip_view ip;
    bool has_tcp; /* `tcp` is filled: the header, options included, is whole and well formed
                     and the packet is no later fragment; in a first fragment the options may
                     end where it ends */
    struct tcp_view tcp;
    uint64_t conversation; /* conversation_hash() of the segment's ends, once someone has taken it;
                              0: not yet, as decoding leaves it */
    struct relative_base relative_base;
    unsigned layer_count; /* at least 1 */
    struct layer layers[PACKET_LAYERS_MAX];
};

#endif
