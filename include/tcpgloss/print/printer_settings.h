/* What tcpdump's options make of a line. */
#ifndef TCPGLOSS_PRINT_PRINTER_SETTINGS_H
#define TCPGLOSS_PRINT_PRINTER_SETTINGS_H

#include <stdbool.h>
#include <stdint.h>

#include "tcpgloss/print/tcpdump_release.h"

struct relative_seq;

/* -x and its like. The doubled forms take in the link layer's header. */
enum dump_style {
    DUMP_NONE,
    DUMP_HEX,            /* -x */
    DUMP_HEX_LINK,       /* -xx */
    DUMP_HEX_ASCII,      /* -X */
    DUMP_HEX_ASCII_LINK, /* -XX */
    DUMP_ASCII,          /* -A */
    DUMP_ASCII_LINK,     /* -AA */
};

enum time_style {
    TIME_OF_DAY,      /* default */
    TIME_NONE,        /* -t */
    TIME_EPOCH,       /* -tt */
    TIME_SINCE_LAST,  /* -ttt */
    TIME_DATE,        /* -tttt */
    TIME_SINCE_FIRST, /* -ttttt */
};

/*
 * Looks up names of addresses and ports. Each function returns a NUL-terminated string of printable
 * ASCII that is valid until the next call, or null where there is no name (then the number is
 * printed). Whoever supplies it bounds the time that an answer takes, and remembers answers.
 */
struct name_source {
    void *context;
    /* `address`: 4 or 16 bytes, network byte order, as `version` (4 or 6) says. */
    const char *(*host)(void *context, unsigned version, const uint8_t *address);
    /* `transport`: "tcp" or "udp", as in getservbyport(). */
    const char *(*service)(void *context, const char *transport, uint16_t port);
};

struct printer_settings {
    enum tcpdump_release release; /* whose text is printed */
    unsigned numeric;             /* times -n was given: 1 or more, no names of anything */
    unsigned verbosity;           /* times -v was given, 0 to 3 */
    unsigned quiet;      /* times -q was given: 2 or more, next to nothing of a later fragment */
    bool link_header;    /* -e */
    bool number;         /* -# */
    bool skip_checksums; /* -K */
    bool no_domain;      /* -N */
    bool unbroken;       /* -g: with -v, no new line begins behind the IPv4 header */
    bool nanoseconds;    /* --nano */
    enum time_style time;
    enum dump_style dump;
    /* What numbers the packets before they are printed; borrowed. Null: all numbers are shown as
     * they are (-S). */
    struct relative_seq *relative;
    const struct name_source *names; /* borrowed; null: everything is printed as numbers */
};

#endif
