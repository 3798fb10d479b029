#define _GNU_SOURCE /* close_range() */

#include "tcpgloss/capture/descriptors.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <unistd.h>

#include "tcpgloss/base/system_message.h"

enum { NOTED = 1024, CLOSED_SINGLY = 65536, KEPT_MAX = 16 };

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
            return error_set_system(error, STATUS_RUNTIME, "/dev/null", errno);
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

/* First all of them out of the way of the numbers that they get. */
void descriptors_keep_only(const int *kept, unsigned count) {
    int copies[KEPT_MAX];

    assert(count <= KEPT_MAX);
    for (unsigned i = 0; i < count; i++) {
        copies[i] = kept[i] >= 0 ? fcntl(kept[i], F_DUPFD, KEPT_MAX) : -1;
    }
    for (unsigned i = 0; i < count; i++) {
        (void)(copies[i] >= 0 ? dup2(copies[i], (int)i) : close((int)i));
    }
    close_from((int)count);
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
