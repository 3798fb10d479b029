#include "print/network/ends_cache.h"

#include <string.h>

#include "tcpgloss/decode/conversation.h"

_Static_assert(sizeof(struct cached_ends) == 64, "one cache line");
_Static_assert(sizeof(struct cached_ends6) == 128, "two cache lines");

/* Multiplied with 2^64 divided by the golden ratio: neighbours go to places far apart. */
static size_t place_of(uint64_t addresses, uint64_t ports) {
    return (size_t)((addresses ^ ports << 16) * UINT64_C(0x9e3779b97f4a7c15) >>
                    (64 - ENDS_CACHE_BITS));
}

/* Apart, so that a text that is kept costs no more than its copy. */
__attribute__((noinline)) static char *format_anew(char *to, struct cached_ends *entry,
                                                   uint64_t addresses, uint32_t ports,
                                                   const struct layer *ip, const uint8_t *tcp) {
    char *end = ip_ends_format(to, ip, load_be16(tcp), load_be16(tcp + 2));

    entry->addresses = addresses;
    entry->ports = ports;
    entry->length = (uint32_t)(end - to);
    memcpy(entry->text, to, sizeof entry->text);
    return end;
}

char *ends_cache_format(char *to, struct ends_cache *cache, const struct layer *ip,
                        const uint8_t *tcp) {
    struct cached_ends *entry;
    uint64_t addresses;
    uint32_t ports;

    memcpy(&addresses, ip->data + IPV4_SOURCE, sizeof addresses);
    memcpy(&ports, tcp, sizeof ports);
    entry = &cache->entries[place_of(addresses, ports)];
    if (entry->length == 0 || entry->addresses != addresses || entry->ports != ports) {
        return format_anew(to, entry, addresses, ports, ip, tcp);
    }
    memcpy(to, entry->text, sizeof entry->text);
    return to + entry->length;
}

__attribute__((noinline)) static char *format_anew6(char *to, struct cached_ends6 *entry,
                                                    const struct layer *ip, const uint8_t *tcp) {
    char *end = ip_ends_format(to, ip, load_be16(tcp), load_be16(tcp + 2));

    if (end - to <= ENDS_CACHE_TEXT6) {
        memcpy(entry->addresses, ip->data + IPV6_SOURCE, sizeof entry->addresses);
        memcpy(&entry->ports, tcp, sizeof entry->ports);
        entry->length = (uint32_t)(end - to);
        memcpy(entry->text, to, sizeof entry->text);
    }
    return end;
}

char *ends_cache_format6(char *to, struct ends_cache *cache, const struct layer *ip,
                         const uint8_t *tcp) {
    struct cached_ends6 *entry;
    uint64_t addresses[4];
    uint32_t ports;

    memcpy(addresses, ip->data + IPV6_SOURCE, sizeof addresses);
    memcpy(&ports, tcp, sizeof ports);
    entry = &cache->entries6[conversation_place_ipv6(addresses, ports, ENDS_CACHE_BITS)];
    if (!conversation_addresses_are_ipv6(entry->addresses, addresses) || entry->ports != ports ||
        entry->length == 0) {
        return format_anew6(to, entry, ip, tcp);
    }
    memcpy(to, entry->text, sizeof entry->text);
    return to + entry->length;
}
