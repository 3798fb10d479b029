#include "capture/confinement/landlock.h"

#include <errno.h>

#if defined(__linux__) && defined(__has_include)
#if __has_include(<linux/landlock.h>)
#define HAVE_LANDLOCK
#endif
#endif

#ifdef HAVE_LANDLOCK

#include <linux/landlock.h>
#include <stdint.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Rights that kernels know beyond the first version's; older headers lack their names. */
enum { FIRST_RIGHTS = 13, REFER = 1 << 13, TRUNCATE = 1 << 14, IOCTL_DEVICE = 1 << 15 };

static uint64_t rights_of_version(long version) {
    uint64_t rights = (UINT64_C(1) << FIRST_RIGHTS) - 1;

    rights |= version >= 2 ? REFER : 0;
    rights |= version >= 3 ? TRUNCATE : 0;
    rights |= version >= 5 ? IOCTL_DEVICE : 0;
    return rights;
}

static bool allow_creation(int ruleset, int directory, uint64_t known) {
    const struct landlock_path_beneath_attr rule = {
        .allowed_access =
            (LANDLOCK_ACCESS_FS_MAKE_REG | LANDLOCK_ACCESS_FS_WRITE_FILE | TRUNCATE) & known,
        .parent_fd = directory,
    };

    return syscall(SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH, &rule, 0) == 0;
}

bool landlock_enter(int directory) {
    long version = syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
    struct landlock_ruleset_attr attributes = {.handled_access_fs = rights_of_version(version)};
    int ruleset;
    bool entered;

    if (version < 1) {
        return false;
    }
    ruleset = (int)syscall(SYS_landlock_create_ruleset, &attributes, sizeof attributes, 0);
    if (ruleset < 0) {
        return false;
    }
    entered = (directory < 0 || allow_creation(ruleset, directory, attributes.handled_access_fs)) &&
              syscall(SYS_landlock_restrict_self, ruleset, 0) == 0;
    (void)close(ruleset);
    return entered;
}

#else

bool landlock_enter(int directory) {
    (void)directory;
    errno = ENOSYS;
    return false;
}

#endif
