/* print_ethernet(), …: the printer of each layer (decode/layers.def). */
#ifndef TCPGLOSS_SRC_PRINT_LAYER_PRINTERS_H
#define TCPGLOSS_SRC_PRINT_LAYER_PRINTERS_H

#include "print/line.h"

#define LAYER(name, header, step, printer) layer_printer printer;
#define LAYER_END(name, header, printer)   layer_printer printer;
#include "tcpgloss/decode/layers.def"

#endif
