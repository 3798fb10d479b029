/*
 * What a device dropped before the kernel saw it: counters that libpcap looks for by path, read
 * here from descriptors, since after the sandbox is entered no path can be opened.
 */
#ifndef TCPGLOSS_SRC_CAPTURE_READING_INTERFACE_DROPS_H
#define TCPGLOSS_SRC_CAPTURE_READING_INTERFACE_DROPS_H

#include <stdbool.h>
#include <stdint.h>

struct interface_drops {
    int descriptors[2]; /* -1: not there */
    uint64_t start;     /* the sum when opened */
};

void interface_drops_open(struct interface_drops *drops, const char *device);
void interface_drops_close(struct interface_drops *drops);

/* How many since it was opened. False if the counters cannot be read. */
bool interface_drops_read(const struct interface_drops *drops, uint64_t *count);

#endif
