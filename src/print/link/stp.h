/* Spanning tree, behind LLC. */
#ifndef TCPGLOSS_SRC_PRINT_LINK_STP_H
#define TCPGLOSS_SRC_PRINT_LINK_STP_H

#include "print/line.h"

layer_printer print_stp;

#endif
