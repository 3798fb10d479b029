/*
 * A sink: takes records, makes bytes of them, and hands the bytes to a stream.
 *
 * Each kind has a header of its own with a create function (text_sink.h, json_sink.h, …); all are
 * used through the two functions here.
 */
#ifndef TCPGLOSS_VIEWS_SINK_H
#define TCPGLOSS_VIEWS_SINK_H

#include <stdbool.h>

#include "tcpgloss/base/error.h"
#include "tcpgloss/base/export.h"
#include "tcpgloss/base/text.h"
#include "tcpgloss/views/record.h"

/*
 * Where a sink's bytes go: a buffer over a file descriptor. It writes itself out when it has become
 * large (64 KiB), and when the one who runs the loop asks with stream_flush(): after every batch of
 * packets when live.
 */
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

struct sink;

struct sink_operations {
    void (*write)(struct sink *sink, const struct record *record);
    void (*destroy)(struct sink *sink);
};

/* The first member of every sink's own struct. */
struct sink {
    const struct sink_operations *operations;
};

static inline void sink_write(struct sink *sink, const struct record *record) {
    sink->operations->write(sink, record);
}

static inline void sink_destroy(struct sink *sink) {
    if (sink != NULL) {
        sink->operations->destroy(sink);
    }
}

#endif
