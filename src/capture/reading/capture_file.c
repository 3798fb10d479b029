#define _GNU_SOURCE /* fopencookie() */

#include "capture/reading/capture_file.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#ifdef __GLIBC__
#include <stdio_ext.h>
#endif

#include "tcpgloss/capture/signals.h"

#include "capture/reading/decompress.h"

enum { BLOCK = 64 * 1024 };

struct input {
    FILE *file;
    int descriptor;
    bool may_wait;         /* no regular file: a pipe, a terminal */
    bool ended;            /* of the descriptor */
    uint64_t size;         /* of a regular file, when it was opened */
    _Atomic uint64_t read; /* bytes of the descriptor */
    bool probed;           /* the first bytes were looked at */
    struct decompressor *decompressor;
    bool (*wait)(void *context);
    void *wait_context;
    const uint8_t *next; /* raw bytes not yet handed on: `left` of them, in `raw` */
    size_t left;
    char damage[64];
    uint8_t raw[BLOCK];
    char buffer[BLOCK]; /* stdio's */
};

/* Waits until the descriptor is readable. False if the user wants to stop. */
static bool await(struct input *input) {
    struct pollfd polled = {.fd = input->descriptor, .events = POLLIN};

    if (!input->may_wait || poll(&polled, 1, 0) != 0) {
        return true;
    }
    for (;;) {
        struct pollfd both[2] = {polled, {.fd = signals_descriptor(), .events = POLLIN}};

        if ((input->wait != NULL && !input->wait(input->wait_context)) || signals_stop() != 0) {
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
static bool read_some(struct input *input, uint8_t *out, size_t size, size_t *count) {
    ssize_t got;

    *count = 0;
    do {
        if (!await(input)) {
            input->ended = true;
            return true;
        }
        got = read(input->descriptor, out, size);
    } while (got < 0 && errno == EINTR && signals_stop() == 0);
    if (got <= 0) {
        input->ended = true;
        return got == 0 || signals_stop() != 0;
    }
    *count = (size_t)got;
    input->read += (uint64_t)got;
    return true;
}

/* Reads more raw bytes behind those that are left. False on an error of the system. */
static bool fill(struct input *input) {
    size_t count;

    memmove(input->raw, input->next, input->left);
    input->next = input->raw;
    if (!read_some(input, input->raw + input->left, BLOCK - input->left, &count)) {
        return false;
    }
    input->left += count;
    return true;
}

static bool damaged(struct input *input, const char *what) {
    (void)snprintf(input->damage, sizeof input->damage, "%s %s",
                   decompressor_name(input->decompressor), what);
    errno = EIO;
    return false;
}

static bool probe(struct input *input) {
    bool failed;

    while (input->left < DECOMPRESS_MAGIC && !input->ended) {
        if (!fill(input)) {
            return false;
        }
    }
    input->probed = true;
    input->decompressor = decompressor_create(input->next, input->left, &failed);
    if (failed) {
        errno = ENOMEM;
    }
    return !failed;
}

static bool decompress(struct input *input, uint8_t *out, size_t size, size_t *written) {
    for (;;) {
        if (input->left == 0 && !input->ended && !fill(input)) {
            return false;
        }
        if (!decompressor_step(input->decompressor, &input->next, &input->left, out, size,
                               written)) {
            /* What came out before the damage is handed on; the next call fails. */
            return damaged(input, "stream is damaged") || *written > 0;
        }
        if (*written > 0) {
            return true;
        }
        if (input->left == 0 && input->ended) {
            return decompressor_complete(input->decompressor) || signals_stop() != 0 ||
                   damaged(input, "stream ends early");
        }
    }
}

/* Once the probed bytes are handed on, what is not compressed goes straight to the reader. */
static bool copy(struct input *input, uint8_t *out, size_t size, size_t *written) {
    if (input->left == 0) {
        return input->ended || read_some(input, out, size, written);
    }
    *written = input->left < size ? input->left : size;
    memcpy(out, input->next, *written);
    input->next += *written;
    input->left -= *written;
    return true;
}

static ssize_t cookie_read(void *cookie, char *out, size_t size) {
    struct input *input = cookie;
    size_t written = 0;

    if (input->damage[0] != '\0' || (!input->probed && !probe(input))) {
        return -1;
    }
    if (!(input->decompressor != NULL ? decompress : copy)(input, (uint8_t *)out, size, &written)) {
        return -1;
    }
    return (ssize_t)written;
}

static int cookie_close(void *cookie) {
    struct input *input = cookie;

    decompressor_destroy(input->decompressor);
    (void)close(input->descriptor);
    free(input);
    return 0;
}

#ifdef __GLIBC__
/* One thread at a time has the FILE, which libpcap reads twice a packet: it needs no lock. */
static FILE *cookie_open(struct input *input) {
    FILE *file = fopencookie(input, "rb",
                             (cookie_io_functions_t){.read = cookie_read, .close = cookie_close});

    if (file != NULL) {
        (void)__fsetlocking(file, FSETLOCKING_BYCALLER);
    }
    return file;
}
#else
static int short_read(void *cookie, char *out, int size) {
    return (int)cookie_read(cookie, out, (size_t)size);
}

static FILE *cookie_open(struct input *input) {
    return funopen(input, short_read, NULL, NULL, cookie_close);
}
#endif

struct input *input_open(const char *path, struct error *error) {
    struct input *input = calloc(1, sizeof *input);
    struct stat status;

    if (input == NULL) {
        error_set(error, STATUS_RUNTIME, "%s: %s", path, strerror(ENOMEM));
        return NULL;
    }
    input->next = input->raw;
    input->descriptor =
        strcmp(path, "-") == 0 ? dup(STDIN_FILENO) : open(path, O_RDONLY | O_CLOEXEC);
    if (input->descriptor < 0 || fstat(input->descriptor, &status) != 0) {
        error_set(error, STATUS_RUNTIME, "%s: %s", path, strerror(errno));
        goto fail;
    }
    if (S_ISDIR(status.st_mode)) {
        error_set(error, STATUS_RUNTIME, "%s: %s", path, strerror(EISDIR));
        goto fail;
    }
    input->may_wait = !S_ISREG(status.st_mode);
    input->size = input->may_wait ? 0 : (uint64_t)status.st_size;
    input->file = cookie_open(input);
    if (input->file == NULL) {
        error_set(error, STATUS_RUNTIME, "%s: %s", path, strerror(errno));
        goto fail;
    }
    (void)setvbuf(input->file, input->buffer, _IOFBF, sizeof input->buffer);
    return input;
fail:
    if (input->descriptor >= 0) {
        (void)close(input->descriptor);
    }
    free(input);
    return NULL;
}

FILE *input_file(struct input *input) {
    return input->file;
}

void input_on_wait(struct input *input, bool (*wait)(void *context), void *context) {
    input->wait = wait;
    input->wait_context = context;
}

double input_part_read(const struct input *input) {
    if (input->size == 0) {
        return -1;
    }
    uint64_t read = input->read;

    return read < input->size ? (double)read / (double)input->size : 1;
}

const char *input_damage(const struct input *input) {
    return input->damage[0] != '\0' ? input->damage : NULL;
}
