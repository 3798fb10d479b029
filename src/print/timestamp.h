/* The time stamp, as -t says. */
#ifndef TCPGLOSS_SRC_PRINT_TIMESTAMP_H
#define TCPGLOSS_SRC_PRINT_TIMESTAMP_H

#include <stdbool.h>
#include <stdint.h>

#include "tcpgloss/base/format.h"
#include "tcpgloss/base/frame.h"
#include "tcpgloss/print/printer_settings.h"

enum {
    TIMESTAMP_SECOND_ROOM = 64, /* the longest text of a second is the one that says it has none */
    TIMESTAMP_CLOCK_ROOM = 32,  /* "2023-11-14 22:13:20", with a year of 32 bits */
    TIMESTAMP_ROOM = 1 + TIMESTAMP_SECOND_ROOM + 1 + FORMAT_U64_ROOM + sizeof " (invalid us) ",
};

/* What is kept from packet to packet; zero at first. */
struct timestamp {
    bool has_reference; /* of -ttt and -ttttt: the packet before, or the first one */
    int64_t reference_seconds;
    int64_t reference_fraction;
    bool has_clock;        /* the text of the last second that was formatted as a time of day: */
    int64_t clock_second;  /* the frame's, */
    unsigned clock_length; /* and the text */
    char clock[TIMESTAMP_CLOCK_ROOM];
};

/* Writes the frame's time and a space; nothing with -t. Touches TIMESTAMP_ROOM bytes at most. */
char *timestamp_format(char *to, struct timestamp *timestamp,
                       const struct printer_settings *settings, const struct frame *frame);

#endif
