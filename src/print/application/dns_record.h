/* Questions and resource records (RFC 1035 §4.1). */
#ifndef TCPGLOSS_SRC_PRINT_APPLICATION_DNS_RECORD_H
#define TCPGLOSS_SRC_PRINT_APPLICATION_DNS_RECORD_H

#include "print/application/dns_name.h"

enum line_status dns_record_put_question(const struct dns *dns, uint32_t *at);
enum line_status dns_record_put(const struct dns *dns, uint32_t *at);

#endif
