/* The sum of a transport: its pseudo-header (RFC 9293 §3.1, RFC 8200 §8.1) and its bytes. */
#ifndef TCPGLOSS_SRC_PRINT_TRANSPORT_TRANSPORT_CHECKSUM_H
#define TCPGLOSS_SRC_PRINT_TRANSPORT_TRANSPORT_CHECKSUM_H

#include "print/line.h"

/* Over all of the layer->length bytes, which must have been captured: 0 if the sum in it is right.
 */
uint16_t transport_checksum(const struct line *line, const struct layer *layer, uint8_t protocol);

/* The same where the sum covers no more than the layer's first `coverage` bytes. */
uint16_t transport_checksum_partial(const struct line *line, const struct layer *layer,
                                    uint8_t protocol, uint32_t coverage);

#endif
