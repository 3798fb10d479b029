/* Tables of numbers and their names. */
#ifndef TCPGLOSS_SRC_OUT_LINE_NUMBERED_H
#define TCPGLOSS_SRC_OUT_LINE_NUMBERED_H

#include <stddef.h>
#include <stdint.h>

/* One row; the last row of a table has no name. */
struct numbered_name {
    uint32_t number;
    const char *name;
};

/* Null where the table has none. */
static inline const char *numbered_find(const struct numbered_name *names, uint32_t number) {
    while (names->name != NULL && names->number != number) {
        names++;
    }
    return names->name;
}

static inline const char *numbered_find_or(const struct numbered_name *names, uint32_t number,
                                           const char *otherwise) {
    const char *name = numbered_find(names, number);

    return name != NULL ? name : otherwise;
}

#endif
