#include "track/analysis/syn_flood.h"

static struct listener *find(struct syn_flood *flood, uint64_t hash) {
    return &flood->listeners[hash % FLOOD_LISTENERS];
}

uint32_t syn_flood_opened(struct syn_flood *flood, uint64_t hash, int64_t now) {
    struct listener *listener = find(flood, hash);

    if (listener->hash != hash) {
        /* A place is taken over only from a quiet listener, so that a flood is not crowded out. */
        if (listener->hash != 0 && now - listener->last < FLOOD_QUIET && listener->half_open > 1) {
            return 0;
        }
        *listener = (struct listener){.hash = hash};
    }
    if (now - listener->last >= FLOOD_QUIET) {
        listener->half_open = 0;
        listener->told = false;
    }
    listener->last = now;
    listener->half_open++;
    if (listener->told || listener->half_open < FLOOD_HALF_OPEN) {
        return 0;
    }
    listener->told = true;
    return listener->half_open;
}

void syn_flood_closed(struct syn_flood *flood, uint64_t hash) {
    struct listener *listener = find(flood, hash);

    if (listener->hash == hash && listener->half_open > 0) {
        listener->half_open--;
    }
}
