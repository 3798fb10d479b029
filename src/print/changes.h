/* What differs between the releases of tcpdump (changes.def). */
#ifndef TCPGLOSS_SRC_PRINT_CHANGES_H
#define TCPGLOSS_SRC_PRINT_CHANGES_H

#include <stdbool.h>

#include "tcpgloss/print/printer_settings.h"

/* CHANGE_DNS_MORE_TYPES, … */
enum change {
#define CHANGE(name, release) CHANGE_##name,
#include "print/changes.def"
    CHANGE_COUNT
};

/* Whether the release whose text is printed has this change. */
bool changes_made(const struct printer_settings *settings, enum change change);

#endif
