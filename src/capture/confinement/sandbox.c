#include "tcpgloss/capture/sandbox.h"

#include <errno.h>
#include <string.h>

#include "capture/confinement/landlock.h"
#include "capture/confinement/syscall_filter.h"

bool sandbox_enter(const struct sandbox_settings *settings, struct error *error) {
    bool paths = landlock_enter(settings->directory);
    int paths_reason = errno;
    bool calls = syscall_filter_enter(settings->directory >= 0);
    int calls_reason = errno;

    if (paths && calls) {
        return true;
    }
    return error_set(error, STATUS_RUNTIME, "sandbox incomplete:%s%s%s%s%s",
                     paths ? "" : " no Landlock (", paths ? "" : strerror(paths_reason),
                     paths ? "" : ")",
                     calls ? "" : " no seccomp: ", calls ? "" : strerror(calls_reason));
}
