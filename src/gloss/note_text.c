/*
 * From a note to words: the fields of its template, but for those that have no value here and those
 * that its line has said.
 */
#include "tcpgloss/gloss/note_text.h"

#include <string.h>

#include "gloss/kept_words.h"
#include "gloss/template.h"
#include "gloss/value.h"

/* What fills the slots of a note's template. */
struct filling {
    const struct notes *notes;
    uint64_t known; /* slot_bit() of each slot that has a value */
    const struct argument *arguments[ARGUMENT_NAME_COUNT]; /* of those that are known */
};

static uint64_t known_context(const struct notes *notes) {
    const struct packet *packet = notes->packet;
    const bool changes = notes->verdict != NULL && notes->verdict->change_count > 0;
    uint64_t known =
        slot_bit(SLOT_CLIENT) | slot_bit(SLOT_SERVER) | (uint64_t)changes << SLOT_CHANGES;

    if (packet != NULL) {
        const bool flags = (packet->tcp.flags & (TCP_SYN | TCP_FIN | TCP_RST | TCP_ACK)) != 0;

        known |= slot_bit(SLOT_SOURCE) | slot_bit(SLOT_DESTINATION) | (uint64_t)flags << SLOT_FLAGS;
    }
    return known;
}

static void filling_take(struct filling *filling, const struct notes *notes,
                         const struct note *note) {
    uint64_t known = known_context(notes);

    filling->notes = notes;
    /* Of two arguments of one name the first counts. */
    for (const struct argument *argument = note->arguments + note->argument_count;
         argument > note->arguments;) {
        argument--;
        known |= slot_bit(argument->name);
        filling->arguments[argument->name] = argument;
    }
    /* An acknowledgment whose arithmetic is shown is not shown again as a number. */
    if ((known & slot_bit(ARGUMENT_ACKED)) != 0) {
        known &= ~slot_bit(ARGUMENT_ACK);
    }
    filling->known = known;
}

/* Behind its words. */
static char *format_slot(char *to, const struct filling *filling, const struct piece *piece) {
    const struct packet *packet = filling->notes->packet;
    const enum language language = (enum language)piece->language;

    switch (piece->slot) {
    case SLOT_FLAGS:
        return value_format_flags(to, packet->tcp.flags);
    case SLOT_CHANGES:
        return value_format_changes(to, filling->notes, language);
    case SLOT_SOURCE:
        return value_format_address(to, &packet->ip, packet->ip.source, packet->tcp.source_port);
    case SLOT_DESTINATION:
        return value_format_address(to, &packet->ip, packet->ip.destination,
                                    packet->tcp.destination_port);
    case SLOT_CLIENT:
        return value_format_endpoint(to, ENDPOINT_CLIENT, language);
    case SLOT_SERVER:
        return value_format_endpoint(to, ENDPOINT_SERVER, language);
    case SLOT_NONE:
        return to;
    case SLOT_ONE:
        return filling->arguments[piece->counted]->value.number == 1 ? to : to - piece->length;
    case SLOT_MANY:
        return filling->arguments[piece->counted]->value.number != 1 ? to : to - piece->length;
    default:
        return value_format(to, filling->arguments[piece->slot], language);
    }
}

/* A line has no bar before its first field. */
static char *format_words(char *to, bool begins_line, const struct piece *piece) {
    if (begins_line && piece->pieces != 0) {
        const size_t bar = strlen(FIELD_BAR);

        return format_blocks(to, piece->words + bar, piece->length - bar);
    }
    return format_blocks(to, piece->words, piece->length);
}

/* Whether the slot is filled with the same whenever the words have the same key. */
static bool is_constant(enum slot slot) {
    return slot == SLOT_FLAGS || slot == SLOT_CHANGES || slot == SLOT_CLIENT ||
           slot == SLOT_SERVER || slot == SLOT_NONE;
}

/* Whether the words depend on what fills the slot. */
static bool is_form(enum slot slot) {
    return slot == SLOT_ONE || slot == SLOT_MANY;
}

/* The place in the note of what fills the slot, if that is an argument. */
static unsigned argument_place(const struct filling *filling, const struct note *note,
                               unsigned slot) {
    return slot < ARGUMENT_NAME_COUNT ? (unsigned)(filling->arguments[slot] - note->arguments)
                                      : NOTE_ARGUMENTS_MAX;
}

/* The fields of a template that `said` has no bit of, piece by piece; they are kept under the key,
 * if there is one, where that is possible. Apart from words that are kept already, which need no
 * room for its variables. */
__attribute__((noinline)) static char *
format_anew(char *to, bool begins_line, const struct notes *notes, const struct note *note,
            const struct template *template, uint64_t said, const struct words_key *key) {
    const char *const begin = to;
    const struct piece *piece = template->pieces;
    const struct piece *const end = piece + template->count;
    struct kept_words unkept;
    struct kept_words *kept = key != NULL ? kept_words_place(key) : &unkept;
    struct filling filling;
    bool keeps = key != NULL;
    const char *from = to;

    kept_words_begin(kept);
    filling_take(&filling, notes, note);
    while (piece < end) {
        if (((piece->needs & ~filling.known) | (piece->shared & said)) != 0) {
            piece += piece->pieces;
            continue;
        }
        to = format_words(to, begins_line && to == begin, piece);
        if (is_constant((enum slot)piece->slot)) {
            to = format_slot(to, &filling, piece);
        } else {
            /* Behind what is empty at the beginning of a line a bar is left out. */
            keeps = keeps && !is_form((enum slot)piece->slot) && !(begins_line && to == begin);
            kept_words_add(kept, from, to);
            kept_words_add_gap(kept, piece, argument_place(&filling, note, piece->slot));
            from = to = format_slot(to, &filling, piece);
        }
        piece++;
    }
    kept_words_add(kept, from, to);
    if (keeps) {
        kept_words_finish(kept, key);
    }
    return to;
}

static char *format_gap(char *to, const struct notes *notes, const struct note *note,
                        const struct words_gap *gap) {
    const struct packet *packet = notes->packet;

    if (gap->argument < NOTE_ARGUMENTS_MAX) {
        return value_format(to, &note->arguments[gap->argument],
                            (enum language)gap->piece->language);
    }
    return gap->piece->slot == SLOT_SOURCE
               ? value_format_address(to, &packet->ip, packet->ip.source, packet->tcp.source_port)
               : value_format_address(to, &packet->ip, packet->ip.destination,
                                      packet->tcp.destination_port);
}

static char *format_kept(char *to, const struct notes *notes, const struct note *note,
                         const struct kept_words *kept) {
    const char *words = kept->words;

    for (unsigned i = 0; i < kept->gap_count; i++) {
        const struct words_gap *gap = &kept->gaps[i];
        const char *const end = kept->words + gap->at;

        to = format_gap(format_blocks(to, words, (size_t)(end - words)), notes, note, gap);
        words = end;
    }
    return format_blocks(to, words, (size_t)(kept->words + kept->length - words));
}

/* The fields of `note` of which `said` has no bit. Returns it with the bits of them all. `line` is
 * where the line begins. */
static uint64_t put_fields(const struct notes *notes, const struct note *note,
                           enum language language, size_t line, uint64_t said, struct text *text) {
    const struct template *template = template_of(note->id, note->phrase, language);
    const bool begins_line = text->length == line;
    char *to = text_begin(text, template->room);
    struct words_key key;
    bool has_key;

    if (to == NULL) {
        return said;
    }
    has_key = words_key_make(&key, notes, note, template, said, begins_line);
    if (has_key && kept_words_are(kept_words_place(&key), &key)) {
        to = format_kept(to, notes, note, kept_words_place(&key));
    } else {
        to = format_anew(to, begins_line, notes, note, template, said, has_key ? &key : NULL);
    }
    text_end(text, to);
    return said | template->shared;
}

void note_write(const struct notes *notes, const struct note *note, enum language language,
                struct text *text) {
    (void)put_fields(notes, note, language, text->length, 0, text);
}

static bool stands_alone(const struct note *note) {
    return note->kind != NOTE_STEP || note->id == NOTE_HANDSHAKE_NEGOTIATED;
}

unsigned notes_write_line(const struct notes *notes, unsigned first, enum language language,
                          struct text *text) {
    const struct note *lead = &notes->items[first];
    const size_t line = text->length;
    unsigned next = first + 1;
    uint64_t said = put_fields(notes, lead, language, line, 0, text);

    while (!stands_alone(lead) && next < notes->count && !stands_alone(&notes->items[next])) {
        said = put_fields(notes, &notes->items[next++], language, line, said, text);
    }
    return next;
}
