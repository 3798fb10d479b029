/* The TCP header (RFC 9293 §3.1). Its options: tcp_options.h. */
#ifndef TCPGLOSS_DECODE_TCP_H
#define TCPGLOSS_DECODE_TCP_H

#include <stdint.h>

#include "tcpgloss/base/bytes.h"

/* Control bits as in the header's 12-bit field (RFC 9293 §3.1, RFC 3168, AE from RFC 9768). */
enum tcp_flag {
    TCP_FIN = 0x001,
    TCP_SYN = 0x002,
    TCP_RST = 0x004,
    TCP_PSH = 0x008,
    TCP_ACK = 0x010,
    TCP_URG = 0x020,
    TCP_ECE = 0x040,
    TCP_CWR = 0x080,
    TCP_AE = 0x100,
};

/* A whole TCP header, host byte order. Spans point into the frame. */
struct tcp_view {
    uint16_t source_port;
    uint16_t destination_port;
    uint32_t seq;
    uint32_t ack;    /* meaningful with TCP_ACK only */
    uint16_t flags;  /* of enum tcp_flag */
    uint16_t window; /* as in the header, not scaled */
    uint16_t checksum;
    uint16_t urgent; /* meaningful with TCP_URG only */
    struct span options;
    struct span payload;     /* the part that was captured */
    uint32_t payload_length; /* bytes on the wire, as the IP header says */
};

#endif
