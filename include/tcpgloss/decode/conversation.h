/*
 * The keyed hash by which a conversation, two ends with their ports, is found in hash tables.
 *
 * It is the multiply-shift hash of a vector of words (Thorup, "High Speed Hashing for Integers and
 * Strings", 2015, §3), taken twice: for a random key, any two conversations have the same hash with
 * a probability of 2^-64, whoever chose them. That is as good as it can be as long as nobody learns
 * the key or the hashes, neither of which leaves the program, and takes a few multiplications. Its
 * bits are then scattered, so that conversations with neighbouring addresses or ports are as good
 * as random to any kind of table.
 */
#ifndef TCPGLOSS_DECODE_CONVERSATION_H
#define TCPGLOSS_DECODE_CONVERSATION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "tcpgloss/base/bytes.h"
#include "tcpgloss/base/export.h"

/* Of 32 bits, in the longest key: two addresses of IPv6 and both ports. */
#define CONVERSATION_WORDS 9

struct conversation_key {
    uint64_t words[2][CONVERSATION_WORDS + 1];
};

/* Makes a key of a random seed (siphash_key_fill()). The same seed gives the same key. */
TCPGLOSS_API void conversation_key_init(struct conversation_key *key, const uint64_t seed[2]);

/* How the two ends of an IPv6 conversation order, by address and then by port: negative if the
 * source comes first, 0 if both are one. */
static inline int conversation_order_ipv6(const uint8_t *source, uint16_t source_port,
                                          const uint8_t *destination, uint16_t destination_port) {
    for (size_t i = 0; i < 16; i += 8) {
        const uint64_t one = load_be64(source + i);
        const uint64_t other = load_be64(destination + i);

        if (one != other) {
            return one < other ? -1 : 1;
        }
    }
    return source_port - destination_port;
}

/*
 * The hash of both ends, the same whichever of them sends; never 0. An address has `size` bytes, 4
 * or 16, in network byte order; ports are in host byte order.
 */
TCPGLOSS_API uint64_t conversation_hash(const struct conversation_key *key, size_t size,
                                        const uint8_t *source, uint16_t source_port,
                                        const uint8_t *destination, uint16_t destination_port);

/* A place, one of 2^`bits`, for what is kept of an IPv6 segment's two ends, as eight bytes four
 * times and their ports: neighbours go to places far apart. */
static inline size_t conversation_place_ipv6(const uint64_t addresses[4], uint64_t ports,
                                             unsigned bits) {
    const uint64_t golden = UINT64_C(0x9e3779b97f4a7c15); /* 2^64 divided by the golden ratio */
    const uint64_t source = addresses[0] ^ addresses[1];
    const uint64_t destination = addresses[2] ^ addresses[3];
    const uint64_t mixed = source ^ (destination << 32 | destination >> 32) ^ ports << 16;

    return (size_t)(mixed * golden >> (64 - bits));
}

/* Whether both addresses of one are those of the other. */
static inline bool conversation_addresses_are_ipv6(const uint64_t one[4], const uint64_t other[4]) {
    return ((one[0] ^ other[0]) | (one[1] ^ other[1]) | (one[2] ^ other[2]) |
            (one[3] ^ other[3])) == 0;
}

/*
 * Hashes of IPv6 conversations, kept under one key: their segments come close together, and to find
 * one takes a third of the time that working it out does. It is found by the addresses and ports
 * themselves, so that it is never another's; of two that want one place, the later has it. All zero
 * at first.
 */
enum { CONVERSATIONS_KEPT_BITS = 9 };

struct conversations_kept {
    struct {
        uint64_t addresses[4]; /* as in the header */
        uint32_t ports;
        uint64_t hash; /* 0: nothing is kept here yet */
    } entries[1 << CONVERSATIONS_KEPT_BITS];
};

/* The same as conversation_hash(), of IPv6. */
TCPGLOSS_API uint64_t conversation_hash_kept(const struct conversation_key *key,
                                             struct conversations_kept *kept, const uint8_t *source,
                                             uint16_t source_port, const uint8_t *destination,
                                             uint16_t destination_port);

#endif
