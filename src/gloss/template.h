/*
 * The catalogue's sentences, taken apart once: each is a row of fields, each field a row of pieces,
 * a piece constant words and a slot behind them to be filled. Writing a note is walking them.
 */
#ifndef TCPGLOSS_SRC_GLOSS_TEMPLATE_H
#define TCPGLOSS_SRC_GLOSS_TEMPLATE_H

#include <stdint.h>

#include "tcpgloss/gloss/note.h"

/* What a placeholder stands for: an argument of the note (below ARGUMENT_NAME_COUNT), or something
 * of the packet, the verdict or the language. */
enum slot {
    SLOT_FLAGS = ARGUMENT_NAME_COUNT,
    SLOT_CHANGES,
    SLOT_SOURCE,
    SLOT_DESTINATION,
    SLOT_CLIENT,
    SLOT_SERVER,
    SLOT_COUNT,
    SLOT_NONE = SLOT_COUNT, /* nothing: the words end a field */
    /* Nothing either: the words are a noun's form for one, or for many, and may be left out. */
    SLOT_ONE,
    SLOT_MANY,
};

_Static_assert(SLOT_COUNT <= 64, "a bit for each slot");

static inline uint64_t slot_bit(unsigned slot) {
    return (uint64_t)1 << slot;
}

struct words {
    const char *data; /* constant */
    size_t length;
};

struct piece {
    const char *words; /* constant; before the slot. Copied in blocks (format_blocks()) */
    uint16_t length;
    uint8_t slot;     /* enum slot */
    uint8_t language; /* enum language, of the words that fill the slot */
    uint8_t counted;  /* enum argument_name: the number that a noun's form agrees with */
};

struct field {
    const struct piece *pieces;
    unsigned count;
    uint64_t needs;  /* slot_bit() of all slots that must have a value */
    uint64_t shared; /* a bit for these words in Chinese, if several sentences have them */
    struct words zh;
};

struct template {
    const struct field *fields;
    unsigned count;
    size_t room;     /* the most that the sentence can be, as it is written */
    uint64_t shared; /* by its fields */
};

/*
 * The sentence of an id in one of its phrases. In both languages a field is Chinese, " / " and
 * English. Numbers that are the same are written once, with both languages' words beside them where
 * these differ at one place only; words are written once if they are the same, or if the Chinese
 * ones give the English name.
 */
const struct template *template_of(enum note_id id, enum phrase phrase, enum language language);

#endif
