/* Multipoint control of passive optical networks. */
#ifndef TCPGLOSS_SRC_PRINT_LINK_MPCP_H
#define TCPGLOSS_SRC_PRINT_LINK_MPCP_H

#include "print/line.h"

layer_printer print_mpcp;

#endif
