/*
 * The words of a note, kept with gaps where its numbers, addresses and texts go: notes that come
 * close together differ in little else. What is kept is found by all that the words depend on, so
 * that it is never another's; of two that want one place, the later has it.
 */
#ifndef TCPGLOSS_SRC_GLOSS_KEPT_WORDS_H
#define TCPGLOSS_SRC_GLOSS_KEPT_WORDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "tcpgloss/base/format.h"
#include "tcpgloss/gloss/note.h"

#include "gloss/template.h"

enum {
    KEPT_GAPS_MAX = 6,
    KEPT_WORDS_MAX = 320, /* bytes; a longer sentence is not kept */
};

/* All that the words depend on, but for what fills the gaps. */
struct words_key {
    const struct template *template;
    uint64_t arguments; /* the names of the note's arguments, in order */
    uint64_t said;      /* bits of the fields that its line has said */
    uint64_t shown;     /* flags and changes, and whether a line begins here */
};

/* Behind the first `at` bytes of the words, what fills the piece's slot. */
struct words_gap {
    const struct piece *piece;
    unsigned argument; /* its place in the note; NOTE_ARGUMENTS_MAX: none, the slot has another */
    unsigned at;
};

struct kept_words {
    struct words_key key; /* no template: nothing is kept here */
    unsigned gap_count;
    unsigned length;
    struct words_gap gaps[KEPT_GAPS_MAX];
    char words[KEPT_WORDS_MAX + FORMAT_BLOCK]; /* copied in blocks */
};

/* False if a key has no room for so many arguments or changes. */
bool words_key_make(struct words_key *key, const struct notes *notes, const struct note *note,
                    const struct template *template, uint64_t said, bool begins_line);

/* The place of the calling thread where the words of this key are kept, or would be. */
struct kept_words *kept_words_place(const struct words_key *key);

static inline bool kept_words_are(const struct kept_words *kept, const struct words_key *key) {
    return kept->key.template == key->template && kept->key.arguments == key->arguments &&
           kept->key.said == key->said && kept->key.shown == key->shown;
}

/*
 * Keeps words while they are written: after kept_words_begin() those from `from` to `to` and a gap
 * behind them, one after another; then those behind the last gap. Nothing is kept in this place
 * until kept_words_finish(), nor if something had no room.
 */
void kept_words_begin(struct kept_words *kept);
void kept_words_add(struct kept_words *kept, const char *from, const char *to);
void kept_words_add_gap(struct kept_words *kept, const struct piece *piece, unsigned argument);
void kept_words_finish(struct kept_words *kept, const struct words_key *key);

#endif
