/*
 * Notes: what is written between the lines.
 *
 * gloss_packet() and gloss_timer() turn a verdict into notes; a note is an id and its arguments,
 * words come only when a sink asks for them in a language. The catalogue of ids with their words
 * and explanations is data: src/gloss/catalogue.def, both languages of an entry side by side.
 * Ids and their meaning are stable and public; wording is not.
 */
#ifndef TCPGLOSS_GLOSS_NOTE_H
#define TCPGLOSS_GLOSS_NOTE_H

#include <stdbool.h>
#include <stdint.h>

#include "tcpgloss/base/language.h"
#include "tcpgloss/base/text.h"
#include "tcpgloss/decode/packet.h"
#include "tcpgloss/gloss/catalogue.h"
#include "tcpgloss/track/verdict.h"

/* How much is annotated: each level takes in those before it. */
enum note_level {
    NOTES_NONE,
    NOTES_WARN,
    NOTES_PHASE,
    NOTES_STEP,
    NOTES_ALL,
};

/* Names of a note's arguments: the keys of its JSON object, and the placeholders of its words. */
enum argument_name {
    ARGUMENT_SEQ,
    ARGUMENT_ACK,
    ARGUMENT_EXPECTED,
    ARGUMENT_MSS,
    ARGUMENT_WINDOW_SCALE,
    ARGUMENT_COUNT,
    ARGUMENT_LENGTH,
    ARGUMENT_DURATION, /* nanoseconds; JSON "duration_ms" */
    ARGUMENT_RTT,      /* nanoseconds; JSON "rtt_ms" */
    ARGUMENT_WHO,      /* enum endpoint; JSON "client" or "server" */
    ARGUMENT_STATE,    /* enum tcp_state; JSON its RFC name */
    ARGUMENT_TEXT, /* bytes from a packet: method, first line, SNI, banner; escaped when shown */
};

struct argument {
    enum argument_name name;
    union {
        uint64_t number;
        int64_t duration;
        enum endpoint who;
        enum tcp_state state;
        struct span text; /* points into the frame: valid as long as the packet */
    } value;
};

#define NOTE_ARGUMENTS_MAX 12

struct note {
    enum note_id id;
    enum note_kind kind; /* handshake.fast-open is a phase once and a step at other times */
    unsigned argument_count;
    struct argument arguments[NOTE_ARGUMENTS_MAX];
};

#define NOTES_MAX 24

/* The notes of one packet or timer, in the order in which they are printed: phases, warnings,
 * steps. `verdict` and `packet` (null for a timer) are borrowed for as long as the notes live. */
struct notes {
    const struct packet *packet;
    const struct verdict *verdict;
    bool absolute; /* numbers after the handshake are absolute (-S), else relative to the ISN */
    unsigned count;
    struct note items[NOTES_MAX];
};

struct gloss_settings {
    enum note_level level;
    bool absolute;                /* -S */
    bool selected[NOTE_ID_COUNT]; /* --only, --hide: whether this id is written */
};

/* Turns what the tracker said of a packet into notes; `notes->count` is 0 if there is nothing to
 * say. A timer's verdict comes with a null packet. */
void gloss_verdict(const struct gloss_settings *settings, const struct packet *packet,
                   const struct verdict *verdict, struct notes *notes);

/* A note about the capture itself, without a flow: capture.dropped (count: packets). */
void gloss_dropped(uint64_t count, struct notes *notes);

/*
 * Writes one note's words, without the "## [1] " before them and without newline: a phase or a
 * warning as a sentence, a step as its fields joined by " | ". Printable: what comes from a packet
 * is escaped.
 */
void note_write(const struct notes *notes, const struct note *note, enum language language,
                struct text *text);

#endif
