#include "tcpgloss/capture/write_limit.h"

#include <errno.h>
#include <limits.h>
#include <poll.h>

#include "tcpgloss/capture/signals.h"

enum {
    PATIENCE = 1000,         /* milliseconds */
    PIECE = _POSIX_PIPE_BUF, /* a pipe that has room has room for as many */
};

static bool given_up;

static bool has_room(int descriptor) {
    return poll(&(struct pollfd){.fd = descriptor, .events = POLLOUT}, 1, given_up ? 0 : PATIENCE) >
           0;
}

size_t write_limit(int descriptor, size_t length) {
    if (signals_stop() == 0) {
        return length;
    }
    if (!has_room(descriptor)) {
        given_up = true;
        errno = ECANCELED;
        return 0;
    }
    return length < PIECE ? length : PIECE;
}

bool write_was_given_up(void) {
    return given_up;
}
