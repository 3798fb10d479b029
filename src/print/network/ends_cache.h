/*
 * The text of both ends of a segment, kept: the segments of a conversation come close together, and
 * have two such texts in all. What is kept is found by the addresses and ports themselves, so that
 * it is never another's; of two that want one place, the later has it.
 */
#ifndef TCPGLOSS_SRC_PRINT_NETWORK_ENDS_CACHE_H
#define TCPGLOSS_SRC_PRINT_NETWORK_ENDS_CACHE_H

#include <stdint.h>

#include "print/network/ip_ends.h"

enum {
    ENDS_CACHE_BITS = 10,
    ENDS_CACHE_TEXT = 48,  /* "255.255.255.255.65535 > 255.255.255.255.65535: " */
    ENDS_CACHE_TEXT6 = 88, /* most of IPv6; the longest, of 95 bytes, are not kept */
};

/* As long as a cache line. */
struct cached_ends {
    uint64_t addresses; /* as in the header */
    uint32_t ports;     /* likewise */
    uint32_t length;    /* 0: nothing is kept here yet */
    char text[ENDS_CACHE_TEXT];
};

/* The same of IPv6, two lines. */
struct cached_ends6 {
    uint64_t addresses[4];
    uint32_t ports;
    uint32_t length;
    char text[ENDS_CACHE_TEXT6];
};

/* All zero at first. */
struct ends_cache {
    struct cached_ends entries[1 << ENDS_CACHE_BITS];
    struct cached_ends6 entries6[1 << ENDS_CACHE_BITS];
};

/* "source.port > destination.port: " of an IP and a TCP header, as ip_ends_format() writes it.
 * Touches IP_ENDS_ROOM bytes at most. */
char *ends_cache_format(char *to, struct ends_cache *cache, const struct layer *ip,
                        const uint8_t *tcp);
char *ends_cache_format6(char *to, struct ends_cache *cache, const struct layer *ip,
                         const uint8_t *tcp);

#endif
