#include "tcpgloss/capture/privileges.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#ifdef __linux__
#include <linux/capability.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#endif

static const char *default_user(void) {
    const char *caller = getenv("SUDO_USER");

    return caller != NULL && *caller != '\0' ? caller : "nobody";
}

bool identity_find(const char *wanted, struct identity *identity, struct error *error) {
    const char *name = wanted != NULL ? wanted : default_user();
    const struct passwd *entry;

    *identity = (struct identity){.user = getuid(), .group = getgid()};
    if (geteuid() != 0) {
        return true;
    }
    errno = 0;
    entry = getpwnam(name);
    if (entry == NULL) {
        return error_set(error, STATUS_RUNTIME, "Couldn't find user '%.32s'", name);
    }
    (void)snprintf(identity->name, sizeof identity->name, "%s", name);
    identity->changes = true;
    identity->user = entry->pw_uid;
    identity->group = entry->pw_gid;
    return true;
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

static bool empty_capabilities(void) {
    struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3};
    const struct __user_cap_data_struct none[_LINUX_CAPABILITY_U32S_3] = {{0}};

    return syscall(SYS_capset, &header, none) == 0 && prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0;
}
#else
static void empty_bounding_set(void) {
}

static bool empty_capabilities(void) {
    return true;
}
#endif

bool privileges_drop(const struct identity *identity, struct error *error) {
    empty_bounding_set();
    if (identity->changes &&
        (setgroups(0, NULL) != 0 || setgid(identity->group) != 0 || setuid(identity->user) != 0)) {
        return error_set(error, STATUS_RUNTIME, "Couldn't change to '%s': %s", identity->name,
                         strerror(errno));
    }
    return empty_capabilities() ||
           error_set(error, STATUS_RUNTIME, "cannot give up capabilities: %s", strerror(errno));
}
