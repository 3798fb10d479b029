/* What the printers behind LLC need of it. */
#ifndef TCPGLOSS_SRC_PRINT_LINK_LLC_H
#define TCPGLOSS_SRC_PRINT_LINK_LLC_H

#include "print/line.h"

/* "source > destination " with what follows each address, or only the latter where the link has
 * none. `source_sap` may be null. */
void llc_put_ends(struct line *line, const char *source_sap, const char *destination_sap);

/* Ends the line behind LLC, and SNAP if it is there, of `header_length` bytes together. Where not
 * the `whole` packet has been printed, the bytes from `layer` on, the LLC header, follow. */
enum line_status llc_end(struct line *line, const struct layer *layer, uint32_t header_length,
                         bool whole);

#endif
