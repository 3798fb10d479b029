/*
 * The bytes of a capture file as a FILE for libpcap: from a file or standard input, decompressed if
 * they are compressed.
 */
#ifndef TCPGLOSS_SRC_CAPTURE_READING_CAPTURE_FILE_H
#define TCPGLOSS_SRC_CAPTURE_READING_CAPTURE_FILE_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "tcpgloss/base/error.h"

struct capture_file;

/* Null, with `error` filled, if `path` cannot be opened; "-" is standard input. */
struct capture_file *capture_file_open(const char *path, struct error *error);

/* The FILE, which the caller closes, and then frees the capture file. */
FILE *capture_file_stream(struct capture_file *file);
void capture_file_free(struct capture_file *file);

/* The first four bytes of a regular file that is not compressed; null if it is none. */
const uint8_t *capture_file_magic(const struct capture_file *file);

/*
 * Such a file can be read past its FILE, from where that stands. Each call gives at most `size`
 * bytes, and 0 at the end or on an error. In the end the FILE is set before the last `unread`
 * bytes that were given.
 */
void capture_file_begin_raw(struct capture_file *file);
size_t capture_file_read_raw(struct capture_file *file, void *bytes, size_t size);
void capture_file_end_raw(struct capture_file *file, size_t unread);

/* Called when the next bytes are not there yet, and again whenever a signal came meanwhile. False:
 * do not wait, the file ends here. */
void capture_file_on_wait(struct capture_file *file, bool (*wait)(void *context), void *context);

/* Which part of the file's bytes were read, 0 to 1; negative if it is no regular file. Any thread
 * may ask. */
double capture_file_part_read(const struct capture_file *file);

/* What was wrong with the bytes themselves, or why they could not be read, in the language of
 * messages; null: nothing that libpcap does not know. */
const char *capture_file_damage(const struct capture_file *file);

#endif
