/* What a line printer keeps from packet to packet. */
#ifndef TCPGLOSS_SRC_PRINT_PRINTER_STATE_H
#define TCPGLOSS_SRC_PRINT_PRINTER_STATE_H

#include "tcpgloss/base/format.h"
#include "tcpgloss/print/printer.h"

#include "print/interfaces.h"

enum { LINE_CLOCK_ROOM = 64 }; /* the longest text of a second is the one that says it has none */

struct line_clock {
    bool has_reference; /* of -ttt and -ttttt: the packet before, or the first one */
    int64_t reference_seconds;
    int64_t reference_fraction;
    bool has_cached; /* the last second that was formatted, and its text */
    int64_t cached_second;
    unsigned cached_length;
    char cached[LINE_CLOCK_ROOM];
};

struct line_printer {
    struct line_settings settings;
    bool plain; /* the settings leave a plain segment as it is (plain.c) */
    struct line_clock clock;
    struct interfaces interfaces;
};

/* The time stamp and a space, as -t says (time.c): a sign, a second, its fraction. */
enum { LINE_TIME_ROOM = 1 + LINE_CLOCK_ROOM + 1 + FORMAT_U64_ROOM + 1 };
char *line_format_time(char *to, struct line_printer *printer, const struct frame *frame);

/*
 * The whole line of a plain segment, which most are: TCP right behind IP in Ethernet, nothing of it
 * missing, no options but the timestamps, nothing in it that is printed. False, and nothing
 * printed, for any other packet, and where the settings ask for more.
 */
bool line_settings_are_plain(const struct line_settings *settings);
bool line_print_plain(struct line_printer *printer, const struct packet *packet, struct text *text);

#endif
