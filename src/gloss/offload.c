#include "gloss/offload.h"

#include "tcpgloss/base/checksum.h"
#include "tcpgloss/decode/ip_protocol.h"

/* RFC 9293 §3.1; for IPv6 RFC 8200 §8.1. */
static uint64_t pseudo_header_sum(const struct ip_view *ip, uint32_t tcp_length) {
    const size_t address_length = ip->version == 6 ? 16 : 4;
    const uint8_t rest[8] = {(uint8_t)(tcp_length >> 24), (uint8_t)(tcp_length >> 16),
                             (uint8_t)(tcp_length >> 8), (uint8_t)tcp_length, [7] = IP_TCP};
    uint64_t sum = checksum_add(0, ip->source, address_length);

    sum = checksum_add(sum, ip->destination, address_length);
    return checksum_add(sum, rest, sizeof rest);
}

bool offload_left_checksum(const struct packet *packet) {
    const struct tcp_view *tcp = &packet->tcp;
    const struct layer *segment = &packet->layers[packet->layer_count - 1];
    const uint32_t header_length = TCP_HEADER + (uint32_t)tcp->options.length;
    const uint32_t tcp_length = header_length + tcp->payload_length;
    uint64_t pseudo;

    if (packet->ip.version == 0 || packet->ip.more_fragments || segment->kind != LAYER_TCP) {
        return false;
    }
    pseudo = pseudo_header_sum(&packet->ip, tcp_length);
    if ((tcp->checksum ^ checksum_finish(pseudo)) != 0xffff) {
        return false;
    }
    return segment->captured < tcp_length ||
           checksum_finish(checksum_add(pseudo, segment->data, tcp_length)) != 0;
}
