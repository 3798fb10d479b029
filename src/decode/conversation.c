#include "tcpgloss/decode/conversation.h"

#include <stdbool.h>
#include <string.h>

#include "tcpgloss/base/siphash.h"

uint64_t conversation_hash(const uint64_t key[2], size_t size, const uint8_t *source,
                           uint16_t source_port, const uint8_t *destination,
                           uint16_t destination_port) {
    int order = memcmp(source, destination, size);
    bool swap = order > 0 || (order == 0 && source_port > destination_port);
    const uint16_t ports[2] = {swap ? destination_port : source_port,
                               swap ? source_port : destination_port};
    uint8_t ends[sizeof ports + 32]; /* and two addresses */
    uint64_t hash;

    memcpy(ends, ports, sizeof ports);
    memcpy(ends + sizeof ports, swap ? destination : source, size);
    memcpy(ends + sizeof ports + size, swap ? source : destination, size);
    hash = siphash(key, ends, sizeof ports + 2 * size);
    return hash != 0 ? hash : 1;
}
