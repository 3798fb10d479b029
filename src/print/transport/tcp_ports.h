/* What follows "length N" on the ports of text protocols. */
#ifndef TCPGLOSS_SRC_PRINT_TRANSPORT_TCP_PORTS_H
#define TCPGLOSS_SRC_PRINT_TRANSPORT_TCP_PORTS_H

#include "print/line.h"

enum line_status tcp_ports_print(struct line *line, const struct tcp_view *tcp);
bool tcp_ports_prints(const struct printer_settings *settings, const struct tcp_view *tcp);

#endif
