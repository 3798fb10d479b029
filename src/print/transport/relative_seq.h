/*
 * Relative sequence numbers, as tcpdump keeps them: what both ends of a conversation began with.
 *
 * A conversation is found by its two ends, in an order that does not depend on who sends. Only a
 * fingerprint of them is kept, so that an entry takes 16 bytes; that two conversations share one of
 * 2^64 is not to be expected, and nobody who does not know the key can bring it about.
 */
#ifndef TCPGLOSS_SRC_PRINT_TRANSPORT_RELATIVE_SEQ_H
#define TCPGLOSS_SRC_PRINT_TRANSPORT_RELATIVE_SEQ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "tcpgloss/decode/conversation.h"

struct conversation {
    uint64_t fingerprint; /* 0: empty */
    uint32_t seq;         /* the lower end's first sequence number */
    uint32_t ack;         /* the higher end's */
};

struct relative {
    struct conversation *slots; /* owned; linear probing, `capacity` is a power of two */
    size_t capacity;
    size_t count;
    size_t limit;                /* of `count`: with one more, all are forgotten */
    struct conversation_key key; /* of fingerprints, which are conversation_hash() */
};

void relative_init(struct relative *relative, const uint64_t key[2], size_t limit);
void relative_free(struct relative *relative);

/* Fetches the place of such a fingerprint into the cache. */
void relative_expect(const struct relative *relative, uint64_t fingerprint);

/* The conversation, or null. Valid until the next relative_add(). */
struct conversation *relative_find(struct relative *relative, uint64_t fingerprint);

/* Adds one that is not there. Null if there is no memory. */
struct conversation *relative_add(struct relative *relative, uint64_t fingerprint);

#endif
