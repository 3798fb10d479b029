/*
 * A packet's four-tuple, as the table of flows looks for it.
 */
#ifndef TCPGLOSS_SRC_TRACK_TABLE_TUPLE_H
#define TCPGLOSS_SRC_TRACK_TABLE_TUPLE_H

#include <stdbool.h>
#include <stdint.h>

#include "tcpgloss/base/bytes.h"
#include "tcpgloss/decode/conversation.h"
#include "tcpgloss/decode/packet.h"

#include "track/table/flow.h"

struct tuple {
    struct flow_key key;
    uint32_t hash;
    bool from_second;         /* the packet's source is the second one of the key */
    bool self;                /* source and destination are the same address and port */
    const struct ip_view *ip; /* of the packet */
};

/* An address with its port, as a number that orders as the ends of a key do. */
static inline uint64_t tuple_ipv4_end(const uint8_t *address, uint16_t port) {
    return (uint64_t)load_be32(address) << 16 | port;
}

static inline void tuple_make_ipv4(const struct packet *packet, struct tuple *tuple) {
    const uint64_t source = tuple_ipv4_end(packet->ip.source, packet->tcp.source_port);
    const uint64_t destination =
        tuple_ipv4_end(packet->ip.destination, packet->tcp.destination_port);
    const uint64_t first = source < destination ? source : destination;
    const uint64_t second = source < destination ? destination : source;

    tuple->from_second = source > destination;
    tuple->self = source == destination;
    tuple->key = (struct flow_key){.addresses = {(uint32_t)(first >> 16), (uint32_t)(second >> 16)},
                                   .ports = {(uint16_t)first, (uint16_t)second}};
}

static inline void tuple_make_ipv6(const struct packet *packet, uint64_t hash,
                                   struct tuple *tuple) {
    const uint16_t source = packet->tcp.source_port;
    const uint16_t destination = packet->tcp.destination_port;
    const int order =
        conversation_order_ipv6(packet->ip.source, source, packet->ip.destination, destination);

    tuple->from_second = order > 0;
    tuple->self = order == 0;
    tuple->key = (struct flow_key){
        .addresses = {(uint32_t)hash, (uint32_t)(hash >> 32)},
        .ports = {order > 0 ? destination : source, order > 0 ? source : destination}};
}

/* `hash`: conversation_hash() of the packet's ends. */
static inline void tuple_make(const struct packet *packet, uint64_t hash, struct tuple *tuple) {
    tuple->hash = (uint32_t)hash;
    tuple->ip = &packet->ip;
    if (packet->ip.version == 6) {
        tuple_make_ipv6(packet, hash, tuple);
    } else {
        tuple_make_ipv4(packet, tuple);
    }
}

#endif
