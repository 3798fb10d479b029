/*
 * Both ends of a connection.
 */
#ifndef TCPGLOSS_SRC_CAPTURE_KERNEL_SOCKET_PAIR_H
#define TCPGLOSS_SRC_CAPTURE_KERNEL_SOCKET_PAIR_H

#include <stdint.h>

/* All in network byte order, bytes that are not used zero, so that it can be compared as bytes. */
struct socket_pair {
    uint8_t addresses[2][16]; /* of version 4 the first four bytes */
    uint16_t ports[2];
    uint32_t version; /* 4 or 6 */
};

#endif
