/* Multicast listener discovery (RFC 2710, RFC 3810). LINE_NEXT where the line goes on. */
#ifndef TCPGLOSS_SRC_PRINT_NETWORK_MLD_H
#define TCPGLOSS_SRC_PRINT_NETWORK_MLD_H

#include "print/line.h"

enum line_status mld_put(struct line *line, const struct layer *icmp);
enum line_status mld_put_query(struct line *line, const struct layer *icmp);
enum line_status mld_put_report_v2(struct line *line, const struct layer *icmp);

#endif
