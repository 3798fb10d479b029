/* tcpdump's names of EtherTypes. */
#ifndef TCPGLOSS_SRC_PRINT_LINK_ETHERTYPE_H
#define TCPGLOSS_SRC_PRINT_LINK_ETHERTYPE_H

#include "print/line.h"

/* Null where it has none; and the name with the number. */
const char *ethertype_name(uint16_t ethertype);
void ethertype_put(struct line *line, uint16_t ethertype);

/* Whether of what is there only its EtherType and its bytes can be printed. */
bool ethertype_is_unknown(const struct layer *layer);

#endif
