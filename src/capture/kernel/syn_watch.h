/*
 * The first segments of connections, as soon as the kernel sees them. The capture itself holds
 * packets back for a while to hand them over together; a program may have ended by then, and nobody
 * knows any more whose its socket was.
 */
#ifndef TCPGLOSS_SRC_CAPTURE_KERNEL_SYN_WATCH_H
#define TCPGLOSS_SRC_CAPTURE_KERNEL_SYN_WATCH_H

#include <stdbool.h>

#include "capture/kernel/socket_pair.h"

/* A packet socket that gets the SYNs of `device` ("any": of all); -1, with errno set, without the
 * right to have one. */
int syn_watch_open(const char *device);

/* The ends of the next SYN, the sender's first; false if there is none now. */
bool syn_watch_next(int watch, struct socket_pair *pair);

#endif
