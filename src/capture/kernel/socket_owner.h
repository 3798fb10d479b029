/*
 * Which process holds a socket: /proc shows it among the descriptors of the process.
 */
#ifndef TCPGLOSS_SRC_CAPTURE_KERNEL_SOCKET_OWNER_H
#define TCPGLOSS_SRC_CAPTURE_KERNEL_SOCKET_OWNER_H

#include <stdbool.h>
#include <stdint.h>

#include "tcpgloss/base/kernel_socket.h"

/*
 * Both fill in `process` and `program`, and are false if no process holds the socket of those
 * looked at whose descriptors may be listed. `proc` is /proc, opened as a directory; `load`,
 * /proc/loadavg.
 *
 * The first looks at the processes remembered last: who holds one socket often holds the next. The
 * second looks at all, the newest first, which of several that hold it has been started for it;
 * that costs some ten microseconds a process of the machine.
 */
bool socket_owner_guess(int proc, uint32_t inode, struct kernel_socket *socket);
bool socket_owner_search(int proc, int load, uint32_t inode, struct kernel_socket *socket);

/* Whoever holds this socket is looked at first the next time. */
void socket_owner_remember(const struct kernel_socket *socket);

#endif
