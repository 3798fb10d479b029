/*
 * What this machine's kernel says of the ends of connections (--kernel): asked by a second process,
 * whose answers come when they come and are never waited for.
 */
#ifndef TCPGLOSS_CAPTURE_KERNEL_SOCKETS_H
#define TCPGLOSS_CAPTURE_KERNEL_SOCKETS_H

#include <stdbool.h>
#include <stdint.h>

#include "tcpgloss/base/error.h"
#include "tcpgloss/capture/kernel_answer.h"
#include "tcpgloss/capture/privileges.h"
#include "tcpgloss/capture/sandbox_settings.h"

struct kernel_sockets;

/* Starts the process, which becomes `identity`, but, started by root, may see whose sockets are
 * whose; if `confined` it has a sandbox of its own. `device`: what is captured on. Null, with
 * `error` filled, if it cannot, or the system is not Linux. */
struct kernel_sockets *kernel_sockets_start(const char *device, const struct identity *identity,
                                            bool confined, struct error *error);
void kernel_sockets_stop(struct kernel_sockets *sockets);

/* The ends of a connection: addresses in network byte order, ports in host byte order. */
struct kernel_ends {
    unsigned version; /* 4 or 6 */
    const uint8_t *addresses[2];
    uint16_t ports[2];
};

/* Asks; with `owners`, whose they are, too. False if so many questions wait that this one is not
 * put. */
bool kernel_sockets_ask(struct kernel_sockets *sockets, uint32_t flow,
                        const struct kernel_ends *ends, bool owners);

/* The next answer; false if there is none yet. */
bool kernel_sockets_take(struct kernel_sockets *sockets, struct kernel_answer *answer);

/* Readable when there is an answer. */
int kernel_sockets_descriptor(const struct kernel_sockets *sockets);

/* Adds what asking needs there. */
void kernel_sockets_enter_sandbox(const struct kernel_sockets *sockets,
                                  struct sandbox_settings *sandbox);

#endif
