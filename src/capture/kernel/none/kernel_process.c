#include "capture/kernel/kernel_process.h"

int kernel_process_start(const char *device, const struct identity *identity, bool confined,
                         struct error *error) {
    (void)device;
    (void)identity;
    (void)confined;
    error_set(error, STATUS_RUNTIME, "--kernel needs Linux");
    return -1;
}
