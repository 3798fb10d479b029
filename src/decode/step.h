/*
 * Steps: each protocol says what follows its header.
 *
 * A step gets the layer at which decoding stands and fills `next` with what is behind its header;
 * false ends the chain (the header is cut or bad, or nothing that is decoded follows). `next` is
 * the layer behind `layer` in the packet, where decode_frame() goes on with the step of its kind.
 *
 * A step checks before it reads: the bytes of layer->data up to layer->captured are there, no more.
 */
#ifndef TCPGLOSS_SRC_DECODE_STEP_H
#define TCPGLOSS_SRC_DECODE_STEP_H

#include <stdbool.h>
#include <stdint.h>

#include "tcpgloss/base/bytes.h"
#include "tcpgloss/decode/packet.h"

typedef bool decode_step(const struct layer *layer, struct packet *packet, struct layer *next);

/* ethernet_step, …: one for each layer of layers.def that has one. */
#define LAYER(name, header, step, printer) decode_step step;
#define LAYER_END(name, header, printer)
#include "tcpgloss/decode/layers.def"

/* What is behind the first `header` bytes of a layer, all of which must have been captured; false
 * otherwise. */
static inline bool layer_after(const struct layer *layer, uint32_t header, enum layer_kind kind,
                               uint32_t protocol, struct layer *next) {
    if (header > layer->captured || header > layer->length) {
        return false;
    }
    *next = (struct layer){
        .kind = kind,
        .protocol = protocol,
        .data = layer->data + header,
        .captured = layer->captured - header,
        .length = layer->length - header,
    };
    return true;
}

/* How long the layer is, as the header before it says. */
static inline void layer_set_length(struct layer *layer, uint32_t length) {
    layer->length = length;
    if (length < layer->captured) {
        layer->captured = length;
    }
}

#endif
