/*
 * The process that asks the system for the names of hosts. It gets addresses and nothing else, one
 * a question, and has the system look up each of them; at most so many in a second.
 */
#ifndef TCPGLOSS_SRC_CAPTURE_NAMES_NAME_PROCESS_H
#define TCPGLOSS_SRC_CAPTURE_NAMES_NAME_PROCESS_H

#include <stdbool.h>

#include "tcpgloss/base/error.h"
#include "tcpgloss/capture/privileges.h"

#include "capture/names/host_address.h"

/*
 * Questions that are answered at once, and how many a second after them: the others wait. Whoever
 * takes over the process that asks can send 1600 bytes a second to a name server by this way.
 */
enum { NAMES_AT_ONCE = 1000, NAMES_A_SECOND = 100 };

/* A question is a struct host_address. */
struct name_answer {
    struct host_address address;
    char name[HOST_NAME_SIZE]; /* printable ASCII; empty: there is none */
};

/* Starts it, and returns the socket to ask it by; -1, with `error` filled, if it cannot be started.
 */
int name_process_start(const struct identity *identity, bool confined, struct error *error);

#endif
