#include "tcpgloss/capture/writer.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pcap/pcap.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "tcpgloss/base/system_message.h"
#include "tcpgloss/base/text.h"
#include "tcpgloss/base/words.h"
#include "tcpgloss/capture/descriptors.h"
#include "tcpgloss/capture/output_file.h"
#include "tcpgloss/capture/write_limit.h"

#include "capture/pcap_message.h"
#include "capture/writing/file_opener.h"

enum { LARGE_BLOCK = 64 * 1024, FILE_HEADER = 24, RECORD_HEADER = 16 };

struct record_header {
    uint32_t seconds, fraction, captured, length;
};

struct writer {
    struct writer_settings settings;
    int opener; /* the socket of the process that opens files; -1: there is only one file */
    int descriptor;
    bool nanoseconds;
    uint64_t slices; /* names that -G has given */
    time_t slice_start;
    uint64_t size;     /* of the file, with what is buffered */
    uint64_t count;    /* packets written out */
    uint64_t buffered; /* packets in `buffer` */
    struct text buffer;
    char header[FILE_HEADER];
    char name[2 * FILE_NAME_SIZE]; /* of the file at hand, as messages give it */
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
        return error_set(error, STATUS_RUNTIME, "%s",
                         pcap_message(pcap_geterr(packet_source_handle(source))));
    }
    pcap_dump_close(dumper);
    made = size == FILE_HEADER;
    if (made) {
        memcpy(writer->header, data, FILE_HEADER);
    }
    free(data);
    return made || error_set_no_memory(error);
}

/* The path's part in front of the file's name: empty, or with the slash at its end. */
static int directory_length(const char *path) {
    const char *slash = strrchr(path, '/');

    return slash != NULL ? (int)(slash + 1 - path) : 0;
}

static bool is_standard_output(const char *path) {
    return strcmp(path, "-") == 0;
}

bool writer_rotates(const struct writer_settings *settings) {
    return (settings->rotate_megabytes != 0 || settings->rotate_seconds != 0) &&
           !is_standard_output(settings->path);
}

int writer_open_directory(const char *path, struct error *error) {
    char directory[FILE_NAME_SIZE];
    int length = directory_length(path);
    int descriptor;

    (void)snprintf(directory, sizeof directory, "%.*s", length > 0 ? length : 1,
                   length > 0 ? path : ".");
    descriptor = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0) {
        error_set_system(error, STATUS_OUTPUT, path, errno);
    }
    return descriptor;
}

/* The names of those that are in the directory of the rotation. */
static void find_avoided(const struct writer_settings *settings,
                         const char *names[FILES_AVOIDED_MAX]) {
    unsigned count = 0;
    struct stat here;
    struct stat there;

    if (settings->avoided == NULL || fstat(settings->directory, &here) != 0) {
        return;
    }
    for (char *const *path = settings->avoided; *path != NULL && count < FILES_AVOIDED_MAX;
         path++) {
        int length = directory_length(*path);
        char directory[PATH_MAX];

        (void)snprintf(directory, sizeof directory, "%.*s", length, *path);
        if (stat(directory, &there) == 0 && there.st_dev == here.st_dev &&
            there.st_ino == here.st_ino) {
            names[count++] = *path + length;
        }
    }
}

static bool start_opener(struct writer *writer, struct error *error) {
    const struct writer_settings *settings = &writer->settings;
    struct file_opener_settings opener = {
        .sequence =
            {
                .pattern = settings->path + directory_length(settings->path),
                .timed = settings->rotate_seconds != 0,
                .numbered = settings->rotate_megabytes != 0,
                .files = settings->rotate_files,
                .slice_start = writer->slice_start,
            },
        .directory = settings->directory,
        .identity = settings->owner,
        .confined = settings->opener_confined,
    };

    find_avoided(settings, opener.avoided);
    writer->opener = file_opener_start(&opener, error);
    return writer->opener >= 0;
}

static void begin_file(struct writer *writer) {
    text_put(&writer->buffer, writer->header, FILE_HEADER);
    writer->size = FILE_HEADER;
}

static bool open_next(struct writer *writer, enum file_request request, struct error *error) {
    const char *path = writer->settings.path;
    const struct opened_file file = file_opener_ask(writer->opener, request);

    (void)snprintf(writer->name, sizeof writer->name, "%.*s%s", directory_length(path), path,
                   file.name);
    writer->descriptor = file.descriptor;
    writer->slice_start = file.slice_start;
    if (file.descriptor < 0) {
        return error_set(error, STATUS_OUTPUT, MESSAGE("%s：%s", "%s: %s"), writer->name,
                         file.error_number == EINVAL
                             ? MESSAGE("由它得不出文件名", "no name can be made of it")
                             : system_message(file.error_number));
    }
    begin_file(writer);
    return true;
}

static bool open_only(struct writer *writer, struct error *error) {
    const char *path = writer->settings.path;

    (void)snprintf(writer->name, sizeof writer->name, "%s", path);
    writer->descriptor = is_standard_output(path)
                             ? STDOUT_FILENO
                             : output_file_open(path, writer->settings.owner, error);
    if (writer->descriptor < 0) {
        return false;
    }
    begin_file(writer);
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
    return error_set(error, STATUS_OUTPUT,
                     MESSAGE("%s：%s；已写入 %llu 个包%.0s", "%s: %s; %llu packet%s written"),
                     writer->name, system_message(reason), (unsigned long long)writer->count,
                     writer->count == 1 ? "" : "s");
}

bool writer_flush(struct writer *writer, struct error *error) {
    size_t written = 0;

    if (writer->buffer.failed) {
        errno = ENOMEM;
        return fail(writer, 0, error);
    }
    while (written < writer->buffer.length) {
        size_t allowed = write_limit(writer->descriptor, writer->buffer.length - written);
        ssize_t count =
            allowed > 0 ? write(writer->descriptor, writer->buffer.data + written, allowed) : -1;

        if (count >= 0) {
            written += (size_t)count;
        } else if (errno == EAGAIN || errno == EWOULDBLOCK) {
            (void)poll(&(struct pollfd){.fd = writer->descriptor, .events = POLLOUT}, 1, -1);
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
    return close(descriptor) == 0 || error_set_system(error, STATUS_OUTPUT, writer->name, errno);
}

/* Closes the file first: the next one then has its number, the one the sandbox lets it write to. */
static bool rotate(struct writer *writer, bool *finished, struct error *error) {
    const struct writer_settings *settings = &writer->settings;

    if (writer->opener < 0) {
        return true;
    }
    if (settings->rotate_seconds != 0 &&
        time(NULL) - writer->slice_start >= (time_t)settings->rotate_seconds) {
        writer->slices++;
        if (settings->rotate_files != 0 && settings->rotate_megabytes == 0 &&
            writer->slices >= settings->rotate_files) {
            *finished = true;
            return true;
        }
        return finish_file(writer, error) && open_next(writer, FILE_NEXT_SLICE, error);
    }
    if (settings->rotate_megabytes != 0 && writer->size > settings->rotate_megabytes * 1000000) {
        return finish_file(writer, error) && open_next(writer, FILE_NEXT_NUMBER, error);
    }
    return true;
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

static bool open_first(struct writer *writer, struct error *error) {
    if (!writer_rotates(&writer->settings)) {
        return open_only(writer, error);
    }
    return start_opener(writer, error) && open_next(writer, FILE_FIRST, error);
}

struct writer *writer_open(const struct writer_settings *settings,
                           const struct packet_source *source, struct error *error) {
    struct writer *writer = calloc(1, sizeof *writer);
    struct error later;

    if (writer == NULL) {
        error_set_no_memory(error);
        return NULL;
    }
    writer->settings = *settings;
    writer->opener = -1;
    writer->descriptor = -1;
    writer->slice_start = time(NULL);
    writer->nanoseconds = packet_source_has_nanoseconds(source);
    text_init(&writer->buffer);
    if (make_header(writer, source, error) && open_first(writer, error)) {
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
    if (writer->opener >= 0) {
        (void)close(writer->opener);
    }
    text_free(&writer->buffer);
    free(writer);
    return written;
}

/* Of a rotation, the number of the file's descriptor is then the lowest that is free whenever the
 * file is closed, so that the next file has it too. */
void writer_enter_sandbox(struct writer *writer, struct sandbox_settings *sandbox) {
    if (writer->opener >= 0) {
        writer->descriptor = descriptors_lower(writer->descriptor);
        descriptor_set_add(&sandbox->sockets, writer->opener);
    }
    descriptor_set_add(&sandbox->outputs, writer->descriptor);
}
