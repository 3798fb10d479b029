/*
 * A second process that does for this one what its sandbox forbids: one task, asked for over a pair
 * of sockets, on which every question and every answer is one message. It ends when nobody can ask
 * any more.
 */
#ifndef TCPGLOSS_SRC_CAPTURE_CONFINEMENT_HELPER_PROCESS_H
#define TCPGLOSS_SRC_CAPTURE_CONFINEMENT_HELPER_PROCESS_H

#include <stdbool.h>

#include "tcpgloss/base/error.h"
#include "tcpgloss/capture/privileges.h"
#include "tcpgloss/capture/sandbox.h"

enum { HELPER_SOCKET = 0, HELPER_DIRECTORY = 1 };

struct helper_settings {
    const char *task;                /* for messages */
    const struct identity *identity; /* whom it becomes */
    bool confined;                   /* it enters the sandbox of `role` */
    enum sandbox_role role;
    int directory; /* kept as HELPER_DIRECTORY; -1: none */
    void (*serve)(void *context);
    void *context;
};

/*
 * Starts the process. It holds nothing but its socket (HELPER_SOCKET) and the directory, becomes
 * its identity, enters its sandbox and runs `serve`, whose return ends it. Returns the socket to
 * ask it by; -1, with `error` filled, if it cannot be started.
 *
 * A part of the sandbox that the system lacks is lacking for this process too, and said there.
 */
int helper_process_start(const struct helper_settings *settings, struct error *error);

#endif
