/* What a line printer keeps from packet to packet. */
#ifndef TCPGLOSS_SRC_OUT_LINE_PRINTER_H
#define TCPGLOSS_SRC_OUT_LINE_PRINTER_H

#include "tcpgloss/out/line.h"

#include "interfaces.h"
#include "relative.h"

struct line_clock {
    bool has_reference; /* of -ttt and -ttttt: the packet before, or the first one */
    int64_t reference_seconds;
    int64_t reference_fraction;
    bool has_cached; /* the last second that was formatted, and its text */
    int64_t cached_second;
    unsigned cached_length;
    char cached[64];
};

struct line_printer {
    struct line_settings settings;
    struct line_clock clock;
    struct relative relative;
    struct interfaces interfaces;
};

#endif
