#ifdef __APPLE__

#include "capture/confinement/system_sandbox.h"

#include <stdint.h>
#include <stdlib.h>

#include "tcpgloss/base/words.h"

#include "capture/confinement/core_files.h"

/*
 * sandbox_init(3), the part of <sandbox.h> that is documented, said here because that header is not
 * in every SDK: a profile by its name. What is open stays usable, in each of them.
 */
int sandbox_init(const char *profile, uint64_t flags, char **message);
void sandbox_free_error(char *message);
enum { BY_NAME = 1 };

/* The strictest profile under which a role can do its work. */
static const char *profile_of(enum sandbox_role role) {
    switch (role) {
    case ROLE_READER:
        return "pure-computation"; /* no service of the system: no path, no socket, no process */
    case ROLE_FILE_OPENER:
        return "no-network";
    case ROLE_RESOLVER:
        return "no-write";
    case ROLE_KERNEL: /* of Linux only */
        break;
    }
    return "pure-computation";
}

bool system_sandbox_enter(const struct sandbox_settings *settings, struct error *error) {
    char *message = NULL;

    core_files_forbid();
    if (sandbox_init(profile_of(settings->role), BY_NAME, &message) == 0) {
        return true;
    }
    error_set(error, STATUS_RUNTIME,
              MESSAGE("沙箱不完整：sandbox_init：%s", "sandbox incomplete: sandbox_init: %s"),
              message != NULL ? message : MESSAGE("失败", "failed"));
    sandbox_free_error(message);
    return false;
}

#endif
