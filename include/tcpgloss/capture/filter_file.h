/*
 * A filter expression kept in a file (-F).
 */
#ifndef TCPGLOSS_CAPTURE_FILTER_FILE_H
#define TCPGLOSS_CAPTURE_FILTER_FILE_H

#include "tcpgloss/base/error.h"

/* The expression, in which comments from `#` to the end of a line are blanks. Owned by the caller;
 * null, with `error` filled, if the file cannot be read or is larger than an expression can be. */
char *filter_file_read(const char *path, struct error *error);

#endif
