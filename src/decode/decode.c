#include "tcpgloss/decode/decode.h"

#include <stddef.h>

#include "tcpgloss/decode/link.h"

#include "decode/step.h"

/* Null: the chain ends at this layer. */
static decode_step *const steps[LAYER_KIND_COUNT] = {
#define LAYER(name, header, step, printer) [LAYER_##name] = step,
#define LAYER_END(name, header, printer)   [LAYER_##name] = NULL,
#include "tcpgloss/decode/layers.def"
};

/* Takes the steps from the first layer, which is filled; each fills the one behind. */
static void follow(struct packet *packet) {
    unsigned count = 1;

    packet->ip = (struct ip_view){0};
    packet->has_tcp = false;
    packet->conversation = 0;
    packet->relative_base = (struct relative_base){0};
    for (; count < PACKET_LAYERS_MAX; count++) {
        struct layer *layer = &packet->layers[count - 1];
        decode_step *step = steps[layer->kind];

        if (step == NULL || !step(layer, packet, layer + 1)) {
            break;
        }
    }
    packet->layer_count = count;
}

static enum layer_kind first_layer(int link_type) {
    if (link_type == LINK_EN10MB) {
        return LAYER_ETHERNET; /* most are: no need to look further */
    }
    return link_type_layer(link_type);
}

void decode_frame(const struct frame *frame, struct packet *packet) {
    packet->frame = *frame;
    packet->layers[0] = (struct layer){
        .kind = first_layer(frame->link_type),
        .protocol = (uint32_t)frame->link_type,
        .data = frame->data,
        .captured = frame->captured,
        .length = frame->length,
    };
    follow(packet);
}

void decode_from(enum layer_kind kind, const uint8_t *data, uint32_t captured, uint32_t length,
                 struct packet *packet) {
    packet->layers[0] = (struct layer){
        .kind = kind,
        .data = data,
        .captured = captured,
        .length = length,
    };
    follow(packet);
}
