/*
 * What may be printed of a name that comes from outside the program.
 */
#ifndef TCPGLOSS_SRC_CAPTURE_NAMES_NAME_TEXT_H
#define TCPGLOSS_SRC_CAPTURE_NAMES_NAME_TEXT_H

#include <stdbool.h>

/* Whether the name could stand in a line as it is: printable ASCII without spaces. */
static inline bool name_is_plain(const char *name) {
    for (const char *c = name; *c != '\0'; c++) {
        if (*c <= ' ' || *c > '~') {
            return false;
        }
    }
    return true;
}

#endif
