#include "tcpgloss/capture/writer.h"

#include <errno.h>
#include <fcntl.h>
#include <pcap/pcap.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "tcpgloss/base/text.h"

enum { LARGE_BLOCK = 64 * 1024, FILE_HEADER = 24, RECORD_HEADER = 16, NAME_SIZE = 1024 };

struct record_header {
    uint32_t seconds, fraction, captured, length;
};

struct writer {
    struct writer_settings settings;
    const char *base; /* the file's name behind its directory */
    int directory;    /* -1: standard output */
    int descriptor;
    bool nanoseconds;
    uint64_t number; /* of the file, with -C, since -G last gave a new name; from 0 */
    uint64_t slices; /* names that -G has given */
    time_t slice_start;
    uint64_t size;     /* of the file, with what is buffered */
    uint64_t count;    /* packets written out */
    uint64_t buffered; /* packets in `buffer` */
    struct text buffer;
    char header[FILE_HEADER];
    char name[NAME_SIZE];
    char full_name[2 * NAME_SIZE];
};

/* What libpcap puts at the start of a file of this source: it knows which number in files stands
 * for which link type. */
static bool make_header(struct writer *writer, const struct packet_source *source,
                        struct error *error) {
    char *data = NULL;
    size_t size = 0;
    FILE *memory = open_memstream(&data, &size);
    pcap_dumper_t *dumper =
        memory != NULL ? pcap_dump_fopen(packet_source_handle(source), memory) : NULL;
    bool made;

    if (dumper == NULL) {
        if (memory != NULL) {
            (void)fclose(memory);
        }
        free(data);
        return error_set(error, STATUS_RUNTIME, "%s", pcap_geterr(packet_source_handle(source)));
    }
    pcap_dump_close(dumper);
    made = size == FILE_HEADER;
    if (made) {
        memcpy(writer->header, data, FILE_HEADER);
    }
    free(data);
    return made || error_set(error, STATUS_RUNTIME, "no memory");
}

static unsigned digits(uint64_t files) {
    unsigned count = 1;

    for (uint64_t last = files - 1; last >= 10; last /= 10) {
        count++;
    }
    return count;
}

/* The name of the file to be opened: strftime()'s formats are filled in with -G; -C numbers all
 * files but the first, or all of them, with zeros, if -W says how many there will be. */
static bool make_name(struct writer *writer) {
    const struct writer_settings *settings = &writer->settings;
    char stem[NAME_SIZE];
    struct tm broken;
    int length;

    if (settings->rotate_seconds == 0) {
        (void)snprintf(stem, sizeof stem, "%s", writer->base);
    } else if (localtime_r(&writer->slice_start, &broken) == NULL ||
               strftime(stem, sizeof stem, writer->base, &broken) == 0) {
        return false;
    }
    if (settings->rotate_megabytes != 0 && settings->rotate_files != 0) {
        length = snprintf(writer->name, NAME_SIZE, "%s%0*llu", stem,
                          (int)digits(settings->rotate_files), (unsigned long long)writer->number);
    } else if (settings->rotate_megabytes != 0 && writer->number != 0) {
        length =
            snprintf(writer->name, NAME_SIZE, "%s%llu", stem, (unsigned long long)writer->number);
    } else {
        length = snprintf(writer->name, NAME_SIZE, "%s", stem);
    }
    return length > 0 && length < NAME_SIZE;
}

/* The name as messages give it: with its directory, as the user wrote that. */
static const char *full_name(struct writer *writer) {
    (void)snprintf(writer->full_name, sizeof writer->full_name, "%.*s%s",
                   (int)(writer->base - writer->settings.path), writer->settings.path,
                   writer->name);
    return writer->full_name;
}

static bool open_next(struct writer *writer, struct error *error) {
    if (writer->directory < 0) {
        (void)snprintf(writer->name, NAME_SIZE, "-");
        writer->descriptor = STDOUT_FILENO;
    } else {
        if (!make_name(writer)) {
            return error_set(error, STATUS_OUTPUT, "%s: no name can be made of it", writer->base);
        }
        writer->descriptor = openat(writer->directory, writer->name,
                                    O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOCTTY, 0644);
        if (writer->descriptor < 0) {
            return error_set(error, STATUS_OUTPUT, "%s: %s", full_name(writer), strerror(errno));
        }
    }
    text_put(&writer->buffer, writer->header, FILE_HEADER);
    writer->size = FILE_HEADER;
    return true;
}

/* How many of the buffer's first `length` bytes are whole records, and how many records these are.
 * The buffer begins with the file's header if `with_header`. */
static size_t whole_records(const struct writer *writer, size_t length, bool with_header,
                            uint64_t *count) {
    size_t end = with_header ? FILE_HEADER : 0;
    struct record_header header;

    *count = 0;
    if (length < end) {
        return 0;
    }
    while (length - end >= RECORD_HEADER) {
        memcpy(&header, writer->buffer.data + end, sizeof header);
        if (length - end - RECORD_HEADER < header.captured) {
            break;
        }
        end += RECORD_HEADER + header.captured;
        ++*count;
    }
    return end;
}

/* After a failed write: leaves only whole records in the file. */
static bool fail(struct writer *writer, size_t written, struct error *error) {
    int reason = errno;
    uint64_t before = writer->size - writer->buffer.length;
    uint64_t count;
    size_t whole = whole_records(writer, written, before == 0, &count);

    writer->count += count;
    /* A pipe cannot be cut; its reader sees the end of the stream. */
    (void)!ftruncate(writer->descriptor, (off_t)(before + whole));
    text_clear(&writer->buffer);
    writer->buffered = 0;
    return error_set(error, STATUS_OUTPUT, "%s: %s; %llu packet%s written", full_name(writer),
                     strerror(reason), (unsigned long long)writer->count,
                     writer->count == 1 ? "" : "s");
}

bool writer_flush(struct writer *writer, struct error *error) {
    size_t written = 0;

    if (writer->buffer.failed) {
        errno = ENOMEM;
        return fail(writer, 0, error);
    }
    while (written < writer->buffer.length) {
        ssize_t count = write(writer->descriptor, writer->buffer.data + written,
                              writer->buffer.length - written);

        if (count >= 0) {
            written += (size_t)count;
        } else if (errno != EINTR) {
            return fail(writer, written, error);
        }
    }
    text_clear(&writer->buffer);
    writer->count += writer->buffered;
    writer->buffered = 0;
    return true;
}

static bool finish_file(struct writer *writer, struct error *error) {
    int descriptor = writer->descriptor;

    if (descriptor < 0) {
        return true;
    }
    if (!writer_flush(writer, error)) {
        return false;
    }
    writer->descriptor = -1;
    return close(descriptor) == 0 ||
           error_set(error, STATUS_OUTPUT, "%s: %s", full_name(writer), strerror(errno));
}

static bool rotate(struct writer *writer, bool *finished, struct error *error) {
    const struct writer_settings *settings = &writer->settings;
    time_t now = settings->rotate_seconds != 0 ? time(NULL) : 0;

    if (settings->rotate_seconds != 0 &&
        now - writer->slice_start >= (time_t)settings->rotate_seconds) {
        writer->slices++;
        if (settings->rotate_files != 0 && settings->rotate_megabytes == 0 &&
            writer->slices >= settings->rotate_files) {
            *finished = true;
            return true;
        }
        writer->slice_start = now;
        writer->number = 0;
    } else if (settings->rotate_megabytes != 0 &&
               writer->size > settings->rotate_megabytes * 1000000) {
        writer->number++;
        if (settings->rotate_files != 0 && writer->number >= settings->rotate_files) {
            writer->number = 0;
        }
    } else {
        return true;
    }
    return finish_file(writer, error) && open_next(writer, error);
}

bool writer_add(struct writer *writer, const struct frame *frame, bool *finished,
                struct error *error) {
    const struct record_header header = {
        .seconds = (uint32_t)frame->seconds,
        .fraction = (uint32_t)(frame->nanoseconds / (writer->nanoseconds ? 1 : 1000)),
        .captured = frame->captured,
        .length = frame->length,
    };

    *finished = false;
    if (!rotate(writer, finished, error)) {
        return false;
    }
    if (*finished) {
        return true;
    }
    text_put(&writer->buffer, (const char *)&header, sizeof header);
    text_put(&writer->buffer, (const char *)frame->data, frame->captured);
    writer->size += RECORD_HEADER + frame->captured;
    writer->buffered++;
    return writer->buffer.length < LARGE_BLOCK || writer_flush(writer, error);
}

static bool open_directory(struct writer *writer, struct error *error) {
    const char *slash = strrchr(writer->settings.path, '/');
    char path[NAME_SIZE] = ".";

    writer->base = writer->settings.path;
    if (strcmp(writer->settings.path, "-") == 0) {
        return true;
    }
    if (slash != NULL) {
        int length = (int)(slash - writer->settings.path);

        writer->base = slash + 1;
        (void)snprintf(path, sizeof path, "%.*s", length > 0 ? length : 1, writer->settings.path);
    }
    writer->directory = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    return writer->directory >= 0 ||
           error_set(error, STATUS_OUTPUT, "%s: %s", writer->settings.path, strerror(errno));
}

struct writer *writer_open(const struct writer_settings *settings,
                           const struct packet_source *source, struct error *error) {
    struct writer *writer = calloc(1, sizeof *writer);
    struct error later;

    if (writer == NULL) {
        error_set(error, STATUS_RUNTIME, "no memory");
        return NULL;
    }
    writer->settings = *settings;
    writer->directory = -1;
    writer->descriptor = -1;
    writer->slice_start = time(NULL);
    writer->nanoseconds = packet_source_has_nanoseconds(source);
    text_init(&writer->buffer);
    if (make_header(writer, source, error) && open_directory(writer, error) &&
        open_next(writer, error)) {
        return writer;
    }
    (void)writer_close(writer, &later);
    return NULL;
}

bool writer_close(struct writer *writer, struct error *error) {
    bool written;

    if (writer == NULL) {
        return true;
    }
    written = finish_file(writer, error);
    if (writer->descriptor >= 0) {
        (void)close(writer->descriptor);
    }
    if (writer->directory >= 0) {
        (void)close(writer->directory);
    }
    text_free(&writer->buffer);
    free(writer);
    return written;
}

void writer_give(struct writer *writer, uid_t user, gid_t group) {
    struct stat status;

    if (fstat(writer->descriptor, &status) == 0 && S_ISREG(status.st_mode)) {
        (void)!fchown(writer->descriptor, user, group);
    }
}

int writer_directory(const struct writer *writer) {
    bool rotates = writer->settings.rotate_megabytes != 0 || writer->settings.rotate_seconds != 0;

    return rotates ? writer->directory : -1;
}
