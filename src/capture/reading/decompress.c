#define ZLIB_CONST /* what is read is const */

#include "capture/reading/decompress.h"

#include <stdlib.h>
#include <string.h>
#include <zlib.h>
#include <zstd.h>

/* Frames whose window is larger are refused: what `zstd --long` needs to be told too. */
enum { ZSTD_WINDOW_LOG_MAX = 27, GZIP_WINDOW_BITS = 15 + 16 };

struct decompressor {
    z_stream gzip;
    ZSTD_DStream *zstd; /* null: gzip */
    bool complete;      /* between two members or frames */
};

static const uint8_t gzip_magic[] = {0x1f, 0x8b};
static const uint8_t zstd_magic[] = {0x28, 0xb5, 0x2f, 0xfd};

struct decompressor *decompressor_create(const uint8_t *start, size_t length, bool *failed) {
    bool is_gzip = length >= sizeof gzip_magic && memcmp(start, gzip_magic, sizeof gzip_magic) == 0;
    bool is_zstd = length >= sizeof zstd_magic && memcmp(start, zstd_magic, sizeof zstd_magic) == 0;
    struct decompressor *decompressor;

    *failed = false;
    if (!is_gzip && !is_zstd) {
        return NULL;
    }
    decompressor = calloc(1, sizeof *decompressor);
    if (decompressor != NULL && is_gzip &&
        inflateInit2(&decompressor->gzip, GZIP_WINDOW_BITS) == Z_OK) {
        return decompressor;
    }
    if (decompressor != NULL && is_zstd) {
        decompressor->zstd = ZSTD_createDStream();
        if (decompressor->zstd != NULL &&
            !ZSTD_isError(ZSTD_DCtx_setParameter(decompressor->zstd, ZSTD_d_windowLogMax,
                                                 ZSTD_WINDOW_LOG_MAX))) {
            return decompressor;
        }
        (void)ZSTD_freeDStream(decompressor->zstd);
    }
    free(decompressor);
    *failed = true;
    return NULL;
}

void decompressor_destroy(struct decompressor *decompressor) {
    if (decompressor == NULL) {
        return;
    }
    if (decompressor->zstd != NULL) {
        (void)ZSTD_freeDStream(decompressor->zstd);
    } else {
        (void)inflateEnd(&decompressor->gzip);
    }
    free(decompressor);
}

static bool gzip_step(struct decompressor *decompressor, const uint8_t **in, size_t *in_length,
                      uint8_t *out, size_t out_size, size_t *written) {
    z_stream *gzip = &decompressor->gzip;
    int result;

    if (decompressor->complete && inflateReset(gzip) != Z_OK) {
        return false;
    }
    gzip->next_in = *in;
    gzip->avail_in = (uInt)*in_length;
    gzip->next_out = out;
    gzip->avail_out = (uInt)out_size;
    result = inflate(gzip, Z_NO_FLUSH);
    decompressor->complete = result == Z_STREAM_END;
    *in = gzip->next_in;
    *in_length = gzip->avail_in;
    *written = out_size - gzip->avail_out;
    return result == Z_OK || result == Z_STREAM_END || result == Z_BUF_ERROR;
}

static bool zstd_step(struct decompressor *decompressor, const uint8_t **in, size_t *in_length,
                      void *out, size_t out_size, size_t *written) {
    ZSTD_inBuffer input = {.src = *in, .size = *in_length};
    ZSTD_outBuffer output = {.dst = out, .size = out_size};
    size_t hint = ZSTD_decompressStream(decompressor->zstd, &output, &input);

    *in += input.pos;
    *in_length -= input.pos;
    *written = output.pos;
    decompressor->complete = hint == 0;
    return !ZSTD_isError(hint);
}

bool decompressor_step(struct decompressor *decompressor, const uint8_t **in, size_t *in_length,
                       uint8_t *out, size_t out_size, size_t *written) {
    if (decompressor->complete && *in_length == 0) {
        *written = 0;
        return true;
    }
    return decompressor->zstd != NULL
               ? zstd_step(decompressor, in, in_length, out, out_size, written)
               : gzip_step(decompressor, in, in_length, out, out_size, written);
}

bool decompressor_complete(const struct decompressor *decompressor) {
    return decompressor->complete;
}

const char *decompressor_name(const struct decompressor *decompressor) {
    return decompressor->zstd != NULL ? "zstd" : "gzip";
}
