/*
 * Writing captures (-w): pcap files, one or many in rotation.
 *
 * Every write is checked. When one fails, the file is cut back to its last whole record, so that it
 * stays readable. Files are created relative to a directory that is opened once, so that rotation
 * works where no path can be opened any more.
 */
#ifndef TCPGLOSS_CAPTURE_WRITER_H
#define TCPGLOSS_CAPTURE_WRITER_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "tcpgloss/base/error.h"
#include "tcpgloss/base/frame.h"
#include "tcpgloss/capture/packet_source.h"

struct writer_settings {
    const char *path;          /* "-" is standard output; with `seconds`, strftime()'s formats */
    uint64_t rotate_megabytes; /* -C; 0: never */
    uint64_t rotate_seconds;   /* -G; 0: never */
    uint64_t rotate_files;     /* -W; 0: no bound */
};

struct writer;

/* Creates the first file. Null, with `error` filled, if it cannot. */
struct writer *writer_open(const struct writer_settings *settings,
                           const struct packet_source *source, struct error *error);

/* Writes what is left and closes. False, with `error` filled, if a write failed now. */
bool writer_close(struct writer *writer, struct error *error);

/* Adds a packet, in a new file if it is time for one. False, with `error` filled, if a write or the
 * new file failed; `*finished` if -W's last file with -G is complete. */
bool writer_add(struct writer *writer, const struct frame *frame, bool *finished,
                struct error *error);

/* Writes out what is buffered. */
bool writer_flush(struct writer *writer, struct error *error);

/* Makes this user the owner of the file, so that he can overwrite it when its turn comes again. */
void writer_give(struct writer *writer, uid_t user, gid_t group);

/* The directory in which files will be created; -1 if there will be no more. */
int writer_directory(const struct writer *writer);

#endif
