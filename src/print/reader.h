/*
 * A cursor through bytes that a header describes, which can be more than were captured: lists of
 * options, fields that are there or not, lines of commands.
 */
#ifndef TCPGLOSS_SRC_PRINT_READER_H
#define TCPGLOSS_SRC_PRINT_READER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "tcpgloss/base/bytes.h"

enum reader_end {
    READER_GOES_ON,
    READER_ENDED, /* what was to be taken is longer than what the header describes */
    READER_CUT,   /* it was not captured whole */
};

struct reader {
    struct span captured; /* can be longer than `length`, in a packet that lies */
    size_t length;        /* as the header says */
    size_t at;            /* never beyond SIZE_MAX / 2: offsets of headers are added to it */
    enum reader_end end;  /* why something could not be taken; then nothing more can be */
};

static inline struct reader reader_of(struct span captured, size_t length) {
    return (struct reader){.captured = captured, .length = length};
}

/* What is left by both accounts. */
static inline struct span reader_rest(const struct reader *reader) {
    return span_from(span_first(reader->captured, reader->length), reader->at);
}

/* A byte, without taking it. False where there is none. */
static inline bool reader_peek(const struct reader *reader, size_t offset, uint8_t *byte) {
    return span_u8(reader_rest(reader), offset, byte);
}

/* The next `size` bytes; null if they are not there, and ever after. */
static inline const uint8_t *reader_take(struct reader *reader, size_t size) {
    if (reader->end != READER_GOES_ON) {
        return NULL;
    }
    if (reader->at > reader->length || size > reader->length - reader->at) {
        reader->end = READER_ENDED;
        return NULL;
    }
    if (!span_has(reader->captured, reader->at, size)) {
        reader->end = READER_CUT;
        return NULL;
    }
    reader->at += size;
    return reader->captured.data + reader->at - size;
}

/*
 * The next option of a list in which a byte with the kind is followed by one with the length of the
 * value, except for kind `single`, which stands alone: all of its bytes. False at the end of the
 * list, and where the option is not there as a whole.
 */
static inline bool reader_take_option(struct reader *reader, uint8_t single, struct span *option) {
    size_t start = reader->at;
    const uint8_t *kind = reader_take(reader, 1);

    if (kind != NULL && *kind != single) {
        const uint8_t *length = reader_take(reader, 1);

        if (length == NULL || reader_take(reader, *length) == NULL) {
            return false;
        }
    }
    *option = (struct span){.data = kind, .length = reader->at - start};
    return kind != NULL;
}

#endif
