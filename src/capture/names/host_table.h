/*
 * The names in hosts(5), all read before the sandbox closes: they are known at once, whatever a
 * name server does.
 */
#ifndef TCPGLOSS_SRC_CAPTURE_NAMES_HOST_TABLE_H
#define TCPGLOSS_SRC_CAPTURE_NAMES_HOST_TABLE_H

#include <stddef.h>

#include "capture/names/host_address.h"

struct host_entry;

struct host_table {
    struct host_entry *entries; /* by address; owned */
    size_t count;
};

/* Reads what is printable ASCII of the file; without memory, or beyond 65 536 addresses, less of
 * it. A name that is left out is asked for like any other. */
void host_table_read(struct host_table *table, const char *path);
void host_table_free(struct host_table *table);

/* The name, as long as the table lives; null if there is none. */
const char *host_table_find(const struct host_table *table, const struct host_address *address);

#endif
