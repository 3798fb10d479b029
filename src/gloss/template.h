/*
 * The catalogue's sentences, taken apart once: each is a row of pieces, a piece constant words and
 * a slot behind them to be filled. The first piece of a field says when the field is left out.
 * Writing a note is walking the row.
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

/* Between two fields. The words of each field begin with it. */
#define FIELD_BAR " | "

struct piece {
    const char *words; /* constant; before the slot. Copied in blocks (format_blocks()) */
    uint64_t needs;    /* of a field's first piece: slot_bit() of all its slots; else 0 */
    uint64_t shared;   /* likewise: a bit for its Chinese words, if several fields have them */
    uint16_t length;
    uint8_t slot;     /* enum slot */
    uint8_t language; /* enum language, of the words that fill the slot */
    uint8_t counted;  /* enum argument_name: the number that a noun's form agrees with */
    uint8_t pieces;   /* of a field's first piece: how many the field has; else 0 */
};

struct template {
    const struct piece *pieces;
    unsigned count;
    unsigned number; /* which of all templates it is */
    size_t room;     /* the most that the sentence can be, as it is written */
    uint64_t shared; /* of all its fields */
};

/*
 * The sentence of an id in one of its phrases. In both languages a field is Chinese, " / " and
 * English. Numbers that are the same are written once, with both languages' words beside them where
 * these differ at one place only; words are written once if they are the same, or if the Chinese
 * ones give the English name.
 */
const struct template *template_of(enum note_id id, enum phrase phrase, enum language language);

#endif
