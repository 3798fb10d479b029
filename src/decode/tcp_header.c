/* The TCP header (RFC 9293 §3.1). */
#include "decode/step.h"

/* Fills packet->tcp; always the end of the chain. */
bool tcp_step(const struct layer *layer, struct packet *packet, struct layer *next) {
    const uint8_t *header = layer->data;
    uint32_t header_length;

    (void)next;
    if (layer->captured < TCP_HEADER) {
        return false;
    }
    header_length = (header[12] >> 4) * 4u;
    if (packet->ip.more_fragments && header_length > layer->length) {
        /* The first fragment ends within the options; what it says before them is said. */
        header_length = layer->length;
    }
    if (header_length < TCP_HEADER || header_length > layer->captured ||
        header_length > layer->length) {
        return false;
    }
    packet->tcp = (struct tcp_view){
        .source_port = load_be16(header),
        .destination_port = load_be16(header + 2),
        .seq = load_be32(header + 4),
        .ack = load_be32(header + 8),
        .flags = load_be16(header + 12) & 0xfff,
        .window = load_be16(header + 14),
        .checksum = load_be16(header + 16),
        .urgent = load_be16(header + 18),
        .options = {.data = header + TCP_HEADER, .length = header_length - TCP_HEADER},
        .payload = {.data = header + header_length, .length = layer->captured - header_length},
        .payload_length = layer->length - header_length,
    };
    packet->has_tcp = true;
    return false;
}
