#ifdef __OpenBSD__

#include "capture/confinement/system_sandbox.h"

#include <errno.h>
#include <unistd.h>

#include "tcpgloss/base/system_message.h"
#include "tcpgloss/base/words.h"

#include "capture/confinement/core_files.h"

/*
 * pledge(2): what a role promises. "stdio" is to read, write and wait on what is open, to take
 * memory and to end; "bpf" is to ask the packet device what it dropped.
 */
static const char *promises_of(enum sandbox_role role) {
    switch (role) {
    case ROLE_READER:
        return "stdio bpf";
    case ROLE_FILE_OPENER:
        return "stdio wpath cpath sendfd";
    case ROLE_RESOLVER:
        return "stdio rpath inet dns";
    case ROLE_KERNEL: /* of Linux only */
        break;
    }
    return "stdio";
}

/* unveil(2): the one folder in which files are created. Without a path, all others go. */
static bool hide_paths(const struct sandbox_settings *settings) {
    if (settings->role != ROLE_FILE_OPENER) {
        return true;
    }
    return fchdir(settings->directory) == 0 && unveil(".", "wc") == 0 && unveil(NULL, NULL) == 0;
}

bool system_sandbox_enter(const struct sandbox_settings *settings, struct error *error) {
    core_files_forbid();
    return (hide_paths(settings) && pledge(promises_of(settings->role), NULL) == 0) ||
           error_set(error, STATUS_RUNTIME,
                     MESSAGE("沙箱不完整：pledge：%s", "sandbox incomplete: pledge: %s"),
                     system_message(errno));
}

#endif
