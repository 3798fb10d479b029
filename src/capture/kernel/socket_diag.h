/*
 * The kernel's sockets of TCP, one at a time, by sock_diag(7).
 */
#ifndef TCPGLOSS_SRC_CAPTURE_KERNEL_SOCKET_DIAG_H
#define TCPGLOSS_SRC_CAPTURE_KERNEL_SOCKET_DIAG_H

#include <stdbool.h>
#include <stdint.h>

#include "tcpgloss/base/kernel_socket.h"

#include "capture/kernel/socket_pair.h"

/* A socket of netlink to ask by; -1, with errno set, if there is none. */
int socket_diag_open(void);

/*
 * The socket of this machine that is end `end` of the pair; where there is none, the one that
 * listens on that address and port. `*inode` is its number in /proc, 0 if it has none. False if the
 * kernel cannot be asked.
 */
bool socket_diag_find(int netlink, const struct socket_pair *pair, unsigned end,
                      struct kernel_socket *socket, uint32_t *inode);

/* Likewise, the socket that listens for end `end`; false if none does. */
bool socket_diag_listener(int netlink, const struct socket_pair *pair, unsigned end,
                          struct kernel_socket *socket, uint32_t *inode);

/* How many connections to the port of end `end` wait for their third segment; false if the kernel
 * cannot be asked. The kernel looks through all its connections for that. */
bool socket_diag_count_syns(int netlink, const struct socket_pair *pair, unsigned end,
                            uint32_t *count);

#endif
