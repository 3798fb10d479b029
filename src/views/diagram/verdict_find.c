#include "views/diagram/verdict_find.h"

#include <stddef.h>

const struct finding *verdict_find(const struct verdict *verdict, enum finding_kind kind) {
    for (unsigned i = 0; i < verdict->finding_count; i++) {
        if (verdict->findings[i].kind == kind) {
            return &verdict->findings[i];
        }
    }
    return NULL;
}
