#include "print/value_names.h"

const char *value_names_find(const struct value_name *names, uint32_t number) {
    while (names->name != NULL && names->number != number) {
        names++;
    }
    return names->name;
}

const char *value_names_find_or(const struct value_name *names, uint32_t number,
                                const char *otherwise) {
    const char *name = value_names_find(names, number);

    return name != NULL ? name : otherwise;
}

void value_names_put_flags(struct text *text, const struct value_name *flags, uint32_t value,
                           const char *none) {
    const char *separator = "";

    for (; flags->name != NULL; flags++) {
        if ((value & flags->number) == flags->number) {
            text_put_string(text, separator);
            text_put_string(text, flags->name);
            separator = ", ";
        }
    }
    if (*separator == '\0') {
        text_put_string(text, none);
    }
}
