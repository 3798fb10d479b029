/*
 * A file to be written. One rule for all of them:
 *
 * - One that the program creates has the mode 0644 less the umask and belongs to the user whom the
 *   program becomes; one that was there keeps its owner and its mode.
 * - While root is still to be given up, a symbolic link is followed only to a file of that user, or
 * to what is no file (/dev/stdout): nobody has root overwrite what he could not.
 *
 * The files of a rotation are opened by a process that has given up root already (writer.h).
 */
#ifndef TCPGLOSS_CAPTURE_OUTPUT_FILE_H
#define TCPGLOSS_CAPTURE_OUTPUT_FILE_H

#include "tcpgloss/base/error.h"
#include "tcpgloss/capture/privileges.h"

/* The descriptor of an empty file; -1, with `error` filled, if it cannot be opened. */
int output_file_open(const char *path, const struct identity *owner, struct error *error);

#endif
