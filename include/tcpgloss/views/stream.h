/*
 * Where a sink's bytes go: a buffer over a file descriptor. It writes itself out when it has become
 * large (64 KiB), and when the one who runs the loop asks with stream_flush(): after every batch of
 * packets when live.
 */
#ifndef TCPGLOSS_VIEWS_STREAM_H
#define TCPGLOSS_VIEWS_STREAM_H

#include <stdbool.h>

#include "tcpgloss/base/export.h"
#include "tcpgloss/base/text.h"

struct stream {
    struct text text; /* what is not yet written */
    int descriptor;   /* borrowed */
    bool failed;      /* a write failed; `error_number` says why, later bytes are dropped */
    int error_number;
};

TCPGLOSS_API void stream_init(struct stream *stream, int descriptor);
TCPGLOSS_API void stream_free(struct stream *stream);

/* Writes out when there is more than a large block. */
TCPGLOSS_API void stream_settle(struct stream *stream);

/* Writes all out. False, once and for all, if that failed. */
TCPGLOSS_API bool stream_flush(struct stream *stream);

#endif
