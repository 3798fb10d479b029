#include "tcpgloss/views/stream.h"

#include <errno.h>
#include <unistd.h>

enum { LARGE_BLOCK = 64 * 1024 };

void stream_init(struct stream *stream, int descriptor) {
    *stream = (struct stream){.descriptor = descriptor};
    text_init(&stream->text);
}

void stream_free(struct stream *stream) {
    text_free(&stream->text);
}

bool stream_flush(struct stream *stream) {
    const char *data = stream->text.data;
    size_t left = stream->text.length;

    while (left > 0 && !stream->failed) {
        ssize_t written = write(stream->descriptor, data, left);

        if (written >= 0) {
            data += written;
            left -= (size_t)written;
        } else if (errno != EINTR) {
            stream->failed = true;
            stream->error_number = errno;
        }
    }
    text_clear(&stream->text);
    return !stream->failed;
}

void stream_settle(struct stream *stream) {
    if (stream->text.length >= LARGE_BLOCK) {
        (void)stream_flush(stream);
    }
}
