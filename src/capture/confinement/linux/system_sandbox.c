#ifdef __linux__

#include "capture/confinement/system_sandbox.h"

#include <errno.h>
#include <string.h>
#include <sys/prctl.h>

#include "tcpgloss/base/words.h"

#include "capture/confinement/core_files.h"
#include "capture/confinement/linux/landlock.h"
#include "capture/confinement/linux/syscall_filter.h"

/* Nobody who shares the user looks into this process. */
static void become_opaque(void) {
    (void)prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
}

bool system_sandbox_enter(const struct sandbox_settings *settings, struct error *error) {
    bool paths;
    bool calls;
    int paths_reason;
    int calls_reason;

    core_files_forbid();
    become_opaque();
    paths = landlock_enter(settings);
    paths_reason = errno;
    calls = syscall_filter_enter(settings);
    calls_reason = errno;
    if (paths && calls) {
        return true;
    }
    return error_set(
        error, STATUS_RUNTIME,
        IN_LANGUAGE(message_language(), "沙箱不完整：%s%s%s%s%s", "sandbox incomplete:%s%s%s%s%s"),
        paths ? "" : " no Landlock (", paths ? "" : strerror(paths_reason), paths ? "" : ")",
        calls ? "" : " no seccomp: ", calls ? "" : strerror(calls_reason));
}

#endif
