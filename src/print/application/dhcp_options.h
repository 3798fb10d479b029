/* The options of DHCP (RFC 2132). */
#ifndef TCPGLOSS_SRC_PRINT_APPLICATION_DHCP_OPTIONS_H
#define TCPGLOSS_SRC_PRINT_APPLICATION_DHCP_OPTIONS_H

#include "print/line.h"

enum { DHCP_COOKIE = 0x63825363 };

/* Those behind the cookie, with -v. */
enum line_status dhcp_options_put(struct line *line, struct span options);

#endif
