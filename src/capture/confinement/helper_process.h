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

/* The numbers of its descriptors: the socket by which it is asked, then those it keeps. */
enum { HELPER_SOCKET, HELPER_FIRST, HELPER_KEPT_MAX = 5 };

struct helper_settings {
    const char *task;                /* for messages */
    const struct identity *identity; /* whom it becomes */
    bool confined;                   /* it enters the sandbox of `role` */
    bool urgent; /* it runs before others, where it may: `serve` bounds its share of the time */
    enum sandbox_role role;
    int kept[HELPER_KEPT_MAX]; /* from HELPER_FIRST on, in this order; the caller's remain open */
    unsigned kept_count;
    unsigned sockets; /* the last so many of them may be sent to */
    void (*serve)(void *context);
    void *context;
};

/*
 * Starts the process. It holds nothing but its socket and what it is to keep, becomes its
 * identity, enters its sandbox and runs `serve`, whose return ends it. Returns the socket to
 * ask it by; -1, with `error` filled, if it cannot be started.
 *
 * A part of the sandbox that the system lacks is lacking for this process too, and said there; it
 * then gives up the capabilities that its identity was to keep.
 */
int helper_process_start(const struct helper_settings *settings, struct error *error);

#endif
