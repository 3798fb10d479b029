#include "print/interfaces.h"

#include <stddef.h>

void interfaces_init(struct interfaces *interfaces) {
    interfaces->list = if_nameindex();
}

void interfaces_free(struct interfaces *interfaces) {
    if (interfaces->list != NULL) {
        if_freenameindex(interfaces->list);
    }
}

const char *interfaces_find(const struct interfaces *interfaces, uint32_t index) {
    if (interfaces->list != NULL) {
        for (const struct if_nameindex *entry = interfaces->list; entry->if_index != 0; entry++) {
            if (entry->if_index == index) {
                return entry->if_name;
            }
        }
    }
    return "?";
}
