#include "tcpgloss/decode/link.h"

enum layer_kind link_type_layer(int link_type) {
    switch (link_type) {
#define LINK_TYPE(name, number, layer)                                                             \
    case LINK_##name:                                                                              \
        return LAYER_##layer;
#include "tcpgloss/decode/link_types.def"
    default:
        return LAYER_RAW;
    }
}

bool link_type_known(int link_type) {
    return link_type_layer(link_type) != LAYER_RAW;
}
