/*
 * What the kernel answers to a question about a connection (kernel_sockets.h).
 */
#ifndef TCPGLOSS_CAPTURE_KERNEL_ANSWER_H
#define TCPGLOSS_CAPTURE_KERNEL_ANSWER_H

#include <stdbool.h>
#include <stdint.h>

#include "tcpgloss/base/kernel_socket.h"

struct kernel_answer {
    int64_t time; /* when the kernel was asked, nanoseconds since the epoch */
    uint32_t flow;
    bool owners;
    bool local[2]; /* by end: the address is this machine's */
    struct kernel_socket ends[2];
};

#endif
