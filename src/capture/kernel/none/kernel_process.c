#include "capture/kernel/kernel_process.h"

#include "tcpgloss/base/words.h"

int kernel_process_start(const char *device, const struct identity *identity, bool confined,
                         struct error *error) {
    (void)device;
    (void)identity;
    (void)confined;
    error_set(error, STATUS_RUNTIME, MESSAGE("--kernel 只能在 Linux 上用", "--kernel needs Linux"));
    return -1;
}
