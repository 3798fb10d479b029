#include "tcpgloss/capture/privileges.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tcpgloss/base/system_message.h"
#include "tcpgloss/base/words.h"

#ifdef __linux__
#include <linux/capability.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#endif

static const char *default_user(void) {
    const char *caller = getenv("SUDO_USER");

    return caller != NULL && *caller != '\0' ? caller : "nobody";
}

static bool become(uid_t user, gid_t group) {
    return setgroups(0, NULL) == 0 && setgid(group) == 0 && setuid(user) == 0;
}

/* Tried where it does no harm: capabilities do not tell whether a user is there in a container. */
static bool can_become(const struct passwd *entry) {
    pid_t child = fork();
    int status;

    if (child == 0) {
        _exit(become(entry->pw_uid, entry->pw_gid) ? EXIT_SUCCESS : EXIT_FAILURE);
    }
    while (child > 0 && waitpid(child, &status, 0) < 0) {
        if (errno != EINTR) {
            return false;
        }
    }
    return child > 0 && WIFEXITED(status) && WEXITSTATUS(status) == EXIT_SUCCESS;
}

bool identity_find(const char *wanted, struct identity *identity, struct error *error) {
    const char *name = wanted != NULL ? wanted : default_user();
    const struct passwd *entry;

    *identity = (struct identity){.user = getuid(), .group = getgid()};
    if (geteuid() != 0) {
        return true;
    }
    (void)snprintf(identity->name, sizeof identity->name, "%s", name);
    entry = getpwnam(name);
    if (entry != NULL && (wanted != NULL || can_become(entry))) {
        identity->changes = true;
        identity->user = entry->pw_uid;
        identity->group = entry->pw_gid;
    }
    return entry != NULL || wanted == NULL ||
           error_set(error, STATUS_RUNTIME, MESSAGE("没有用户 %.32s", "Couldn't find user '%.32s'"),
                     name);
}

bool identity_can_create(const struct identity *identity, int directory) {
    const mode_t needed = S_IWOTH | S_IXOTH;
    struct stat status;
    mode_t mode;

    if (!identity->changes) {
        return faccessat(directory, ".", W_OK | X_OK, AT_EACCESS) == 0;
    }
    if (fstat(directory, &status) != 0) {
        return false;
    }
    mode = status.st_mode;
    if (status.st_uid == identity->user) {
        mode >>= 6;
    } else if (status.st_gid == identity->group) {
        mode >>= 3;
    }
    return (mode & needed) == needed;
}

#ifdef __linux__
/* Those that a set-user-ID program could give back, while this is still allowed. */
static void empty_bounding_set(void) {
    for (unsigned long capability = 0; prctl(PR_CAPBSET_READ, capability, 0, 0, 0) >= 0;
         capability++) {
        (void)prctl(PR_CAPBSET_DROP, capability, 0, 0, 0);
    }
}

/* They would go with the user root. */
static void keep_capabilities(void) {
    (void)prctl(PR_SET_KEEPCAPS, 1, 0, 0, 0);
}

static bool reduce_capabilities(uint64_t kept) {
    struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3};
    struct __user_cap_data_struct sets[_LINUX_CAPABILITY_U32S_3];

    if (syscall(SYS_capget, &header, sets) != 0) {
        return false;
    }
    for (unsigned i = 0; i < _LINUX_CAPABILITY_U32S_3; i++) {
        sets[i].permitted &= (uint32_t)(kept >> (32 * i));
        sets[i].effective = sets[i].permitted;
        sets[i].inheritable = 0;
    }
    return syscall(SYS_capset, &header, sets) == 0 && prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0;
}
#else
static void empty_bounding_set(void) {
}

static void keep_capabilities(void) {
}

static bool reduce_capabilities(uint64_t kept) {
    (void)kept;
    return true;
}
#endif

bool privileges_drop(const struct identity *identity, struct error *error) {
    empty_bounding_set();
    if (identity->capabilities != 0) {
        keep_capabilities();
    }
    if (identity->changes && !become(identity->user, identity->group)) {
        return error_set(error, STATUS_RUNTIME,
                         MESSAGE("无法切换为用户 %s：%s", "Couldn't change to '%s': %s"),
                         identity->name, system_message(errno));
    }
    return reduce_capabilities(identity->capabilities) ||
           error_set(error, STATUS_RUNTIME,
                     MESSAGE("无法放弃 capability：%s", "cannot give up capabilities: %s"),
                     system_message(errno));
}
