/*
 * tcpdump's text of one packet, byte for byte, as one of its releases prints it.
 *
 * A printer keeps what tcpdump keeps from packet to packet: the time of the packet before, or of
 * the first one. What sequence numbers are counted from is kept apart (relative_seq.h).
 */
#ifndef TCPGLOSS_PRINT_PRINTER_H
#define TCPGLOSS_PRINT_PRINTER_H

#include <stdbool.h>

#include "tcpgloss/base/error.h"
#include "tcpgloss/base/export.h"
#include "tcpgloss/base/text.h"
#include "tcpgloss/decode/packet.h"
#include "tcpgloss/print/printer_settings.h"

struct printer;

/* Null, with `error` filled, if there is no memory. */
TCPGLOSS_API struct printer *printer_create(const struct printer_settings *settings,
                                            struct error *error);
TCPGLOSS_API void printer_destroy(struct printer *printer);

/* The line of a packet of which numbers, addresses and words of tcpdump alone are printed:
 * printable ASCII without quotation mark or backslash, ended by '\n'. False, and nothing appended,
 * for any other, which printer_print() prints. */
TCPGLOSS_API bool printer_print_plain(struct printer *printer, const struct packet *packet,
                                      struct text *text);

/* Appends the packet's line, and with -x and its like the lines below it, each ended by '\n'. */
TCPGLOSS_API void printer_print(struct printer *printer, const struct packet *packet,
                                struct text *text);

#endif
