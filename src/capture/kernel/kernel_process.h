/*
 * The process that asks this machine's kernel about its sockets and /proc whose they are. It gets
 * pairs of addresses and ports and answers with struct kernel_socket: neither side sends the other
 * anything of which the length or meaning is not fixed.
 */
#ifndef TCPGLOSS_SRC_CAPTURE_KERNEL_KERNEL_PROCESS_H
#define TCPGLOSS_SRC_CAPTURE_KERNEL_KERNEL_PROCESS_H

#include <stdbool.h>
#include <stdint.h>

#include "tcpgloss/base/error.h"
#include "tcpgloss/base/kernel_socket.h"
#include "tcpgloss/capture/privileges.h"

#include "capture/kernel/socket_pair.h"

struct kernel_question {
    struct socket_pair pair;
    uint32_t flow;
    bool owners; /* whose they are is wanted, too */
};

/* Starts it, and returns the socket to ask it by; -1, with `error` filled, if it cannot be started,
 * or the system is not Linux. `device`: what is captured on. */
int kernel_process_start(const char *device, const struct identity *identity, bool confined,
                         struct error *error);

#endif
