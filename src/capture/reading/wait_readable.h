/*
 * Waiting until something can be read.
 */
#ifndef TCPGLOSS_SRC_CAPTURE_READING_WAIT_READABLE_H
#define TCPGLOSS_SRC_CAPTURE_READING_WAIT_READABLE_H

#include <stdbool.h>

enum { WAIT_DESCRIPTORS_MAX = 4 };

/*
 * Waits at most `timeout` milliseconds until one of `count` descriptors can be read; one that is
 * less than 0 is left out. Returns how many can be, and says in `ready` which; 0 after the time, -1
 * if a signal came.
 */
int wait_readable(const int *descriptors, unsigned count, int timeout, bool *ready);

#endif
