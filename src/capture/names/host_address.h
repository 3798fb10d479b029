/*
 * An address of a host, as a key: all bytes count, and none is padding.
 */
#ifndef TCPGLOSS_SRC_CAPTURE_NAMES_HOST_ADDRESS_H
#define TCPGLOSS_SRC_CAPTURE_NAMES_HOST_ADDRESS_H

#include <stdint.h>

struct host_address {
    uint8_t version;   /* 4 or 6 */
    uint8_t bytes[16]; /* network byte order; of version 4 the first four, and zeros */
};

enum { HOST_NAME_SIZE = 256 }; /* with the NUL; who has a longer name has none */

#endif
