/*
 * For tests of decoding: a frame in memory of its own, so that ASan sees one byte too many.
 */
#ifndef TCPGLOSS_TESTS_UNIT_DECODE_COPY_H
#define TCPGLOSS_TESTS_UNIT_DECODE_COPY_H

#include <stdint.h>

#include "tcpgloss/decode/packet.h"

/* Decodes a copy in a heap block of exactly `captured` bytes. The block is the caller's. */
uint8_t *decode_copy(int link_type, const uint8_t *bytes, uint32_t captured, uint32_t length,
                     struct packet *packet);

#endif
