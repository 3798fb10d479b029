/*
 * Where a sink's bytes go: a buffer over a file descriptor. It writes itself out when it has become
 * large (64 KiB; also in the middle of a record, at text_relieve()), and when the one who runs the
 * loop asks with stream_flush(): after every batch of packets when live.
 *
 * A stream fails when a write does, or when there is no memory for its text. A file then ends with
 * its last whole record; nothing more is written.
 */
#ifndef TCPGLOSS_VIEWS_STREAM_H
#define TCPGLOSS_VIEWS_STREAM_H

#include <stdbool.h>
#include <stddef.h>

#include "tcpgloss/base/export.h"
#include "tcpgloss/base/text.h"

struct stream {
    struct text text; /* what is not yet written */
    size_t settled;   /* how many bytes of it are whole records */
    /* How many of the bytes at the front of `length` are whole records; lines unless another kind
     * of record is set. */
    size_t (*whole)(const char *data, size_t length);
    /* How many of the bytes may be written now; 0, with `errno` set: none, and no others. All
     * unless another is set. */
    size_t (*limit)(int descriptor, size_t length);
    int descriptor; /* borrowed */
    bool failed;    /* `error_number` says why */
    int error_number;
};

TCPGLOSS_API void stream_init(struct stream *stream, int descriptor);
TCPGLOSS_API void stream_free(struct stream *stream);

/* A record ends here. Writes out when there is more than a large block. */
TCPGLOSS_API void stream_settle(struct stream *stream);

/* Writes all out. False, once and for all, if that failed. */
TCPGLOSS_API bool stream_flush(struct stream *stream);

/* Whether it has failed, or will at the next stream_flush(). */
TCPGLOSS_API bool stream_has_failed(const struct stream *stream);

#endif
