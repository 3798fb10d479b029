/*
 * The link type of what libpcap reads.
 */
#ifndef TCPGLOSS_SRC_CAPTURE_READING_LINK_TYPE_H
#define TCPGLOSS_SRC_CAPTURE_READING_LINK_TYPE_H

#include <pcap/pcap.h>

/* Its number in files: macOS's libpcap gives PKTAP one of its own while it captures. */
static inline int link_type_of(pcap_t *pcap) {
    int type = pcap_datalink(pcap);

#if defined(__APPLE__) && defined(DLT_PKTAP)
    return type == DLT_PKTAP ? 258 : type;
#else
    return type;
#endif
}

#endif
