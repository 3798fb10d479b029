/* The printers of all layers, which the printers themselves do not know. */
#ifndef TCPGLOSS_SRC_PRINT_LAYERS_H
#define TCPGLOSS_SRC_PRINT_LAYERS_H

#include "print/line.h"

extern layer_printer *const layer_printers[LAYER_KIND_COUNT];

#endif
