/*
 * The files of a rotation, opened by a process of their own: the process that reads packets can
 * open nothing and name nothing. It asks for the next file and is given a descriptor, to which it
 * can write.
 */
#ifndef TCPGLOSS_SRC_CAPTURE_WRITING_FILE_OPENER_H
#define TCPGLOSS_SRC_CAPTURE_WRITING_FILE_OPENER_H

#include <stdbool.h>

#include "tcpgloss/base/error.h"
#include "tcpgloss/capture/privileges.h"

#include "capture/writing/file_sequence.h"

enum { FILES_AVOIDED_MAX = 16 };

struct file_opener_settings {
    struct file_sequence sequence;
    const char *avoided[FILES_AVOIDED_MAX]; /* names of files that are not to be overwritten; null
                                               where there are no more */
    int directory;                          /* in which all files are; the process keeps a copy */
    const struct identity *identity;
    bool confined;
};

/* Starts the process, and returns the socket to ask it by; -1, with `error` filled, if it cannot.
 */
int file_opener_start(const struct file_opener_settings *settings, struct error *error);

enum file_request { FILE_FIRST, FILE_NEXT_NUMBER, FILE_NEXT_SLICE };

struct opened_file {
    int descriptor;     /* the caller's to close; -1: it cannot be opened */
    int error_number;   /* then: why (errno.h); EINVAL: it has no name */
    time_t slice_start; /* when the slice of this file began */
    char name[FILE_NAME_SIZE];
};

/*
 * The file is empty, new or cut to nothing; a new one has the mode 0644 less the user's umask. A
 * symbolic link is not followed. The caller's sandbox lets it write to one descriptor: it closes
 * the file at hand first, so that the next one has the same number.
 */
struct opened_file file_opener_ask(int socket, enum file_request request);

#endif
