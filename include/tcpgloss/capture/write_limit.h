/*
 * How long who has been asked to stop goes on writing: as long as somebody takes the bytes.
 */
#ifndef TCPGLOSS_CAPTURE_WRITE_LIMIT_H
#define TCPGLOSS_CAPTURE_WRITE_LIMIT_H

#include <stdbool.h>
#include <stddef.h>

/*
 * How many of `length` bytes (at least one) may be written to `descriptor` now: all of them. Once a
 * signal has asked to stop: as many as do not block, and 0, with `errno` set, if for a second, the
 * first time, there was no room for any.
 */
size_t write_limit(int descriptor, size_t length);

/* Whether it was 0: what was still to be written is lost. */
bool write_was_given_up(void);

#endif
