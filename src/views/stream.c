#include "tcpgloss/views/stream.h"

#include <errno.h>
#include <poll.h>
#include <unistd.h>

static size_t whole_lines(const char *data, size_t length) {
    while (length > 0 && data[length - 1] != '\n') {
        length--;
    }
    return length;
}

static size_t no_limit(int descriptor, size_t length) {
    (void)descriptor;
    return length;
}

static void write_through(void *context);

void stream_init(struct stream *stream, int descriptor) {
    *stream = (struct stream){.descriptor = descriptor, .whole = whole_lines, .limit = no_limit};
    text_init(&stream->text);
    stream->text.drain = write_through;
    stream->text.drain_context = stream;
}

void stream_free(struct stream *stream) {
    text_free(&stream->text);
}

static void fail(struct stream *stream, int error_number) {
    stream->failed = true;
    stream->error_number = error_number;
}

/* Cuts a file behind the last whole record of the `written` bytes that end it. What is no file has
 * no position, or cannot be cut. */
static void cut_back(const struct stream *stream, size_t written) {
    off_t excess = (off_t)(written - stream->whole(stream->text.data, written));
    off_t end = lseek(stream->descriptor, 0, SEEK_CUR);

    if (excess > 0 && end >= excess && lseek(stream->descriptor, 0, SEEK_END) == end &&
        ftruncate(stream->descriptor, end - excess) == 0) {
        (void)lseek(stream->descriptor, end - excess, SEEK_SET);
    }
}

/* A descriptor that does not block: whoever gave it has set it so, for all that share it. */
static void await_room(const struct stream *stream) {
    struct pollfd polled = {.fd = stream->descriptor, .events = POLLOUT};

    (void)poll(&polled, 1, -1);
}

/* Writes the first `length` bytes and empties the text. */
static void write_out(struct stream *stream, size_t length) {
    size_t done = 0;

    while (done < length && !stream->failed) {
        size_t allowed = stream->limit(stream->descriptor, length - done);
        ssize_t written =
            allowed > 0 ? write(stream->descriptor, stream->text.data + done, allowed) : -1;

        if (written >= 0) {
            done += (size_t)written;
        } else if (errno == EAGAIN || errno == EWOULDBLOCK) {
            await_room(stream);
        } else if (errno != EINTR) {
            fail(stream, errno);
            cut_back(stream, done);
        }
    }
    text_clear(&stream->text);
    stream->settled = 0;
}

static void write_through(void *context) {
    struct stream *stream = context;

    if (!stream->text.failed) {
        write_out(stream, stream->text.length);
    }
}

bool stream_flush(struct stream *stream) {
    if (stream->text.failed && !stream->failed) {
        write_out(stream, stream->settled);
        fail(stream, ENOMEM);
    } else {
        write_out(stream, stream->text.length);
    }
    return !stream->failed;
}

void stream_settle(struct stream *stream) {
    if (!stream->text.failed) {
        stream->settled = stream->text.length;
    }
    if (stream->text.length >= TEXT_LARGE) {
        (void)stream_flush(stream);
    }
}

bool stream_has_failed(const struct stream *stream) {
    return stream->failed || stream->text.failed;
}
