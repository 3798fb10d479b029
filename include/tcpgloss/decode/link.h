/* Link types that can be decoded. */
#ifndef TCPGLOSS_DECODE_LINK_H
#define TCPGLOSS_DECODE_LINK_H

#include <stdbool.h>

#include "tcpgloss/base/export.h"
#include "tcpgloss/decode/layer.h"

/* LINK_EN10MB, …: what stands in link_types.def, with libpcap's DLT_ numbers. */
enum link_type {
#define LINK_TYPE(name, number, layer) LINK_##name = number,
#include "tcpgloss/decode/link_types.def"
};

/* Whether decode_frame() knows this link type. */
TCPGLOSS_API bool link_type_known(int link_type);

/* The layer that a frame of this link type begins with; LAYER_RAW for one that is not known. */
TCPGLOSS_API enum layer_kind link_type_layer(int link_type);

#endif
