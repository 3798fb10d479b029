#include "capture/reading/wait_readable.h"

#include <assert.h>

#ifdef __APPLE__

#include <stddef.h>
#include <sys/select.h>

/* macOS's poll() knows no devices, and packets come from one. */
int wait_readable(const int *descriptors, unsigned count, int timeout, bool *ready) {
    struct timeval left = {.tv_sec = timeout / 1000, .tv_usec = timeout % 1000 * 1000};
    fd_set set;
    int highest = -1;
    int found;

    assert(count <= WAIT_DESCRIPTORS_MAX);
    FD_ZERO(&set);
    for (unsigned i = 0; i < count; i++) {
        if (descriptors[i] >= 0 && descriptors[i] < FD_SETSIZE) {
            FD_SET(descriptors[i], &set);
            highest = descriptors[i] > highest ? descriptors[i] : highest;
        }
    }
    found = select(highest + 1, &set, NULL, NULL, &left);
    for (unsigned i = 0; i < count; i++) {
        ready[i] = found > 0 && descriptors[i] >= 0 && descriptors[i] < FD_SETSIZE &&
                   FD_ISSET(descriptors[i], &set);
    }
    return found;
}

#else

#include <poll.h>

int wait_readable(const int *descriptors, unsigned count, int timeout, bool *ready) {
    struct pollfd polled[WAIT_DESCRIPTORS_MAX];
    int found;

    assert(count <= WAIT_DESCRIPTORS_MAX);
    for (unsigned i = 0; i < count; i++) {
        polled[i] = (struct pollfd){.fd = descriptors[i], .events = POLLIN};
    }
    found = poll(polled, count, timeout);
    for (unsigned i = 0; i < count; i++) {
        ready[i] = found > 0 && polled[i].revents != 0;
    }
    return found;
}

#endif
