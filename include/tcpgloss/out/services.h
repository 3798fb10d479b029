/*
 * Names of ports, from the system's database of services (/etc/services, or what nsswitch.conf
 * names), read once: looking one up costs no system call.
 */
#ifndef TCPGLOSS_OUT_SERVICES_H
#define TCPGLOSS_OUT_SERVICES_H

#include <stdint.h>

struct services;

/* Null if there is no memory. */
struct services *services_load(void);
void services_free(struct services *services);

/* The first name that the database gives the port; null if it has none, or `transport` is neither
 * "tcp" nor "udp" (tcpdump knows no others). Valid as long as `services`. */
const char *services_name(const struct services *services, const char *transport, uint16_t port);

#endif
