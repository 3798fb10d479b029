#ifdef __linux__

#include "capture/confinement/system_sandbox.h"

#include <errno.h>
#include <stdio.h>
#include <sys/prctl.h>

#include "tcpgloss/base/system_message.h"
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
    char no_paths[160] = "";
    char no_calls[160] = "";
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
    if (!paths) {
        (void)snprintf(no_paths, sizeof no_paths,
                       MESSAGE("没有 Landlock（%s）", " no Landlock (%s)"),
                       system_message(paths_reason));
    }
    if (!calls) {
        (void)snprintf(no_calls, sizeof no_calls, MESSAGE("没有 seccomp（%s）", " no seccomp (%s)"),
                       system_message(calls_reason));
    }
    return error_set(error, STATUS_RUNTIME, MESSAGE("沙箱不完整：%s%s", "sandbox incomplete:%s%s"),
                     no_paths, no_calls);
}

#endif
