/*
 * For tests of tcpdump's line: frames written in hexadecimal with spaces, and what they print as.
 */
#ifndef TCPGLOSS_TESTS_UNIT_PRINT_HEX_FRAME_H
#define TCPGLOSS_TESTS_UNIT_PRINT_HEX_FRAME_H

#include <stddef.h>

#include "tcpgloss/decode/link.h"

#include "printed.h"

#define IPV4(protocol, length) "4500 00" length " 0000 0000 40" protocol " 0000 0a000001 0a000002 "

#define UDP_PLAIN IPV4("11", "20") "9c40 0009 000c 0000 61626364"
#define UDP_LINE  "10.0.0.1.40000 > 10.0.0.2.9: UDP, length 4\n"

struct hex_frame {
    int link_type;
    const char *hex;
};

/* Prints the first `cut` bytes of the frame, or all if it has fewer. */
void hex_frame_print(int link_type, const char *hex, size_t cut, unsigned verbosity);

/* Fails unless the whole frame prints as `expected`. */
void assert_line(int link_type, const char *hex, unsigned verbosity, const char *expected);

/* The same with -e, as `release` prints it. */
void assert_line_with_link(enum tcpdump_release release, int link_type, const char *hex,
                           const char *expected);

/* Fails unless each frame, cut behind each of its bytes, prints harmlessly with each verbosity. */
void assert_cuts_harmless(const struct hex_frame *frames, size_t count);

#endif
