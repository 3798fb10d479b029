/* The options of an OPT record (RFC 6891). */
#ifndef TCPGLOSS_SRC_PRINT_APPLICATION_DNS_OPTIONS_H
#define TCPGLOSS_SRC_PRINT_APPLICATION_DNS_OPTIONS_H

#include "print/application/dns_name.h"

/* Those from `at` on of a record that ends at `end`. */
enum line_status dns_options_put(const struct dns *dns, uint32_t at, uint32_t end);

#endif
