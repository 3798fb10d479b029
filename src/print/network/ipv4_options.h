/* The options of an IPv4 header (RFC 791 §3.1). */
#ifndef TCPGLOSS_SRC_PRINT_NETWORK_IPV4_OPTIONS_H
#define TCPGLOSS_SRC_PRINT_NETWORK_IPV4_OPTIONS_H

#include "print/line.h"

/* What -v prints of them. LINE_END if the rest of one was cut, LINE_CUT if its beginning. */
enum line_status ipv4_options_put(struct line *line, const struct layer *layer,
                                  uint32_t header_length);

#endif
