/*
 * Names of ports, all read before the sandbox closes: to look one up is then no more than a search.
 */
#ifndef TCPGLOSS_CAPTURE_SERVICES_H
#define TCPGLOSS_CAPTURE_SERVICES_H

#include <stdint.h>

#include "tcpgloss/base/error.h"

struct services;

/* Reads services(5), or what the system has in its place. Null, with `error` filled, if there is no
 * memory for them. The caller owns the result. */
struct services *services_read(struct error *error);
void services_free(struct services *services);

/* The name, printable ASCII, that lives as long as `services`; null if there is none. `transport`
 * is "tcp" or "udp"; `port` in host byte order. */
const char *services_find(const struct services *services, const char *transport, uint16_t port);

#endif
