/* Frame relay: Q.922's address, of two to four bytes, and what may be behind it. */
#ifndef TCPGLOSS_DECODE_FRAME_RELAY_H
#define TCPGLOSS_DECODE_FRAME_RELAY_H

#include <stdint.h>

/* What stands behind the address: an unnumbered frame with RFC 2427's NLPID, or Cisco's EtherType.
 */
enum { FRAME_RELAY_UNNUMBERED = 0x03 };

enum nlpid {
    NLPID_SNAP = 0x80,
    NLPID_IPV6 = 0x8e,
    NLPID_IPV4 = 0xcc,
    NLPID_PPP = 0xcf,
};

/* Bytes of the address; 0 if none of four ends it, or the first one does. */
static inline uint32_t frame_relay_address_length(const uint8_t address[4]) {
    enum { LAST = 0x01 };

    if ((address[0] & LAST) != 0) {
        return 0;
    }
    for (uint32_t i = 1; i < 4; i++) {
        if ((address[i] & LAST) != 0) {
            return i + 1;
        }
    }
    return 0;
}

/* The circuit that an address of that length names. */
static inline uint32_t frame_relay_circuit(const uint8_t address[4], uint32_t length) {
    uint32_t circuit = (uint32_t)(address[0] >> 2) << 4 | (uint32_t)(address[1] >> 4);

    if (length == 4) {
        circuit = circuit << 7 | (uint32_t)(address[2] >> 1);
    }
    return length == 2 ? circuit : circuit << 6 | (uint32_t)(address[length - 1] >> 2);
}

#endif
