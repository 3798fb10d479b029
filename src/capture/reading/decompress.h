/*
 * Streams of gzip (RFC 1952) and zstd (RFC 8878), recognised by their first bytes, undone in
 * bounded memory.
 */
#ifndef TCPGLOSS_SRC_CAPTURE_READING_DECOMPRESS_H
#define TCPGLOSS_SRC_CAPTURE_READING_DECOMPRESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { DECOMPRESS_MAGIC = 4 };

struct decompressor;

/* What undoes a stream that starts with these bytes; null if it is not compressed, or, with
 * `*failed` set, if there is no memory. */
struct decompressor *decompressor_create(const uint8_t *start, size_t length, bool *failed);
void decompressor_destroy(struct decompressor *decompressor);

/* Takes bytes from the front of `*in` and puts some to `out`; `*written` says how many. False if
 * the stream is damaged. */
bool decompressor_step(struct decompressor *decompressor, const uint8_t **in, size_t *in_length,
                       uint8_t *out, size_t out_size, size_t *written);

/* Whether the stream may end here. */
bool decompressor_complete(const struct decompressor *decompressor);

/* "gzip" or "zstd". */
const char *decompressor_name(const struct decompressor *decompressor);

#endif
