#ifdef __FreeBSD__

#include "capture/confinement/system_sandbox.h"

#include <errno.h>
#include <sys/capsicum.h>
#include <sys/procctl.h>
#include <unistd.h>

#include "tcpgloss/base/system_message.h"
#include "tcpgloss/base/words.h"

#include "capture/confinement/core_files.h"

static bool limit(const struct descriptor_set *set, const cap_rights_t *rights) {
    for (unsigned i = 0; i < set->count; i++) {
        /* ENOSYS: a kernel without Capsicum; cap_enter() will say so. */
        if (cap_rights_limit(set->numbers[i], rights) != 0 && errno != ENOSYS) {
            return false;
        }
    }
    return true;
}

static bool limit_descriptors(const struct sandbox_settings *settings) {
    cap_rights_t output;
    cap_rights_t socket;
    cap_rights_t directory;

    cap_rights_init(&output, CAP_WRITE, CAP_SEEK, CAP_FTRUNCATE, CAP_FSTAT, CAP_FSYNC, CAP_EVENT,
                    CAP_IOCTL);
    cap_rights_init(&socket, CAP_SEND, CAP_RECV, CAP_EVENT);
    cap_rights_init(&directory, CAP_LOOKUP, CAP_CREATE, CAP_WRITE, CAP_SEEK, CAP_FTRUNCATE,
                    CAP_FSTAT);
    return limit(&settings->outputs, &output) && limit(&settings->sockets, &socket) &&
           (settings->role != ROLE_FILE_OPENER ||
            cap_rights_limit(settings->directory, &directory) == 0);
}

/* Nobody who shares the user looks into this process. */
static void become_opaque(void) {
    int disable = PROC_TRACE_CTL_DISABLE;

    (void)procctl(P_PID, getpid(), PROC_TRACE_CTL, &disable);
}

/*
 * Capability mode: no path but below an open directory, no new socket to anywhere, no process but
 * this. As tcpdump does on FreeBSD; who looks up names needs the network, and only becomes opaque.
 */
bool system_sandbox_enter(const struct sandbox_settings *settings, struct error *error) {
    core_files_forbid();
    become_opaque();
    if (settings->role == ROLE_RESOLVER) {
        return true;
    }
    return (limit_descriptors(settings) && cap_enter() == 0) ||
           error_set(error, STATUS_RUNTIME,
                     MESSAGE("沙箱不完整：Capsicum：%s", "sandbox incomplete: Capsicum: %s"),
                     system_message(errno));
}

#endif
