/*
 * tcpdump's text of one packet, byte for byte (tcpdump 4.99.3).
 *
 * A printer keeps what tcpdump keeps from packet to packet: the first sequence numbers of each
 * conversation, the time of the packet before, the number of the line.
 */
#ifndef TCPGLOSS_OUT_LINE_H
#define TCPGLOSS_OUT_LINE_H

#include <stdbool.h>
#include <stdint.h>

#include "tcpgloss/base/error.h"
#include "tcpgloss/base/text.h"
#include "tcpgloss/decode/packet.h"

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

/* Looks up names for addresses and ports; without it everything is printed as numbers. */
struct name_source;

struct line_settings {
    unsigned numeric;    /* times -n was given: 1 no host names, 2 nor port names */
    unsigned verbosity;  /* times -v was given, 0 to 3 */
    bool quiet;          /* -q */
    bool link_header;    /* -e */
    bool number;         /* -# */
    bool absolute_seq;   /* -S */
    bool skip_checksums; /* -K */
    bool no_domain;      /* -N */
    bool nanoseconds;    /* --nano */
    enum time_style time;
    enum dump_style dump;
    uint32_t max_conversations; /* bound on what is remembered for relative sequence numbers */
};

struct line_printer;

/* Null, with `error` filled, if there is no memory. */
struct line_printer *line_printer_create(const struct line_settings *settings, struct error *error);
void line_printer_destroy(struct line_printer *printer);

/* Appends the packet's line, and with -x and its like the lines below it, each ended by '\n'. */
void line_print(struct line_printer *printer, const struct packet *packet, struct text *text);

#endif
