#include "tcpgloss/capture/output_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tcpgloss/base/system_message.h"
#include "tcpgloss/base/words.h"

enum { FLAGS = O_WRONLY | O_CLOEXEC | O_NOCTTY, MODE = 0644 };

/* Root would otherwise overwrite whatever the link leads to. */
static bool may_follow(int descriptor, const struct identity *owner) {
    struct stat status;

    return fstat(descriptor, &status) == 0 &&
           (!S_ISREG(status.st_mode) || status.st_uid == owner->user);
}

static int open_link(const char *path, const struct identity *owner) {
    int descriptor = open(path, FLAGS);

    if (descriptor >= 0 && !may_follow(descriptor, owner)) {
        (void)close(descriptor);
        errno = ELOOP;
        return -1;
    }
    return descriptor;
}

/* As root, who gives it up later. */
static int open_for(const char *path, const struct identity *owner) {
    int descriptor = open(path, FLAGS | O_CREAT | O_EXCL, MODE);

    if (descriptor >= 0) {
        (void)!fchown(descriptor, owner->user, owner->group);
        return descriptor;
    }
    if (errno != EEXIST) {
        return -1;
    }
    descriptor = open(path, FLAGS | O_NOFOLLOW);
    /* FreeBSD says EMLINK. */
    return descriptor < 0 && (errno == ELOOP || errno == EMLINK) ? open_link(path, owner)
                                                                 : descriptor;
}

int output_file_open(const char *path, const struct identity *owner, struct error *error) {
    int descriptor = owner->changes ? open_for(path, owner) : open(path, FLAGS | O_CREAT, MODE);
    struct stat status;

    if (descriptor >= 0 && fstat(descriptor, &status) == 0 && S_ISREG(status.st_mode) &&
        ftruncate(descriptor, 0) != 0) {
        int reason = errno;

        (void)close(descriptor);
        errno = reason;
        descriptor = -1;
    }
    if (descriptor < 0) {
        (void)error_set(error, STATUS_OUTPUT, MESSAGE("%s：%s", "%s: %s"), path,
                        errno == ELOOP ? MESSAGE("是指向别人文件的符号链接",
                                                 "a symbolic link to a file of another user")
                                       : system_message(errno));
    }
    return descriptor;
}
