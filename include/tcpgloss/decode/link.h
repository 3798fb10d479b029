/*
 * Link types that can be decoded.
 *
 * The numbers are libpcap's DLT_ values (pcap_datalink(); tcpdump.org/linktypes.html), given here
 * again because this layer does not know libpcap.
 */
#ifndef TCPGLOSS_DECODE_LINK_H
#define TCPGLOSS_DECODE_LINK_H

#include <stdbool.h>

#include "tcpgloss/base/export.h"

enum link_type {
    LINK_NULL = 0,
    LINK_EN10MB = 1,
    LINK_PPP = 9,
    LINK_FDDI = 10,
    LINK_RAW_BSD = 12, /* DLT_RAW on Linux and most BSDs; OpenBSD wrote 14, which libpcap elsewhere
                          does not read */
    LINK_PPP_SERIAL = 50,
    LINK_PPP_ETHER = 51,
    LINK_RAW = 101,
    LINK_CHDLC = 104,
    LINK_LOOP = 108,
    LINK_SLL = 113,
    LINK_IPV4 = 228,
    LINK_IPV6 = 229,
    LINK_NFLOG = 239,
    LINK_SLL2 = 276,
};

/* Whether decode_frame() knows this link type. */
TCPGLOSS_API bool link_type_known(int link_type);

#endif
