/*
 * Giving up what the program was allowed to do, once device and files are open.
 */
#ifndef TCPGLOSS_CAPTURE_PRIVILEGES_H
#define TCPGLOSS_CAPTURE_PRIVILEGES_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "tcpgloss/base/error.h"

/* Whom to become. */
struct identity {
    bool changes;  /* false: not root, or nobody else can be become */
    char name[64]; /* who that is, or would be */
    uid_t user;
    gid_t group;
    uint64_t capabilities; /* that it keeps, where it has them, as bits; Linux only */
};

/*
 * The user `wanted`, or, if null, who called sudo, else nobody. That one need not be there, and
 * root need not be able to become him: in a container without other users, or without capabilities.
 * Then there is no change.
 */
bool identity_find(const char *wanted, struct identity *identity, struct error *error);

/* Whether this identity may create files in a directory, by its owner and mode. */
bool identity_can_create(const struct identity *identity, int directory);

/* Becomes `identity`, empties all sets of capabilities but for those that it keeps, and forbids new
 * privileges, for good. */
bool privileges_drop(const struct identity *identity, struct error *error);

#endif
