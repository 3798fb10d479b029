/*
 * Where the records go: the sinks that the settings ask for, and the streams they write to.
 */
#ifndef TCPGLOSS_SRC_MAIN_OUTPUTS_H
#define TCPGLOSS_SRC_MAIN_OUTPUTS_H

#include <stdbool.h>
#include <stdint.h>

#include "tcpgloss/base/error.h"
#include "tcpgloss/capture/sandbox_settings.h"
#include "tcpgloss/cli/settings.h"
#include "tcpgloss/print/printer.h"
#include "tcpgloss/views/sink.h"

enum { OUTPUTS_MAX = 11 };

struct output {
    const char *name; /* for messages */
    struct stream stream;
};

struct outputs {
    struct output streams[OUTPUTS_MAX];
    unsigned stream_count;
    struct sink *sinks[OUTPUTS_MAX];
    unsigned sink_count;
    const struct identity *owner; /* of the files; set before outputs_open() */
    struct stream *lines;         /* tcpdump's text; null: none is printed */
    bool live;
    const struct name_source *names; /* null: numbers only */
    struct relative_seq *relative;   /* borrowed; null: -S */
};

/* Whether there is anything to decode packets for. */
bool outputs_wanted(const struct settings *settings);

/* Opens all. outputs_close() in any case. */
bool outputs_open(struct outputs *outputs, const struct settings *settings, bool live,
                  const struct name_source *names, struct relative_seq *relative,
                  struct error *error);
void outputs_close(struct outputs *outputs);

/* Adds what the outputs need there. */
void outputs_enter_sandbox(const struct outputs *outputs, struct sandbox_settings *sandbox);

/* What messages call it, in the user's language. */
const char *standard_output_name(void);

/* An output that a signal can stop, though nobody takes its bytes. */
void output_init(struct output *output, const char *name, int descriptor);

/* Writes out what is buffered. False, with `error` filled, if the stream has failed. */
bool output_flush(struct output *output, struct error *error);

/* The same for all; `error` is the first one's. */
bool outputs_flush(struct outputs *outputs, struct error *error);

/* Whether some stream has failed. */
bool outputs_failed(const struct outputs *outputs);

#endif
