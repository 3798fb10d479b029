/*
 * Checksums that a host left to its network card.
 */
#ifndef TCPGLOSS_SRC_GLOSS_OFFLOAD_H
#define TCPGLOSS_SRC_GLOSS_OFFLOAD_H

#include <stdbool.h>

#include "tcpgloss/decode/packet.h"

/*
 * Whether the TCP checksum field holds the sum of the pseudo-header alone, as a host leaves it for
 * its card to complete, and is wrong as it stands. A segment not captured whole counts as wrong.
 */
bool offload_left_checksum(const struct packet *packet);

#endif
