/* UDP (RFC 768): the tunnels in it. */
#include "decode/step.h"

/* In tcpdump's order, which counts where both ports are here. Where what is behind a port is not
 * followed, the other one can be any. */
static const struct {
    uint16_t port;
    bool is_tunnel;
    enum layer_kind kind;
} ports[] = {
#define UDP_PRINTED(name, port, printer) {port, false, LAYER_RAW},
#define UDP_PLAIN(name, port)            {port, false, LAYER_RAW},
#define UDP_TUNNEL(name, port, layer)    {port, true, LAYER_##layer},
#include "tcpgloss/decode/udp_ports.def"
};

/* The datagram's own length tells where it ends, but a tunnel's packet has one of its own: what is
 * behind it stays readable. */
bool udp_step(const struct layer *layer, struct packet *packet, struct layer *next) {
    uint16_t source;
    uint16_t destination;
    uint32_t length;

    (void)packet;
    if (layer->captured < UDP_HEADER) {
        return false;
    }
    source = load_be16(layer->data);
    destination = load_be16(layer->data + 2);
    length = load_be16(layer->data + 4);
    for (size_t i = 0; i < sizeof ports / sizeof ports[0]; i++) {
        uint16_t port = ports[i].port;

        if (port == source || port == destination) {
            if (length < UDP_HEADER || !ports[i].is_tunnel ||
                !layer_after(layer, UDP_HEADER, ports[i].kind, port, next)) {
                return false;
            }
            if (length - UDP_HEADER < next->length) {
                next->length = length - UDP_HEADER;
            }
            return true;
        }
    }
    return false;
}
