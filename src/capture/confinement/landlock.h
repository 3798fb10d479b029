/*
 * Landlock (landlock(7)) by its system calls: libraries for it are not common yet.
 */
#ifndef TCPGLOSS_SRC_CAPTURE_CONFINEMENT_LANDLOCK_H
#define TCPGLOSS_SRC_CAPTURE_CONFINEMENT_LANDLOCK_H

#include <stdbool.h>

/* Takes all access to files away, but for creating them in `directory` (-1: none). False, with
 * errno set, if the kernel has no Landlock. */
bool landlock_enter(int directory);

#endif
