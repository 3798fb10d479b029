#ifdef __linux__

#define _GNU_SOURCE /* O_PATH */

#include "capture/confinement/linux/landlock.h"

#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/syscall.h>
#include <unistd.h>

/*
 * <linux/landlock.h> as of version 6: the headers of a system are often older than its kernel, and
 * the kernel says at run time what it has. The numbers are the same on all architectures.
 */
#ifndef SYS_landlock_create_ruleset
#define SYS_landlock_create_ruleset 444
#define SYS_landlock_add_rule       445
#define SYS_landlock_restrict_self  446
#endif

enum { CREATE_RULESET_VERSION = 1, RULE_PATH_BENEATH = 1, RULE_NET_PORT = 2 };

enum {
    FS_EXECUTE = 1 << 0,
    FS_WRITE_FILE = 1 << 1,
    FS_READ_FILE = 1 << 2,
    FS_READ_DIRECTORY = 1 << 3,
    FS_MAKE_REGULAR = 1 << 8,
    FS_VERSION_1 = (1 << 13) - 1, /* these and eight more */
    FS_REFER = 1 << 13,
    FS_TRUNCATE = 1 << 14,
    FS_IOCTL_DEVICE = 1 << 15,
};

enum { NET_BIND_TCP = 1 << 0, NET_CONNECT_TCP = 1 << 1 };
enum { SCOPE_ABSTRACT_UNIX_SOCKET = 1 << 0, SCOPE_SIGNAL = 1 << 1 };

/* A kernel that knows fewer members takes the rest if it is zero. */
struct ruleset {
    uint64_t handled_fs;
    uint64_t handled_net;
    uint64_t scoped;
};

struct path_rule {
    uint64_t allowed;
    int32_t parent;
} __attribute__((packed));

struct port_rule {
    uint64_t allowed;
    uint64_t port;
};

enum { DOMAIN_PORT = 53 };

/* Where the C library finds how names are looked up, and the modules that do it. */
static const char *const resolver_paths[] = {
    "/etc",           "/lib", "/lib64",   "/usr/lib",     "/usr/lib64",
    "/usr/local/lib", "/run", "/var/run", "/var/lib/sss",
};

static struct ruleset handled_by(long version) {
    struct ruleset ruleset = {.handled_fs = FS_VERSION_1};

    ruleset.handled_fs |= version >= 2 ? FS_REFER : 0;
    ruleset.handled_fs |= version >= 3 ? FS_TRUNCATE : 0;
    ruleset.handled_fs |= version >= 5 ? FS_IOCTL_DEVICE : 0;
    ruleset.handled_net = version >= 4 ? NET_BIND_TCP | NET_CONNECT_TCP : 0;
    ruleset.scoped = version >= 6 ? SCOPE_ABSTRACT_UNIX_SOCKET | SCOPE_SIGNAL : 0;
    return ruleset;
}

static bool allow_beneath(int descriptor, int directory, uint64_t rights) {
    const struct path_rule rule = {.allowed = rights, .parent = directory};

    return syscall(SYS_landlock_add_rule, descriptor, RULE_PATH_BENEATH, &rule, 0) == 0;
}

/* What is missing on this system need not be allowed. */
static bool allow_resolver(int descriptor, const struct ruleset *ruleset) {
    const struct port_rule port = {.allowed = NET_CONNECT_TCP, .port = DOMAIN_PORT};
    bool allowed = ruleset->handled_net == 0 ||
                   syscall(SYS_landlock_add_rule, descriptor, RULE_NET_PORT, &port, 0) == 0;

    for (size_t i = 0; i < sizeof resolver_paths / sizeof resolver_paths[0] && allowed; i++) {
        int directory = open(resolver_paths[i], O_PATH | O_DIRECTORY | O_CLOEXEC);

        if (directory >= 0) {
            allowed =
                allow_beneath(descriptor, directory, FS_EXECUTE | FS_READ_FILE | FS_READ_DIRECTORY);
            (void)close(directory);
        }
    }
    return allowed;
}

static bool allow_role(int descriptor, const struct ruleset *ruleset,
                       const struct sandbox_settings *settings) {
    switch (settings->role) {
    case ROLE_READER:
        return true;
    case ROLE_FILE_OPENER:
        return allow_beneath(descriptor, settings->directory,
                             (FS_MAKE_REGULAR | FS_WRITE_FILE | FS_TRUNCATE) & ruleset->handled_fs);
    case ROLE_KERNEL:
        break;
    case ROLE_RESOLVER:
        return allow_resolver(descriptor, ruleset);
    }
    return false;
}

bool landlock_enter(const struct sandbox_settings *settings) {
    long version = syscall(SYS_landlock_create_ruleset, NULL, 0, CREATE_RULESET_VERSION);
    struct ruleset ruleset;
    int descriptor;
    bool entered;

    if (version < 1) {
        return false;
    }
    if (settings->role == ROLE_KERNEL) {
        return true;
    }
    ruleset = handled_by(version);
    descriptor = (int)syscall(SYS_landlock_create_ruleset, &ruleset, sizeof ruleset, 0);
    if (descriptor < 0) {
        return false;
    }
    entered = allow_role(descriptor, &ruleset, settings) &&
              syscall(SYS_landlock_restrict_self, descriptor, 0) == 0;
    (void)close(descriptor);
    return entered;
}

#endif
