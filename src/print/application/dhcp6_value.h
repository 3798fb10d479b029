/* What options of DHCP for IPv6 hold, but for other options and messages. */
#ifndef TCPGLOSS_SRC_PRINT_APPLICATION_DHCP6_VALUE_H
#define TCPGLOSS_SRC_PRINT_APPLICATION_DHCP6_VALUE_H

#include "print/application/dns_name.h"
#include "print/value_names.h"

enum { DHCP6_OPTION_HEADER = 4, DHCP6_ADDRESS = 16 };

/* As many as fit into a glance. */
void dhcp6_value_put_first_bytes(struct text *text, struct span bytes);
void dhcp6_value_put_address(const struct dns *dns, const uint8_t *address);

/* `number` by the table, or behind `prefix`. */
void dhcp6_value_put_name(struct text *text, const struct value_name *table, uint32_t number,
                          const char *prefix);

/* Who the client or the server is (§11). */
void dhcp6_value_put_duid(const struct dns *dns, struct span value);
void dhcp6_value_put_authentication(struct text *text, struct span value);
void dhcp6_value_put_status(struct text *text, uint16_t code);

/* The message that a reconfiguration asks for. */
void dhcp6_value_put_reconfigure(struct text *text, uint8_t type);
void dhcp6_value_put_escaped(struct text *text, struct span bytes);

/* Up to the first NUL. */
struct span dhcp6_value_string_in(struct span bytes);

/* Texts behind their lengths. */
void dhcp6_value_put_classes(struct text *text, struct span value);
enum line_status dhcp6_value_put_domains(const struct dns *dns, struct span value);

/* RFC 5908: suboptions, of which one without a value is not seen at the end. */
enum line_status dhcp6_value_put_ntp(const struct dns *dns, struct span value);

/* RFC 6334: one name, without pointers. */
void dhcp6_value_put_tunnel_name(struct text *text, struct span value);
void dhcp6_value_put_lifetimes(struct text *text, const uint8_t *times);
void dhcp6_value_put_query_kind(struct text *text, uint8_t kind);

#endif
