/*
 * What the program can still reach while it reads packets from strangers: what it has open.
 */
#ifndef TCPGLOSS_CAPTURE_SANDBOX_H
#define TCPGLOSS_CAPTURE_SANDBOX_H

#include <stdbool.h>

#include "tcpgloss/base/error.h"

struct sandbox_settings {
    int directory; /* where files may still be created (-C, -G); -1: nowhere */
};

/*
 * Landlock, without a path but the directory, then a seccomp filter: unknown calls fail; exec,
 * ptrace and new sockets kill. For good. Every part that the system has is put in force even if
 * another is missing; then false, and `error` says which.
 */
bool sandbox_enter(const struct sandbox_settings *settings, struct error *error);

#endif
