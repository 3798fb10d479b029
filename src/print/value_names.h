/* Tables of numbers and their names. */
#ifndef TCPGLOSS_SRC_PRINT_VALUE_NAMES_H
#define TCPGLOSS_SRC_PRINT_VALUE_NAMES_H

#include <stdint.h>

#include "tcpgloss/base/text.h"

/* One row; the last row of a table has no name. */
struct value_name {
    uint32_t number;
    const char *name;
};

/* Null where the table has none. */
const char *value_names_find(const struct value_name *names, uint32_t number);
const char *value_names_find_or(const struct value_name *names, uint32_t number,
                                const char *otherwise);

/* "name1, name2": those whose bits are all set in `value`, or `none` where there are none. */
void value_names_put_flags(struct text *text, const struct value_name *flags, uint32_t value,
                           const char *none);

#endif
