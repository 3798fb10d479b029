/*
 * Layers: the protocol headers of a packet, one behind the other.
 */
#ifndef TCPGLOSS_DECODE_LAYER_H
#define TCPGLOSS_DECODE_LAYER_H

#include <stdint.h>

#include "tcpgloss/base/bytes.h"

/* LAYER_ETHERNET, …: what stands in layers.def, in its order. */
enum layer_kind {
#define LAYER(name, header, step, printer) LAYER_##name,
#define LAYER_END(name, header, printer)   LAYER_##name,
#include "tcpgloss/decode/layers.def"
    LAYER_KIND_COUNT
};

/* ETHERNET_HEADER, …: bytes of the header, or of its shortest form. */
enum layer_header {
#define LAYER(name, header, step, printer) name##_HEADER = header,
#define LAYER_END(name, header, printer)   name##_HEADER = header,
#include "tcpgloss/decode/layers.def"
};

/*
 * One header and all that is behind it.
 *
 * `length` is how many bytes it and what is behind it had on the wire, as the headers before it
 * say; `captured` is how many of them may be read at `data`. An outer length that is shorter than
 * the frame cuts both (an Ethernet trailer is not part of the IP packet); one that is longer
 * leaves `length` larger than `captured`.
 */
struct layer {
    enum layer_kind kind;
    uint32_t protocol; /* the number by which the header before it named it: EtherType, IP protocol,
                          DLT of the frame, …; 0 if there was none */
    const uint8_t *data;
    uint32_t captured;
    uint32_t length;
};

/* How much of a layer there is, by either account. */
static inline uint32_t layer_least(const struct layer *layer) {
    return layer->captured < layer->length ? layer->captured : layer->length;
}

/* What may be read of a layer. */
static inline struct span layer_span(const struct layer *layer) {
    return (struct span){.data = layer->data, .length = layer->captured};
}

#endif
