/*
 * What fills the slots of a sentence, written where there is room for it (base/format.h).
 */
#ifndef TCPGLOSS_SRC_GLOSS_VALUE_H
#define TCPGLOSS_SRC_GLOSS_VALUE_H

#include "tcpgloss/base/format.h"
#include "tcpgloss/gloss/note.h"

/* The most that each function touches. */
enum {
    VALUE_ENDPOINT_ROOM = 32,
    VALUE_ADDRESS_ROOM = FORMAT_IPV6_ROOM + 1 + FORMAT_U32_ROOM,
    VALUE_FLAGS_ROOM = 4 * sizeof "SYN = 1 | ",
    VALUE_CHANGE_ROOM = 160,
    VALUE_CHANGES_ROOM = VERDICT_CHANGES_MAX * VALUE_CHANGE_ROOM,
};

/* The same for an argument. */
size_t value_room(enum argument_type type);

/* Makes what the others copy. Called once, before them. */
void value_prepare(void);

/* "客户端", "client", "客户端 client" */
char *value_format_endpoint(char *to, enum endpoint endpoint, enum language language);

/* "192.168.50.43.49312", as tcpdump writes an address with its port. */
char *value_format_address(char *to, const struct ip_view *ip, const uint8_t *address,
                           uint16_t port);

/* "SYN = 1 | ACK = 1" */
char *value_format_flags(char *to, unsigned flags);

/* "client FIN-WAIT-1 → FIN-WAIT-2 → TIME-WAIT | server LAST-ACK → CLOSED" */
char *value_format_changes(char *to, const struct notes *notes, enum language language);

/* An argument; bytes from a packet are escaped. */
char *value_format(char *to, const struct argument *argument, enum language language);

#endif
