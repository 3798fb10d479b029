#include "tcpgloss/print/relative_seq.h"

#include <stdlib.h>
#include <string.h>

#include "tcpgloss/base/system_message.h"
#include "tcpgloss/decode/conversation.h"

enum { CAPACITY_FIRST = 1024 };

/*
 * What both ends of a conversation began with.
 *
 * A conversation is found by its two ends, in an order that does not depend on who sends. Only a
 * fingerprint of them is kept, so that an entry takes 16 bytes; that two conversations share one of
 * 2^64 is not to be expected, and nobody who does not know the key can bring it about.
 */
struct seq_base {
    uint64_t fingerprint; /* conversation_hash(); 0: empty */
    uint32_t lower;       /* the first sequence number of the end with the lower port or address */
    uint32_t higher;
};

struct relative_seq {
    struct seq_base *slots; /* owned; linear probing, `capacity` is a power of two */
    size_t capacity;
    size_t count;
    size_t limit; /* of `count` */
    struct conversation_key key;
    bool failed; /* no memory */
    /* What the segment numbered last has changed, or null; of which packet that was, and what was
     * there before. */
    struct seq_base *changed;
    const struct packet *changed_by;
    struct seq_base before;
};

struct relative_seq *relative_seq_create(const uint64_t key[2], size_t limit, struct error *error) {
    struct relative_seq *relative = calloc(1, sizeof *relative);

    if (relative == NULL) {
        (void)error_set_no_memory(error);
        return NULL;
    }
    relative->limit = limit != 0 ? limit : 1;
    conversation_key_init(&relative->key, key);
    return relative;
}

void relative_seq_destroy(struct relative_seq *relative) {
    if (relative != NULL) {
        free(relative->slots);
        free(relative);
    }
}

bool relative_seq_failed(const struct relative_seq *relative) {
    return relative->failed;
}

void relative_seq_prefetch(const struct relative_seq *relative, const struct packet *packet) {
    if (relative->capacity != 0) {
        size_t at = (size_t)packet->conversation & (relative->capacity - 1);

        __builtin_prefetch(&relative->slots[at], 1);
    }
}

/* Where the fingerprint is, or the empty slot where it would be put. */
static struct seq_base *probe(struct seq_base *slots, size_t capacity, uint64_t fingerprint) {
    size_t at = (size_t)fingerprint & (capacity - 1);

    while (slots[at].fingerprint != 0 && slots[at].fingerprint != fingerprint) {
        at = (at + 1) & (capacity - 1);
    }
    return &slots[at];
}

static struct seq_base *find(const struct relative_seq *relative, uint64_t fingerprint) {
    struct seq_base *slot;

    if (relative->capacity == 0) {
        return NULL;
    }
    slot = probe(relative->slots, relative->capacity, fingerprint);
    return slot->fingerprint != 0 ? slot : NULL;
}

static bool grow(struct relative_seq *relative) {
    size_t capacity = relative->capacity != 0 ? relative->capacity * 2 : CAPACITY_FIRST;
    struct seq_base *slots = aligned_alloc(sizeof *slots, capacity * sizeof *slots);

    if (slots == NULL) {
        relative->failed = true;
        return false;
    }
    /* calloc() would leave this to the system, which gives a page twice if it is read first. */
    memset(slots, 0, capacity * sizeof *slots);
    for (size_t i = 0; i < relative->capacity; i++) {
        if (relative->slots[i].fingerprint != 0) {
            *probe(slots, capacity, relative->slots[i].fingerprint) = relative->slots[i];
        }
    }
    free(relative->slots);
    relative->slots = slots;
    relative->capacity = capacity;
    return true;
}

/* Adds a conversation that is not there. Null if there is no memory at all. */
static struct seq_base *add(struct relative_seq *relative, uint64_t fingerprint) {
    struct seq_base *slot;
    bool crowded = relative->count >= relative->capacity / 4 * 3;

    if (relative->count >= relative->limit || (crowded && !grow(relative))) {
        if (relative->capacity == 0) {
            return NULL;
        }
        memset(relative->slots, 0, relative->capacity * sizeof *relative->slots);
        relative->count = 0;
    }
    slot = probe(relative->slots, relative->capacity, fingerprint);
    relative->count++;
    return slot;
}

/* The TCP header of a segment that tcpdump prints with its numbers, or null. */
static const uint8_t *numbered_header(const struct packet *packet) {
    const struct layer *last = &packet->layers[packet->layer_count - 1];

    if (packet->has_tcp) {
        return (packet->tcp.flags & TCP_ACK) != 0 ? last->data : NULL;
    }
    if (last->kind != LAYER_TCP || last->captured < TCP_HEADER ||
        (last->data[12] >> 4) * 4 < TCP_HEADER || (last->data[13] & TCP_ACK) == 0) {
        return NULL;
    }
    return last->data;
}

/* Counts from this segment on; `base` is null for a conversation that is not there. Apart from
 * number(), which few segments leave this way. */
__attribute__((noinline)) static void begin(struct relative_seq *relative, struct seq_base *base,
                                            uint64_t fingerprint, bool from_higher,
                                            const uint8_t *header, struct packet *packet) {
    if (base == NULL) {
        base = add(relative, fingerprint);
    }
    if (base != NULL) {
        uint32_t seq = load_be32(header + 4);
        uint32_t peer = load_be32(header + 8) - 1;

        relative->changed = base;
        relative->changed_by = packet;
        relative->before = *base;
        *base = (struct seq_base){
            .fingerprint = fingerprint,
            .lower = from_higher ? peer : seq,
            .higher = from_higher ? seq : peer,
        };
        packet->relative_base.sack = peer;
    }
}

/* Whether the first address is the higher one. */
static bool descends(const uint8_t *address, const uint8_t *other, size_t size) {
    for (size_t at = 0; at < size; at += 4) {
        const uint32_t word = load_be32(address + at);
        const uint32_t other_word = load_be32(other + at);

        if (word != other_word) {
            return word > other_word;
        }
    }
    return false;
}

static size_t address_size(const struct packet *packet) {
    return packet->ip.version == 4 ? 4 : 16;
}

static inline void number(struct relative_seq *relative, struct packet *packet,
                          const uint8_t *header, uint64_t fingerprint) {
    const uint16_t source_port = load_be16(header);
    const uint16_t destination_port = load_be16(header + 2);
    const bool from_higher =
        source_port > destination_port ||
        (source_port == destination_port &&
         descends(packet->ip.source, packet->ip.destination, address_size(packet)));
    struct seq_base *base = find(relative, fingerprint);

    if (base == NULL || (header[13] & TCP_SYN) != 0) {
        begin(relative, base, fingerprint, from_higher, header, packet);
        return;
    }
    packet->relative_base.seq = from_higher ? base->higher : base->lower;
    packet->relative_base.ack = from_higher ? base->lower : base->higher;
    packet->relative_base.sack = packet->relative_base.ack;
}

/* The same of a segment whose hash nobody has taken. Apart from those of which someone has, so that
 * these call nothing on their way. */
__attribute__((noinline)) static void
number_unhashed(struct relative_seq *relative, struct packet *packet, const uint8_t *header) {
    number(relative, packet, header,
           conversation_hash(&relative->key, address_size(packet), packet->ip.source,
                             load_be16(header), packet->ip.destination, load_be16(header + 2)));
}

bool relative_seq_number(struct relative_seq *relative, struct packet *packet) {
    const uint8_t *header = numbered_header(packet);

    relative->changed = NULL;
    if (header == NULL) {
        return false;
    }
    if (packet->conversation == 0) {
        number_unhashed(relative, packet, header);
    } else {
        number(relative, packet, header, packet->conversation);
    }
    return relative->changed != NULL;
}

/* A conversation that was not there before came last of all, so that no other was put behind it. */
void relative_seq_take_back(struct relative_seq *relative, const struct packet *packet) {
    if (relative->changed != NULL && relative->changed_by == packet) {
        *relative->changed = relative->before;
        relative->count -= relative->before.fingerprint == 0;
        relative->changed = NULL;
    }
}
