/*
 * Names of hosts: those in hosts(5) are known from the start, the others are looked up by a second,
 * unprivileged process, whose answer is waited for only a bounded time.
 */
#ifndef TCPGLOSS_CAPTURE_HOST_NAMES_H
#define TCPGLOSS_CAPTURE_HOST_NAMES_H

#include <stdbool.h>
#include <stdint.h>

#include "tcpgloss/base/error.h"
#include "tcpgloss/capture/privileges.h"
#include "tcpgloss/capture/sandbox_settings.h"

struct host_names;

/* Reads hosts(5) and starts the process, which becomes `identity` and, if `confined`, has a sandbox
 * of its own. Null, with `error` filled, if it cannot. */
struct host_names *host_names_start(const struct identity *identity, bool confined,
                                    struct error *error);
void host_names_stop(struct host_names *names);

/*
 * The name, printable ASCII, valid until the next call; null if there is none, or none yet: an
 * answer that takes too long is waited for once. Answers are remembered, a bounded number of them.
 */
const char *host_names_find(struct host_names *names, unsigned version, const uint8_t *address);

/* Adds what asking needs there. */
void host_names_enter_sandbox(const struct host_names *names, struct sandbox_settings *sandbox);

#endif
