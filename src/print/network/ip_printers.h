/* print_egp(), …: printers of IP protocols that no layer is made of (ip_printers.def). */
#ifndef TCPGLOSS_SRC_PRINT_NETWORK_IP_PRINTERS_H
#define TCPGLOSS_SRC_PRINT_NETWORK_IP_PRINTERS_H

#include "print/line.h"

#define IP_PRINTER(number, printer) layer_printer printer;
#include "print/network/ip_printers.def"

#endif
