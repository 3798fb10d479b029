/* Lines of hexadecimal: -x, -X and -A, and where printers show bytes so. */
#ifndef TCPGLOSS_SRC_PRINT_HEX_DUMP_H
#define TCPGLOSS_SRC_PRINT_HEX_DUMP_H

#include "print/line.h"

/* Each line begun by `lead`, or by "\n\t" with the characters beside. */
void hex_dump_put(struct line *line, const char *lead, const uint8_t *data, uint32_t length);
void hex_dump_put_with_ascii(struct line *line, const uint8_t *data, uint32_t length);
void hex_dump_put_ascii(struct line *line, const uint8_t *data, uint32_t length); /* -A */

/* Bytes of unknown kind. False, and nothing printed, with -q, and with -x and -X, which show the
 * whole packet. */
bool hex_dump_put_default(struct line *line, struct span bytes);

#endif
