/* From a frame's bytes to a packet. */
#ifndef TCPGLOSS_DECODE_DECODE_H
#define TCPGLOSS_DECODE_DECODE_H

#include <stdint.h>

#include "tcpgloss/base/export.h"
#include "tcpgloss/decode/packet.h"

/* Follows the frame's layers from its link type on. `packet` need not be initialised. Allocates
 * nothing, and fails for no bytes. */
TCPGLOSS_API void decode_frame(const struct frame *frame, struct packet *packet);

/*
 * The same from any layer on, for a packet quoted inside another (ICMP errors): `packet->frame` is
 * left as it is.
 */
TCPGLOSS_API void decode_from(enum layer_kind kind, const uint8_t *data, uint32_t captured,
                              uint32_t length, struct packet *packet);

#endif
