#include "print/layers.h"

#include "print/layer_printers.h"

layer_printer *const layer_printers[LAYER_KIND_COUNT] = {
#define LAYER(name, header, step, printer) [LAYER_##name] = printer,
#define LAYER_END(name, header, printer)   [LAYER_##name] = printer,
#include "tcpgloss/decode/layers.def"
};
