/*
 * A packet as decoded: the chain of its layers, and a view of the TCP segment at its end.
 *
 * decode_frame() fills a struct packet that its caller owns and allocates nothing. Everything in it
 * points into the frame's buffer, which for a capture is libpcap's: it is valid until the next
 * packet is read, and whoever needs a field longer copies it.
 *
 * A malformed packet is data, not an error: the chain ends where decoding could not go on, and the
 * last layer's `captured` and `length` say why. Views are in host byte order.
 */
#ifndef TCPGLOSS_DECODE_PACKET_H
#define TCPGLOSS_DECODE_PACKET_H

#include <stdbool.h>
#include <stdint.h>

#include "tcpgloss/base/bytes.h"
#include "tcpgloss/base/export.h"
#include "tcpgloss/base/frame.h"
#include "tcpgloss/decode/tcp.h"

/* Every protocol header that decoding steps through or ends at. */
enum layer_kind {
    /* Link layers */
    LAYER_ETHERNET, /* destination, source, and type or length */
    LAYER_VLAN,     /* one tag: starts after the tag's own EtherType, at its TCI */
    LAYER_LLC,      /* IEEE 802.2 */
    LAYER_SNAP,     /* what follows the LLC header: starts at the OUI */
    LAYER_NULL,     /* BSD loopback: address family, four bytes */
    LAYER_RAW_IP,   /* a link without a header: IP of either version, no byte of its own */
    LAYER_SLL,      /* Linux cooked capture */
    LAYER_SLL2,
    LAYER_SLL_VLAN, /* a tag behind one of these, where only 0x8100 is one */
    LAYER_FDDI,
    LAYER_NFLOG,
    LAYER_CHDLC,
    LAYER_PPP,      /* address and control, if they are there, and the protocol */
    LAYER_PPP_HDLC, /* a serial line: PPP with address and control, or Cisco's HDLC */
    LAYER_PPPOE,
    LAYER_MPLS, /* all labels of the stack */
    LAYER_NSH,
    /* Network layers */
    LAYER_IPV4,
    LAYER_IPV6,
    LAYER_IPV6_HOP_BY_HOP,
    LAYER_IPV6_ROUTING,
    LAYER_IPV6_FRAGMENT,
    LAYER_IPV6_DESTINATION,
    LAYER_IPV6_MOBILITY,
    LAYER_AH,
    LAYER_ARP,
    LAYER_LLDP, /* IEEE 802.1AB */
    /* Tunnels above IP */
    LAYER_GRE,
    LAYER_VXLAN,
    LAYER_GENEVE,
    /* Transports and what ends the chain */
    LAYER_TCP,
    LAYER_UDP,
    LAYER_ICMP,
    LAYER_ICMPV6,
    LAYER_IGMP,
    LAYER_SCTP,
    LAYER_OTHER_IP,        /* an IP protocol that is not decoded: `protocol` says which */
    LAYER_OTHER_ETHERTYPE, /* the same for an EtherType */
    LAYER_FRAGMENT,        /* the rest of a datagram whose first fragment is elsewhere */
    LAYER_RAW,             /* bytes whose protocol is not known at all */
};

/*
 * One header and all that is behind it.
 *
 * `length` is how many bytes it and what is behind it had on the wire, as the headers before it
 * say; `captured` is how many of them may be read at `data`. An outer length that is shorter than
 * the frame cuts both (an Ethernet trailer is not part of the IP packet); one that is longer
 * leaves `length` larger than `captured`.
 */
struct layer {
    enum layer_kind kind;
    uint32_t protocol; /* the number by which the header before it named it: EtherType, IP protocol,
                          DLT of the frame, …; 0 if there was none */
    const uint8_t *data;
    uint32_t captured;
    uint32_t length;
};

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

/* Follows the frame's layers from its link type on. `packet` need not be initialised. */
TCPGLOSS_API void decode_frame(const struct frame *frame, struct packet *packet);

/*
 * The same from any layer on, for a packet quoted inside another (ICMP errors): `packet->frame` is
 * left as it is.
 */
TCPGLOSS_API void decode_from(enum layer_kind kind, const uint8_t *data, uint32_t captured,
                              uint32_t length, struct packet *packet);

#endif
