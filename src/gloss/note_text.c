/*
 * From a note to words: the fields of its template, but for those that have no value here and those
 * that its line has said.
 */
#include "tcpgloss/gloss/note_text.h"

#include <string.h>

#include "gloss/template.h"
#include "gloss/value.h"

/* What fills the slots of a note's template. */
struct filling {
    const struct notes *notes;
    uint64_t known; /* slot_bit() of each slot that has a value */
    const struct argument *arguments[ARGUMENT_NAME_COUNT]; /* of those that are known */
};

static void put_flags(unsigned flags, struct text *text) {
    static const struct {
        unsigned flag;
        char words[8];
    } named[] = {
        {TCP_SYN, "SYN = 1"}, {TCP_FIN, "FIN = 1"}, {TCP_RST, "RST = 1"}, {TCP_ACK, "ACK = 1"}};
    bool first = true;

    for (size_t i = 0; i < sizeof named / sizeof *named; i++) {
        if ((flags & named[i].flag) != 0) {
            if (!first) {
                text_put(text, " | ", 3);
            }
            text_put(text, named[i].words, 7);
            first = false;
        }
    }
}

/* One endpoint's changes from `first` on, as far as they lead on from one another:
 * "FIN-WAIT-1 → FIN-WAIT-2 → TIME-WAIT". Marks those it wrote in `written`. */
static void put_chain(const struct notes *notes, unsigned first, enum language language,
                      bool written[VERDICT_CHANGES_MAX], struct text *text) {
    const struct verdict *verdict = notes->verdict;
    const struct change *last = &verdict->changes[first];

    value_put_endpoint(last->endpoint, language, text);
    text_put_char(text, ' ');
    text_put_string(text, tcp_state_name(last->from));
    for (unsigned i = first; i < verdict->change_count; i++) {
        const struct change *change = &verdict->changes[i];

        if (i == first || (change->endpoint == last->endpoint &&
                           change->retracted == last->retracted && change->from == last->to)) {
            text_put_string(text, notes->mark_assumed && change->assumed ? " ⇢ " : " → ");
            text_put_string(text, tcp_state_name(change->to));
            written[i] = true;
            last = change;
        } else if (change->endpoint == last->endpoint) {
            break;
        }
    }
    if (last->retracted) {
        static const char *const corrected[] = {
            [LANGUAGE_ZH] = "（更正先前的推断）",
            [LANGUAGE_EN] = " (an earlier inference corrected)",
            [LANGUAGE_BOTH] = "（更正先前的推断 / an earlier inference corrected）"};

        text_put_string(text, corrected[language]);
    }
}

static void put_changes(const struct notes *notes, enum language language, struct text *text) {
    const struct verdict *verdict = notes->verdict;
    bool written[VERDICT_CHANGES_MAX] = {false};
    bool first = true;

    for (unsigned i = 0; i < verdict->change_count; i++) {
        if (!written[i]) {
            if (!first) {
                text_put(text, " | ", 3);
            }
            put_chain(notes, i, language, written, text);
            first = false;
        }
    }
}

static uint64_t known_context(const struct notes *notes) {
    const struct packet *packet = notes->packet;
    uint64_t known = slot_bit(SLOT_CLIENT) | slot_bit(SLOT_SERVER);

    if (notes->verdict != NULL && notes->verdict->change_count > 0) {
        known |= slot_bit(SLOT_CHANGES);
    }
    if (packet != NULL) {
        known |= slot_bit(SLOT_SOURCE) | slot_bit(SLOT_DESTINATION);
        if ((packet->tcp.flags & (TCP_SYN | TCP_FIN | TCP_RST | TCP_ACK)) != 0) {
            known |= slot_bit(SLOT_FLAGS);
        }
    }
    return known;
}

static void filling_take(struct filling *filling, const struct notes *notes,
                         const struct note *note) {
    filling->notes = notes;
    filling->known = known_context(notes);
    /* Of two arguments of one name the first counts. */
    for (unsigned i = note->argument_count; i > 0; i--) {
        const struct argument *argument = &note->arguments[i - 1];

        filling->known |= slot_bit(argument->name);
        filling->arguments[argument->name] = argument;
    }
    /* An acknowledgment whose arithmetic is shown is not shown again as a number. */
    if ((filling->known & slot_bit(ARGUMENT_ACKED)) != 0) {
        filling->known &= ~slot_bit(ARGUMENT_ACK);
    }
}

static void put_slot(const struct filling *filling, enum slot slot, enum language language,
                     struct text *text) {
    const struct packet *packet = filling->notes->packet;

    switch (slot) {
    case SLOT_FLAGS:
        put_flags(packet->tcp.flags, text);
        break;
    case SLOT_CHANGES:
        put_changes(filling->notes, language, text);
        break;
    case SLOT_SOURCE:
        value_put_address(&packet->ip, packet->ip.source, packet->tcp.source_port, text);
        break;
    case SLOT_DESTINATION:
        value_put_address(&packet->ip, packet->ip.destination, packet->tcp.destination_port, text);
        break;
    case SLOT_CLIENT:
        value_put_endpoint(ENDPOINT_CLIENT, language, text);
        break;
    case SLOT_SERVER:
        value_put_endpoint(ENDPOINT_SERVER, language, text);
        break;
    case SLOT_NONE:
        break;
    default:
        value_put(filling->arguments[slot], language, text);
        break;
    }
}

/* Whether one of the steps from `lead` up to `note` has this field in its template. */
static bool is_said(const struct note *lead, const struct note *note, const struct field *field) {
    for (; lead < note; lead++) {
        const struct template *said = template_of(lead->id, lead->phrase, LANGUAGE_ZH);

        for (unsigned i = 0; i < said->count; i++) {
            if (said->fields[i].zh.length == field->zh.length &&
                memcmp(said->fields[i].zh.data, field->zh.data, field->zh.length) == 0) {
                return true;
            }
        }
    }
    return false;
}

static void put_piece(const struct filling *filling, const struct piece *piece, struct text *text) {
    if (piece->form != FORM_ANY) {
        const bool one = filling->arguments[piece->counted]->value.number == 1;

        if (one != (piece->form == FORM_ONE)) {
            return;
        }
    }
    text_put(text, piece->words, piece->length);
    put_slot(filling, (enum slot)piece->slot, (enum language)piece->language, text);
}

/* The fields of `note` that no step from `lead` on has said. `line` is where the line begins. */
static void put_fields(const struct notes *notes, const struct note *lead, const struct note *note,
                       enum language language, size_t line, struct text *text) {
    const struct template *template = template_of(note->id, note->phrase, language);
    struct filling filling;

    filling_take(&filling, notes, note);
    for (unsigned i = 0; i < template->count; i++) {
        const struct field *field = &template->fields[i];

        if ((field->needs & ~filling.known) != 0 || is_said(lead, note, field)) {
            continue;
        }
        if (text->length > line) {
            text_put(text, " | ", 3);
        }
        for (unsigned j = 0; j < field->count; j++) {
            put_piece(&filling, &field->pieces[j], text);
        }
    }
}

void note_write(const struct notes *notes, const struct note *note, enum language language,
                struct text *text) {
    put_fields(notes, note, note, language, text->length, text);
}

static bool stands_alone(const struct note *note) {
    return note->kind != NOTE_STEP || note->id == NOTE_HANDSHAKE_NEGOTIATED;
}

unsigned notes_write_line(const struct notes *notes, unsigned first, enum language language,
                          struct text *text) {
    const struct note *lead = &notes->items[first];
    const size_t line = text->length;
    unsigned next = first + 1;

    put_fields(notes, lead, lead, language, line, text);
    while (!stands_alone(lead) && next < notes->count && !stands_alone(&notes->items[next])) {
        put_fields(notes, lead, &notes->items[next++], language, line, text);
    }
    return next;
}
