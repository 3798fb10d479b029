/* Bits of the first 16 of a GRE header: RFC 2784 §2.1, RFC 2890 §2, RFC 1701 and, of version 1, RFC
 * 2637 §4.1. */
#ifndef TCPGLOSS_DECODE_GRE_H
#define TCPGLOSS_DECODE_GRE_H

enum gre_flag {
    GRE_CHECKSUM = 0x8000,
    GRE_ROUTING = 0x4000,
    GRE_KEY = 0x2000,
    GRE_SEQUENCE = 0x1000,
    GRE_STRICT_ROUTING = 0x0800,
    GRE_ACKNOWLEDGMENT = 0x0080, /* version 1 */
};

enum { GRE_VERSION = 0x0007 /* mask */ };

#endif
