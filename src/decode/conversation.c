#include "tcpgloss/decode/conversation.h"

#include <stdbool.h>
#include <string.h>

#include "tcpgloss/base/siphash.h"

void conversation_key_init(struct conversation_key *key, const uint64_t seed[2]) {
    uint64_t *words = &key->words[0][0];

    for (size_t i = 0; i < sizeof key->words / sizeof *words; i++) {
        const uint8_t number = (uint8_t)i;

        words[i] = siphash(seed, &number, sizeof number);
    }
}

/* One half of the hash of words[0], …: the first word of the key alone, the others with one each.
 */
static inline uint64_t half(const uint64_t *key, const uint32_t *words, size_t count) {
    uint64_t sum = key[0];

    for (size_t i = 0; i < count; i++) {
        sum += key[i + 1] * words[i];
    }
    return sum >> 32;
}

/* One to one, so that it makes no two hashes equal. Sums of products with neighbouring words are
 * evenly spaced, and neighbouring ports would crowd together in a table with linear probing. */
static inline uint64_t scatter(uint64_t hash) {
    hash =
        (hash ^ hash >> 32) * UINT64_C(0x9e3779b97f4a7c15); /* 2^64 divided by the golden ratio */
    return hash ^ hash >> 32;
}

static inline uint64_t hash_words(const struct conversation_key *key, const uint32_t *words,
                                  size_t count) {
    uint64_t hash =
        scatter(half(key->words[0], words, count) << 32 | half(key->words[1], words, count));

    return hash != 0 ? hash : 1;
}

/* Not a part of conversation_hash(), which needs no room for its variables then. */
__attribute__((noinline)) static uint64_t hash_ipv6(const struct conversation_key *key,
                                                    const uint8_t *source, uint16_t source_port,
                                                    const uint8_t *destination,
                                                    uint16_t destination_port) {
    const bool swap =
        conversation_order_ipv6(source, source_port, destination, destination_port) > 0;
    const uint8_t *low = swap ? destination : source;
    const uint8_t *high = swap ? source : destination;
    uint32_t words[CONVERSATION_WORDS];

    /* Any order of bytes will do: this one is what most machines have. */
    for (size_t i = 0; i < 4; i++) {
        words[i] = load_le32(low + 4 * i);
        words[4 + i] = load_le32(high + 4 * i);
    }
    words[8] = swap ? (uint32_t)destination_port << 16 | source_port
                    : (uint32_t)source_port << 16 | destination_port;
    return hash_words(key, words, CONVERSATION_WORDS);
}

uint64_t conversation_hash(const struct conversation_key *key, size_t size, const uint8_t *source,
                           uint16_t source_port, const uint8_t *destination,
                           uint16_t destination_port) {
    if (size != 4) {
        return hash_ipv6(key, source, source_port, destination, destination_port);
    }

    uint64_t one = (uint64_t)load_be32(source) << 16 | source_port;
    uint64_t other = (uint64_t)load_be32(destination) << 16 | destination_port;
    uint64_t low = one < other ? one : other;
    uint64_t high = one < other ? other : one;
    const uint32_t words[3] = {(uint32_t)(low >> 16), (uint32_t)(high >> 16),
                               (uint32_t)(low & 0xffff) << 16 | (uint32_t)(high & 0xffff)};

    return hash_words(key, words, 3);
}

uint64_t conversation_hash_kept(const struct conversation_key *key, struct conversations_kept *kept,
                                const uint8_t *source, uint16_t source_port,
                                const uint8_t *destination, uint16_t destination_port) {
    const uint32_t ports = (uint32_t)source_port << 16 | destination_port;
    uint64_t addresses[4];

    memcpy(addresses, source, 16);
    memcpy(addresses + 2, destination, 16);

    const size_t place = conversation_place_ipv6(addresses, ports, CONVERSATIONS_KEPT_BITS);

    if (!conversation_addresses_are_ipv6(kept->entries[place].addresses, addresses) ||
        kept->entries[place].ports != ports || kept->entries[place].hash == 0) {
        memcpy(kept->entries[place].addresses, addresses, sizeof addresses);
        kept->entries[place].ports = ports;
        kept->entries[place].hash =
            hash_ipv6(key, source, source_port, destination, destination_port);
    }
    return kept->entries[place].hash;
}
