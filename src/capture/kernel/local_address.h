/*
 * Whether an address is one of this machine's, by rtnetlink(7): a listener of port 80 on all
 * addresses does not listen on those of others.
 */
#ifndef TCPGLOSS_SRC_CAPTURE_KERNEL_LOCAL_ADDRESS_H
#define TCPGLOSS_SRC_CAPTURE_KERNEL_LOCAL_ADDRESS_H

#include <stdbool.h>
#include <stdint.h>

/* A socket of netlink to ask by; -1, with errno set, if there is none. */
int local_address_open(void);

/* `address`: 4 or 16 bytes, network byte order. False if the kernel cannot be asked, too. */
bool local_address_is(int netlink, unsigned version, const uint8_t *address);

#endif
