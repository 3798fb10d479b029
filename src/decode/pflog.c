/* pflog(4): a header that gives its own length, which is rounded up to whole words. */
#include "decode/next_layer.h"
#include "decode/step.h"

bool pflog_step(const struct layer *layer, struct packet *packet, struct layer *next) {
    uint32_t length;

    (void)packet;
    if (layer->captured < PFLOG_HEADER || layer->data[0] < PFLOG_HEADER) {
        return false;
    }
    length = (layer->data[0] + 3u) & ~3u;
    return layer_after(layer, length, next_layer_of_family(layer->data[1]), layer->data[1], next);
}
