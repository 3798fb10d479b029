#define _GNU_SOURCE /* fopencookie(), on Linux */

#include "capture/reading/capture_file.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#ifdef __linux__
#include <stdio_ext.h>
#endif

#include "tcpgloss/base/system_message.h"
#include "tcpgloss/base/words.h"
#include "tcpgloss/capture/signals.h"

#include "capture/reading/decompress.h"

enum { BLOCK = 64 * 1024 };

struct capture_file {
    FILE *stream;
    int descriptor;
    bool may_wait;                   /* no regular file: a pipe, a terminal */
    bool ended;                      /* of the descriptor */
    uint64_t size;                   /* of a regular file, when it was opened */
    bool probed;                     /* the first bytes were looked at */
    uint8_t magic[DECOMPRESS_MAGIC]; /* the first bytes of a regular file, if it has so many */
    bool has_magic;
    off_t behind_buffer; /* while the file is read past its FILE: where that would read on */
    struct decompressor *decompressor;
    bool (*wait)(void *context);
    void *wait_context;
    const uint8_t *next; /* raw bytes not yet handed on: `left` of them, in `raw` */
    size_t left;
    char damage[128];
    uint8_t raw[BLOCK];
    char buffer[BLOCK]; /* stdio's */
};

/* Waits until the descriptor is readable. False if the user wants to stop. */
static bool await(struct capture_file *file) {
    struct pollfd polled = {.fd = file->descriptor, .events = POLLIN};

    if (!file->may_wait || poll(&polled, 1, 0) != 0) {
        return true;
    }
    for (;;) {
        struct pollfd both[2] = {polled, {.fd = signals_descriptor(), .events = POLLIN}};

        if ((file->wait != NULL && !file->wait(file->wait_context)) || signals_stop() != 0) {
            return false;
        }
        if (poll(both, 2, -1) > 0) {
            signals_drain();
            if (both[0].revents != 0) {
                return true;
            }
        }
    }
}

/* Reads from the descriptor; `*count` is 0 at its end, or when the user wants to stop. False on an
 * error of the system. */
static bool read_some(struct capture_file *file, uint8_t *out, size_t size, size_t *count) {
    ssize_t got;

    *count = 0;
    do {
        if (!await(file)) {
            file->ended = true;
            return true;
        }
        got = read(file->descriptor, out, size);
    } while (got < 0 && errno == EINTR && signals_stop() == 0);
    if (got <= 0) {
        file->ended = true;
        return got == 0 || signals_stop() != 0;
    }
    *count = (size_t)got;
    return true;
}

/* Reads more raw bytes behind those that are left. False on an error of the system. */
static bool fill(struct capture_file *file) {
    size_t count;

    memmove(file->raw, file->next, file->left);
    file->next = file->raw;
    if (!read_some(file, file->raw + file->left, BLOCK - file->left, &count)) {
        return false;
    }
    file->left += count;
    return true;
}

static bool damaged(struct capture_file *file, const char *what) {
    (void)snprintf(file->damage, sizeof file->damage, "%s %s",
                   decompressor_name(file->decompressor), what);
    errno = EIO;
    return false;
}

static bool probe(struct capture_file *file) {
    bool failed;

    while (file->left < DECOMPRESS_MAGIC && !file->ended) {
        if (!fill(file)) {
            return false;
        }
    }
    file->probed = true;
    file->decompressor = decompressor_create(file->next, file->left, &failed);
    if (failed) {
        errno = ENOMEM;
    }
    return !failed;
}

static bool decompress(struct capture_file *file, uint8_t *out, size_t size, size_t *written) {
    for (;;) {
        if (file->left == 0 && !file->ended && !fill(file)) {
            return false;
        }
        if (!decompressor_step(file->decompressor, &file->next, &file->left, out, size, written)) {
            /* What came out before the damage is handed on; the next call fails. */
            return damaged(file, MESSAGE("数据已损坏", "stream is damaged")) || *written > 0;
        }
        if (*written > 0) {
            return true;
        }
        if (file->left == 0 && file->ended) {
            return decompressor_complete(file->decompressor) || signals_stop() != 0 ||
                   damaged(file, MESSAGE("数据不完整，到这里就断了", "stream ends early"));
        }
    }
}

/* Once the probed bytes are handed on, what is not compressed goes straight to the reader. */
static bool copy(struct capture_file *file, uint8_t *out, size_t size, size_t *written) {
    if (file->left == 0) {
        return file->ended || read_some(file, out, size, written);
    }
    *written = file->left < size ? file->left : size;
    memcpy(out, file->next, *written);
    file->next += *written;
    file->left -= *written;
    return true;
}

/* What is not damage is an error of the system. */
static ssize_t fail(struct capture_file *file) {
    if (file->damage[0] == '\0') {
        (void)snprintf(file->damage, sizeof file->damage, "%s", system_message(errno));
    }
    return -1;
}

static ssize_t cookie_read(void *cookie, char *out, size_t size) {
    struct capture_file *file = cookie;
    size_t written = 0;

    if (file->damage[0] != '\0' || (!file->probed && !probe(file))) {
        return fail(file);
    }
    if (!(file->decompressor != NULL ? decompress : copy)(file, (uint8_t *)out, size, &written)) {
        return fail(file);
    }
    return (ssize_t)written;
}

static int cookie_close(void *cookie) {
    struct capture_file *file = cookie;

    return close(file->descriptor);
}

#ifdef __linux__
static FILE *cookie_open(struct capture_file *file) {
    return fopencookie(file, "rb",
                       (cookie_io_functions_t){.read = cookie_read, .close = cookie_close});
}
#else
static int short_read(void *cookie, char *out, int size) {
    return (int)cookie_read(cookie, out, (size_t)size);
}

static FILE *cookie_open(struct capture_file *file) {
    return funopen(file, short_read, NULL, NULL, cookie_close);
}
#endif

/* A regular file can be probed before it is read. What is not compressed is left to stdio, which
 * copies small pieces out of a file faster than out of a cookie. */
static FILE *regular_open(struct capture_file *file) {
    const ssize_t got = pread(file->descriptor, file->magic, sizeof file->magic,
                              lseek(file->descriptor, 0, SEEK_CUR));
    bool failed;

    file->decompressor = decompressor_create(file->magic, got > 0 ? (size_t)got : 0, &failed);
    file->has_magic = got == sizeof file->magic;
    file->probed = true;
    if (failed) {
        errno = ENOMEM;
        return NULL;
    }
    return file->decompressor != NULL ? cookie_open(file) : fdopen(file->descriptor, "rb");
}

struct capture_file *capture_file_open(const char *path, struct error *error) {
    struct capture_file *file = calloc(1, sizeof *file);
    struct stat status;

    if (file == NULL) {
        error_set_system(error, STATUS_RUNTIME, path, ENOMEM);
        return NULL;
    }
    file->next = file->raw;
    file->descriptor =
        strcmp(path, "-") == 0 ? dup(STDIN_FILENO) : open(path, O_RDONLY | O_CLOEXEC);
    if (file->descriptor < 0 || fstat(file->descriptor, &status) != 0) {
        error_set_system(error, STATUS_RUNTIME, path, errno);
        goto fail;
    }
    if (S_ISDIR(status.st_mode)) {
        error_set_system(error, STATUS_RUNTIME, path, EISDIR);
        goto fail;
    }
    file->may_wait = !S_ISREG(status.st_mode);
    file->size = file->may_wait ? 0 : (uint64_t)status.st_size;
    file->stream = file->may_wait ? cookie_open(file) : regular_open(file);
    if (file->stream == NULL) {
        error_set_system(error, STATUS_RUNTIME, path, errno);
        goto fail;
    }
    (void)setvbuf(file->stream, file->buffer, _IOFBF, sizeof file->buffer);
#ifdef __linux__
    /* One thread at a time has the FILE, which libpcap reads twice a packet: it needs no lock. */
    (void)__fsetlocking(file->stream, FSETLOCKING_BYCALLER);
#endif
    return file;
fail:
    if (file->descriptor >= 0) {
        (void)close(file->descriptor);
    }
    capture_file_free(file);
    return NULL;
}

void capture_file_free(struct capture_file *file) {
    if (file != NULL) {
        decompressor_destroy(file->decompressor);
        free(file);
    }
}

FILE *capture_file_stream(struct capture_file *file) {
    return file->stream;
}

const uint8_t *capture_file_magic(const struct capture_file *file) {
    return file->has_magic && file->decompressor == NULL ? file->magic : NULL;
}

void capture_file_begin_raw(struct capture_file *file) {
    file->behind_buffer = lseek(file->descriptor, 0, SEEK_CUR);
    (void)lseek(file->descriptor, ftello(file->stream), SEEK_SET);
}

size_t capture_file_read_raw(struct capture_file *file, void *bytes, size_t size) {
    size_t count;

    return read_some(file, bytes, size, &count) ? count : 0;
}

void capture_file_end_raw(struct capture_file *file, size_t unread) {
    const off_t end = lseek(file->descriptor, 0, SEEK_CUR);

    (void)lseek(file->descriptor, file->behind_buffer, SEEK_SET);
    (void)fseeko(file->stream, end - (off_t)unread, SEEK_SET);
}

void capture_file_on_wait(struct capture_file *file, bool (*wait)(void *context), void *context) {
    file->wait = wait;
    file->wait_context = context;
}

double capture_file_part_read(const struct capture_file *file) {
    off_t read;

    if (file->size == 0) {
        return -1;
    }
    read = lseek(file->descriptor, 0, SEEK_CUR);
    return (uint64_t)read < file->size ? (double)read / (double)file->size : 1;
}

const char *capture_file_damage(const struct capture_file *file) {
    return file->damage[0] != '\0' ? file->damage : NULL;
}
