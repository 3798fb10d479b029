#include "capture/confinement/core_files.h"

#include <sys/resource.h>

void core_files_forbid(void) {
    const struct rlimit none = {0, 0};

    (void)setrlimit(RLIMIT_CORE, &none);
}
