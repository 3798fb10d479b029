/*
 * For tests of tcpdump's line: what a packet prints as, by a printer that has seen no other.
 */
#ifndef TCPGLOSS_TESTS_UNIT_PRINT_PRINTED_H
#define TCPGLOSS_TESTS_UNIT_PRINT_PRINTED_H

#include <stddef.h>
#include <stdint.h>

#include "tcpgloss/print/printer.h"

/* What was printed last, NUL-terminated. A group of tests begins and ends it. */
extern struct text printed;
int printed_begin(void **state);
int printed_end(void **state);

/* Prints a copy of the first `captured` of a frame's bytes, in a block of exactly that length. */
void printed_frame(const struct printer_settings *settings, int link_type, const uint8_t *bytes,
                   size_t captured, size_t length);

/* It is printable, and no line of it can be taken for a note. */
void printed_assert_harmless(void);

#endif
