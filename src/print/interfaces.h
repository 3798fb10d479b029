/*
 * Names of this machine's network interfaces, for captures that hold their numbers only. They are
 * read once, so that a packet costs no system call; a capture from another machine gets the wrong
 * ones, as with tcpdump.
 */
#ifndef TCPGLOSS_SRC_PRINT_INTERFACES_H
#define TCPGLOSS_SRC_PRINT_INTERFACES_H

#include <net/if.h>
#include <stdint.h>

struct interfaces {
    struct if_nameindex *list; /* owned; null if they could not be read */
};

void interfaces_init(struct interfaces *interfaces);
void interfaces_free(struct interfaces *interfaces);

/* "?" for one that is not there. */
const char *interfaces_find(const struct interfaces *interfaces, uint32_t index);

#endif
