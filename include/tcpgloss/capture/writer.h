/*
 * Writing captures (-w): pcap files, one or many in rotation.
 *
 * Every write is checked. When one fails, the file is cut back to its last whole record, so that it
 * stays readable. The files of a rotation are opened by a process of its own, as the process that
 * reads packets can open none.
 */
#ifndef TCPGLOSS_CAPTURE_WRITER_H
#define TCPGLOSS_CAPTURE_WRITER_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "tcpgloss/base/error.h"
#include "tcpgloss/base/frame.h"
#include "tcpgloss/capture/packet_source.h"
#include "tcpgloss/capture/privileges.h"
#include "tcpgloss/capture/sandbox_settings.h"

struct writer_settings {
    const char *path;          /* "-" is standard output; with `seconds`, strftime()'s formats */
    uint64_t rotate_megabytes; /* -C; 0: never */
    uint64_t rotate_seconds;   /* -G; 0: never */
    uint64_t rotate_files;     /* -W; 0: no bound */

    const struct identity *owner; /* of the file (output_file.h); of a rotation: who opens them */
    /* Of a rotation: */
    int directory;        /* writer_open_directory(); may be closed once the writer is open */
    bool opener_confined; /* in a sandbox of its own */
    char *const *avoided; /* files that are not to be overwritten when a name comes to be theirs:
                             absolute paths without symbolic links, ended by null */
};

/* Whether there will be more than one file. */
bool writer_rotates(const struct writer_settings *settings);

/* The directory in which `path` is. -1, with `error` filled, if it cannot be opened. */
int writer_open_directory(const char *path, struct error *error);

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

/* Adds what the writer needs there, once all else that the program needs is open. */
void writer_enter_sandbox(struct writer *writer, struct sandbox_settings *sandbox);

#endif
