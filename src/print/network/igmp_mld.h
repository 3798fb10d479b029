/* What the printers of IGMP and of multicast listener discovery, its counterpart in IPv6, share. */
#ifndef TCPGLOSS_SRC_PRINT_NETWORK_IGMP_MLD_H
#define TCPGLOSS_SRC_PRINT_NETWORK_IGMP_MLD_H

#include "print/line.h"

/* " [NAMEvalue]" */
void igmp_mld_put_bracketed(struct text *text, const char *name, uint32_t value);

/* " to_ex": the type of a group record (RFC 3376 §4.2.12, RFC 3810 §5.2.12); of a type that nobody
 * knows the number, after `unknown`. */
void igmp_mld_put_record_type(struct text *text, uint8_t type, const char *unknown);

#endif
