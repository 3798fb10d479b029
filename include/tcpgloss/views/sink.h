/*
 * A sink: takes records, makes bytes of them, and hands the bytes to a stream.
 *
 * Each kind has a header of its own with a create function (text_sink.h, json_sink.h, …); all are
 * used through the two functions here.
 */
#ifndef TCPGLOSS_VIEWS_SINK_H
#define TCPGLOSS_VIEWS_SINK_H

#include <stdbool.h>

#include "tcpgloss/views/record.h"
#include "tcpgloss/views/stream.h"

struct sink;

struct sink_operations {
    void (*write)(struct sink *sink, const struct record *record);
    void (*destroy)(struct sink *sink);
};

/* The first member of every sink's own struct. */
struct sink {
    const struct sink_operations *operations;
    /* What it leaves alone need not be made for it. */
    bool ignores_events; /* packets, timers and their notes */
    bool ignores_flows;
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
