/*
 * Many half-open flows to one listener in a short time: a SYN flood, told once a burst.
 *
 * As many listeners are watched as there are places; one that is crowded out starts from nothing.
 */
#ifndef TCPGLOSS_SRC_TRACK_ANALYSIS_SYN_FLOOD_H
#define TCPGLOSS_SRC_TRACK_ANALYSIS_SYN_FLOOD_H

#include <stdbool.h>
#include <stdint.h>

#define FLOOD_LISTENERS 1024
#define FLOOD_HALF_OPEN 100                  /* so many at once are a flood */
#define FLOOD_QUIET     INT64_C(10000000000) /* so long without a SYN ends a burst: nanoseconds */

struct listener {
    uint64_t hash; /* of its address and port; 0: none */
    int64_t last;  /* time of the last SYN to it */
    uint32_t half_open;
    bool told;
};

struct syn_flood {
    struct listener listeners[FLOOD_LISTENERS];
};

/* A flow to the listener was opened. Returns how many are half open if that is to be told now,
 * else 0. */
uint32_t syn_flood_opened(struct syn_flood *flood, uint64_t listener, int64_t now);

/* A flow to the listener is no longer half open. */
void syn_flood_closed(struct syn_flood *flood, uint64_t listener);

#endif
