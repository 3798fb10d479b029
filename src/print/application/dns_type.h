/* Types and classes of questions and records. */
#ifndef TCPGLOSS_SRC_PRINT_APPLICATION_DNS_TYPE_H
#define TCPGLOSS_SRC_PRINT_APPLICATION_DNS_TYPE_H

#include "print/application/dns_name.h"

enum dns_type {
    TYPE_A = 1,
    TYPE_NS = 2,
    TYPE_CNAME = 5,
    TYPE_SOA = 6,
    TYPE_PTR = 12,
    TYPE_MX = 15,
    TYPE_TXT = 16,
    TYPE_AAAA = 28,
    TYPE_SRV = 33,
    TYPE_A6 = 38,
    TYPE_DNAME = 39,
    TYPE_OPT = 41,
    TYPE_UNSPECA = 104,
    TYPE_TSIG = 250,
    TYPE_URI = 256,
};

enum { CLASS_IN = 1, CLASS_CHAOS = 3, CLASS_HS = 4, CLASS_ANY = 255, CLASS_FLAG = 0x8000 };

/* " A", or its number where tcpdump has no name. */
void dns_type_put(const struct dns *dns, uint16_t type);

/* Nothing for IN. */
void dns_type_put_class(struct text *text, uint16_t class);

#endif
