/*
 * A source of packets: a capture file or a device, read through libpcap.
 *
 * Both are read by the same loop: source_read() until it says that there is no more. A batch is
 * what libpcap has at hand, so no packet costs a system call of its own.
 */
#ifndef TCPGLOSS_CAPTURE_SOURCE_H
#define TCPGLOSS_CAPTURE_SOURCE_H

#include <stdbool.h>
#include <stdint.h>

#include "tcpgloss/base/error.h"

struct source_settings {
    const char *file;   /* "-" is standard input; null: a device */
    const char *device; /* null: libpcap's first */
    bool nanoseconds;   /* precision of times */
    uint32_t snapshot_length;
};

/* A packet as captured. `data` is libpcap's, valid until the handler returns. */
struct captured {
    const uint8_t *data;
    uint32_t captured; /* bytes at `data` */
    uint32_t length;   /* bytes on the wire, as the file says */
    int64_t seconds;
    int64_t nanoseconds; /* as the file says: may be a second or more, or negative */
};

/* Takes a packet; false ends the batch after it. */
struct packet_handler {
    bool (*take)(void *context, const struct captured *captured);
    void *context;
};

enum source_event {
    SOURCE_PACKETS, /* some were handled, there may be more */
    SOURCE_IDLE,    /* live, and none came for a while */
    SOURCE_END,     /* of the file */
    SOURCE_FAILED,  /* `error` says how */
};

struct source;

/* Null, with `error` filled, if it cannot be opened. */
struct source *source_open(const struct source_settings *settings, struct error *error);
void source_close(struct source *source);

/* Only packets that match reach the handler. `expression` may be null: all do. */
bool source_set_filter(struct source *source, const char *expression, bool optimize,
                       struct error *error);

/* One batch, at most `limit` packets of it (0: as many as there are). */
enum source_event source_read(struct source *source, const struct packet_handler *handler,
                              uint64_t limit, struct error *error);

bool source_is_live(const struct source *source);
const char *source_name(const struct source *source);
int source_link_type(const struct source *source);
const char *source_link_name(const struct source *source);        /* "EN10MB" */
const char *source_link_description(const struct source *source); /* "Ethernet"; may be null */
uint32_t source_snapshot_length(const struct source *source);

#endif
