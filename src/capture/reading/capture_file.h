/*
 * The bytes of a capture file as a FILE for libpcap: from a file or standard input, decompressed if
 * they are compressed.
 */
#ifndef TCPGLOSS_SRC_CAPTURE_READING_CAPTURE_FILE_H
#define TCPGLOSS_SRC_CAPTURE_READING_CAPTURE_FILE_H

#include <stdbool.h>
#include <stdio.h>

#include "tcpgloss/base/error.h"

struct input;

/* Null, with `error` filled, if `path` cannot be opened; "-" is standard input. */
struct input *input_open(const char *path, struct error *error);

/* The FILE; whoever closes it frees the input too. */
FILE *input_file(struct input *input);

/* Called when the next bytes are not there yet, and again whenever a signal came meanwhile. False:
 * do not wait, the file ends here. */
void input_on_wait(struct input *input, bool (*wait)(void *context), void *context);

/* Which part of the file's bytes were read, 0 to 1; negative if it is no regular file. Any thread
 * may ask. */
double input_part_read(const struct input *input);

/* What was wrong with the bytes themselves, beyond what libpcap can know; null: nothing. */
const char *input_damage(const struct input *input);

#endif
