/*
 * Domain names in a DNS message (RFC 1035).
 *
 * A message is read by offsets from its ID. These functions, and those of dns_record.h and
 * dns_options.h, return LINE_NEXT, with `*at` moved behind what was printed; LINE_END where the
 * message cannot be followed, which ends the line with a mark; or LINE_CUT.
 */
#ifndef TCPGLOSS_SRC_PRINT_APPLICATION_DNS_NAME_H
#define TCPGLOSS_SRC_PRINT_APPLICATION_DNS_NAME_H

#include "print/line.h"

struct dns {
    struct line *line;
    struct text *text;
    struct span message;
    bool multicast; /* RFC 6762: the class has a flag in it */
};

/* Moves behind a name without printing it; false where it cannot be followed. */
bool dns_name_skip(const struct dns *dns, uint32_t *at);

/* A name, in which pointers count from `origin`. */
enum line_status dns_name_put_from(const struct dns *dns, uint32_t origin, uint32_t *at);

static inline enum line_status dns_name_put(const struct dns *dns, uint32_t *at) {
    return dns_name_put_from(dns, 0, at);
}

#endif
