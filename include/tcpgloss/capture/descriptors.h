/*
 * Which descriptors a process holds: those that it has opened itself, and no others.
 */
#ifndef TCPGLOSS_CAPTURE_DESCRIPTORS_H
#define TCPGLOSS_CAPTURE_DESCRIPTORS_H

#include <stdbool.h>

#include "tcpgloss/base/error.h"

/*
 * First thing in a program. Notes which descriptors the caller of the program has left open: they
 * stay so for now, as a path may name one of them (/dev/fd/63, as shells make it for `<(command)`).
 * Numbers from 1024 on are closed at once. Opens /dev/null for a standard stream that is closed, so
 * that no file takes its place and is written to as if it were the terminal; false, with `error`
 * filled, if that cannot be done.
 */
bool descriptors_note_inherited(struct error *error);

/* Once all paths are opened: closes what was noted, and leaves nothing to read on standard input.
 */
void descriptors_close_inherited(void);

/* In a process that has been forked: these become descriptors 0, 1, …, and every other descriptor
 * is closed. At most 16; a negative one leaves its number closed. */
void descriptors_keep_only(const int *kept, unsigned count);

/* The same file under the lowest number that is free: closing it and opening another file gives
 * this number again. Closes `descriptor` if it has another number. */
int descriptors_lower(int descriptor);

#endif
