/*
 * What the user or the system got wrong, in words.
 *
 * The lowest layer that knows the cause writes the message and returns false; those above pass it
 * on; main prints it once and picks the exit status. A malformed packet is data, never an error.
 */
#ifndef TCPGLOSS_BASE_ERROR_H
#define TCPGLOSS_BASE_ERROR_H

#include <stdbool.h>

#include "tcpgloss/base/export.h"

/* Exit statuses of the program. Every error names the one it leads to. */
enum exit_status {
    STATUS_OK = 0,
    STATUS_RUNTIME = 1, /* device, permission, sandbox */
    STATUS_USAGE = 2,   /* options, filter expression */
    STATUS_DAMAGED = 3, /* the input file is damaged or cut short */
    STATUS_OUTPUT = 4,  /* writing failed: disk full, closed */
};

struct error {
    enum exit_status status;
    char message[1024]; /* no newline, NUL-terminated, printable */
};

/* Fills `error`, cutting a message that is too long and escaping what is not printable: names of
 * files come from outside (unicode.h). Always returns false, for `return error_set(…)`. */
TCPGLOSS_API __attribute__((format(printf, 3, 4))) bool
error_set(struct error *error, enum exit_status status, const char *format, ...);

#endif
