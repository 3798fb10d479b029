#include "tcpgloss/capture/sandbox_settings.h"

#include <assert.h>

void descriptor_set_add(struct descriptor_set *set, int descriptor) {
    assert(set->count < SANDBOX_DESCRIPTORS_MAX);
    set->numbers[set->count++] = descriptor;
}
