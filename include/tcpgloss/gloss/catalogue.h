/*
 * The catalogue of notes: every id with its words in both languages and its explanation.
 *
 * Its data is one file, catalogue.def beside this header; both languages of an entry stand side by
 * side, and an entry that lacks one does not compile.
 */
#ifndef TCPGLOSS_GLOSS_CATALOGUE_H
#define TCPGLOSS_GLOSS_CATALOGUE_H

#include <stdbool.h>
#include <stddef.h>

#include "tcpgloss/base/export.h"
#include "tcpgloss/base/language.h"
#include "tcpgloss/base/nearest.h"
#include "tcpgloss/base/text.h"

enum note_kind {
    NOTE_PHASE,   /* a heading: "# [N] " */
    NOTE_WARNING, /* outside the normal course: "#! [N] " */
    NOTE_STEP,    /* what the next packet does: "## [N] " */
};

/* How much is annotated: each level takes in those before it. */
enum note_level {
    NOTES_NONE,
    NOTES_WARN,
    NOTES_PHASE,
    NOTES_STEP,
    NOTES_ALL,
};

/* NOTE_HANDSHAKE, NOTE_HANDSHAKE_SYN, … */
enum note_id {
#define NOTE(id, ...) NOTE_##id,
#include "tcpgloss/gloss/catalogue.def"
    NOTE_ID_COUNT
};

/* Sentences that an id has besides its first. */
enum phrase {
    PHRASE_USUAL, /* the entry's own words */
#define PHRASE(id, ...) PHRASE_##id,
#include "tcpgloss/gloss/catalogue.def"
    PHRASE_COUNT
};

/* A sentence: constant strings, UTF-8, with {placeholders}; catalogue.def says how they work. */
struct wording {
    enum note_level level; /* from where on it is written; its kind follows from that */
    const char *zh;
    const char *en;
};

struct catalogue_entry {
    const char *name; /* "handshake.syn-ack" */
    struct wording usual;
    const char *explain_zh; /* one to four sentences */
    const char *explain_en;
    const char *source; /* "RFC 9293 §3.5" */
};

/* Never null for an id below NOTE_ID_COUNT. */
TCPGLOSS_API const struct catalogue_entry *catalogue_entry(enum note_id id);

/* The words of an id in one of its phrases. */
TCPGLOSS_API const struct wording *catalogue_wording(enum note_id id, enum phrase phrase);

/* Which id a phrase belongs to; `phrase` is not PHRASE_USUAL. */
TCPGLOSS_API enum note_id catalogue_phrase_id(enum phrase phrase);

TCPGLOSS_API enum note_kind note_kind_of(enum note_level level);

/* Marks in `selected` every id that `name` stands for: itself and its family, the ids that begin
 * with it and a dot ("loss"). False if there is none. */
TCPGLOSS_API bool catalogue_select(const char *name, size_t length, bool selected[NOTE_ID_COUNT]);

/* Whether `name` is the whole name of an id. */
TCPGLOSS_API bool catalogue_find(const char *name, enum note_id *id);

/* Offers the name of every id to what looks for the nearest. */
TCPGLOSS_API void catalogue_suggest(struct nearest *nearest);

/* The explanation for a reader (--explain): its name, the explanation, and its source once, in
 * lines of at most `columns`. */
TCPGLOSS_API void catalogue_explain(enum note_id id, enum language language, unsigned columns,
                                    struct text *text);

/* The entry for a reader (--describe): name and kind, words, explanation and source, in lines. */
TCPGLOSS_API void catalogue_describe(enum note_id id, enum language language, struct text *text);

#endif
