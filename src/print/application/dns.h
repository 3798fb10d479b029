/*
 * Inside the DNS printer (RFC 1035).
 *
 * A message is read by offsets from its ID. The functions return LINE_NEXT, with `*at` moved behind
 * what was printed; LINE_END where the message cannot be followed, which ends the line with a mark;
 * or LINE_CUT.
 */
#ifndef TCPGLOSS_SRC_PRINT_APPLICATION_DNS_H
#define TCPGLOSS_SRC_PRINT_APPLICATION_DNS_H

#include "print/line.h"

struct dns {
    struct line *line;
    struct text *text;
    struct span message;
    bool multicast; /* RFC 6762: the class has a flag in it */
};

/* Moves behind a name without printing it; false where it cannot be followed. */
bool dns_skip_name(const struct dns *dns, uint32_t *at);

/* A name, in which pointers count from `origin`. */
enum line_status dns_put_name_from(const struct dns *dns, uint32_t origin, uint32_t *at);

static inline enum line_status dns_put_name(const struct dns *dns, uint32_t *at) {
    return dns_put_name_from(dns, 0, at);
}

enum line_status dns_put_question(const struct dns *dns, uint32_t *at);
enum line_status dns_put_record(const struct dns *dns, uint32_t *at);

/* The options of an OPT record that ends at `end` (RFC 6891). */
enum line_status dns_put_options(const struct dns *dns, uint32_t at, uint32_t end);

#endif
