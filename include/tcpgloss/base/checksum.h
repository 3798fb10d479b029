/*
 * The Internet checksum (RFC 1071): the ones' complement of the ones' complement sum of words of
 * 16 bits in network byte order.
 */
#ifndef TCPGLOSS_BASE_CHECKSUM_H
#define TCPGLOSS_BASE_CHECKSUM_H

#include <stddef.h>
#include <stdint.h>

#include "tcpgloss/base/export.h"

/* Adds bytes to a sum that began at 0. Pieces of a sum have an even length, except for the last,
 * to whose odd byte a zero is appended. */
TCPGLOSS_API uint64_t checksum_add(uint64_t sum, const uint8_t *data, size_t length);

/* The checksum of what was added: 0 if that includes a checksum field which is right. */
TCPGLOSS_API uint16_t checksum_finish(uint64_t sum);

/* What a checksum field should hold, from what it holds and checksum_finish() of the whole. */
TCPGLOSS_API uint16_t checksum_expected(uint16_t field, uint16_t checksum);

#endif
