#include "print/transport/relative_seq.h"

#include <stdlib.h>
#include <string.h>

enum { CAPACITY_FIRST = 1024 };

void relative_init(struct relative *relative, const uint64_t key[2], size_t limit) {
    *relative = (struct relative){.limit = limit != 0 ? limit : 1};
    conversation_key_init(&relative->key, key);
}

void relative_free(struct relative *relative) {
    free(relative->slots);
    relative->slots = NULL;
    relative->capacity = 0;
    relative->count = 0;
}

/* Where the fingerprint is, or the empty slot where it would be put. */
static struct conversation *probe(struct conversation *slots, size_t capacity,
                                  uint64_t fingerprint) {
    size_t at = (size_t)fingerprint & (capacity - 1);

    while (slots[at].fingerprint != 0 && slots[at].fingerprint != fingerprint) {
        at = (at + 1) & (capacity - 1);
    }
    return &slots[at];
}

void relative_expect(const struct relative *relative, uint64_t fingerprint) {
    if (relative->capacity != 0) {
        __builtin_prefetch(&relative->slots[(size_t)fingerprint & (relative->capacity - 1)], 1);
    }
}

struct conversation *relative_find(struct relative *relative, uint64_t fingerprint) {
    struct conversation *slot;

    if (relative->capacity == 0) {
        return NULL;
    }
    slot = probe(relative->slots, relative->capacity, fingerprint);
    return slot->fingerprint != 0 ? slot : NULL;
}

static bool grow(struct relative *relative) {
    size_t capacity = relative->capacity != 0 ? relative->capacity * 2 : CAPACITY_FIRST;
    struct conversation *slots = calloc(capacity, sizeof *slots);

    if (slots == NULL) {
        return false;
    }
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

struct conversation *relative_add(struct relative *relative, uint64_t fingerprint) {
    struct conversation *slot;
    bool crowded = relative->count >= relative->capacity / 4 * 3;

    if (relative->count >= relative->limit || (crowded && !grow(relative))) {
        if (relative->capacity == 0) {
            return NULL;
        }
        memset(relative->slots, 0, relative->capacity * sizeof *relative->slots);
        relative->count = 0;
    }
    slot = probe(relative->slots, relative->capacity, fingerprint);
    slot->fingerprint = fingerprint;
    relative->count++;
    return slot;
}
