#define _GNU_SOURCE /* close_range() */

#include "tcpgloss/capture/descriptors.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <string.h>
#include <unistd.h>

enum { NOTED = 1024, CLOSED_SINGLY = 65536 };

static bool inherited[NOTED];

/* Closes all descriptors from `first` on; one by one, where the system cannot do it at once, only
 * the first so many. */
static void close_from(int first) {
#ifdef CLOSE_RANGE_UNSHARE
    if (close_range((unsigned)first, UINT_MAX, 0) == 0) {
        return;
    }
#endif
    for (int descriptor = first; descriptor < CLOSED_SINGLY; descriptor++) {
        (void)close(descriptor);
    }
}

bool descriptors_note_inherited(struct error *error) {
    for (int descriptor = 0; descriptor <= STDERR_FILENO; descriptor++) {
        if (fcntl(descriptor, F_GETFD) < 0 && open("/dev/null", O_RDONLY) != descriptor) {
            return error_set(error, STATUS_RUNTIME, "/dev/null: %s", strerror(errno));
        }
    }
    for (int descriptor = STDERR_FILENO + 1; descriptor < NOTED; descriptor++) {
        inherited[descriptor] = fcntl(descriptor, F_GETFD) >= 0;
    }
    close_from(NOTED);
    return true;
}

void descriptors_close_inherited(void) {
    int ended[2];

    for (int descriptor = STDERR_FILENO + 1; descriptor < NOTED; descriptor++) {
        if (inherited[descriptor]) {
            (void)close(descriptor);
        }
    }
    /* A pipe nobody writes to: it is at its end, and takes no path to make. */
    if (pipe(ended) == 0) {
        (void)dup2(ended[0], STDIN_FILENO);
        (void)close(ended[0]);
        (void)close(ended[1]);
    }
}

void descriptors_keep_only(int first, int second) {
    int kept[2] = {fcntl(first, F_DUPFD, 2), second >= 0 ? fcntl(second, F_DUPFD, 2) : -1};

    (void)dup2(kept[0], 0);
    (void)(kept[1] >= 0 ? dup2(kept[1], 1) : close(1));
    close_from(2);
}

int descriptors_lower(int descriptor) {
    int lower = fcntl(descriptor, F_DUPFD_CLOEXEC, 0);

    if (lower >= 0 && lower < descriptor) {
        (void)close(descriptor);
        return lower;
    }
    if (lower >= 0) {
        (void)close(lower);
    }
    return descriptor;
}
