/*
 * The keyed hash by which a conversation, two ends with their ports, is found in hash tables.
 */
#ifndef TCPGLOSS_DECODE_CONVERSATION_H
#define TCPGLOSS_DECODE_CONVERSATION_H

#include <stddef.h>
#include <stdint.h>

#include "tcpgloss/base/export.h"

/*
 * SipHash (base/siphash.h) of both ends, the same whichever of them sends; never 0. An address has
 * `size` bytes, 4 or 16, in network byte order; ports are in host byte order.
 */
TCPGLOSS_API uint64_t conversation_hash(const uint64_t key[2], size_t size, const uint8_t *source,
                                        uint16_t source_port, const uint8_t *destination,
                                        uint16_t destination_port);

#endif
