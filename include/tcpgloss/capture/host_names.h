/*
 * Names of hosts, looked up by a second, unprivileged process: the one that reads packets need not
 * open files or sockets for them, and waits for an answer only a bounded time.
 */
#ifndef TCPGLOSS_CAPTURE_HOST_NAMES_H
#define TCPGLOSS_CAPTURE_HOST_NAMES_H

#include <stdbool.h>
#include <stdint.h>

#include "tcpgloss/base/error.h"
#include "tcpgloss/capture/privileges.h"

struct host_names;

/* Starts the process, which becomes `identity`. Null, with `error` filled, if it cannot. */
struct host_names *host_names_start(const struct identity *identity, struct error *error);
void host_names_stop(struct host_names *names);

/*
 * The name, printable ASCII, valid until the next call; null if there is none, or none yet: an
 * answer that takes too long is waited for once. Answers are remembered, a bounded number of them.
 */
const char *host_names_find(struct host_names *names, unsigned version, const uint8_t *address);

#endif
