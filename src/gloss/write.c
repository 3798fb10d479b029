/*
 * From a note to words: its template is walked once, field by field, and each placeholder is looked
 * up among the note's own few arguments.
 */
#include <string.h>

#include "tcpgloss/gloss/note.h"

#include "value.h"

/* A piece of a template: a field, or a placeholder's name. */
struct piece {
    const char *data;
    size_t length;
};

static bool piece_equal(struct piece a, struct piece b) {
    return a.length == b.length && memcmp(a.data, b.data, a.length) == 0;
}

static bool piece_is(struct piece piece, const char *string) {
    return *string == *piece.data && strncmp(string, piece.data, piece.length) == 0 &&
           string[piece.length] == '\0';
}

/* Takes the next field off the front of a template. */
static bool next_field(const char **template, struct piece *field) {
    const char *const start = *template;
    const char *end = start;

    if (*start == '\0') {
        return false;
    }
    while (*end != '\0' && (*end != ' ' || end[1] != '|')) {
        end++;
    }
    *field = (struct piece){.data = start, .length = (size_t)(end - start)};
    *template = *end != '\0' ? end + strlen(" | ") : end;
    return true;
}

static bool template_has_field(const char *template, struct piece field) {
    struct piece other;

    while (next_field(&template, &other)) {
        if (piece_equal(field, other)) {
            return true;
        }
    }
    return false;
}

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
static void put_chain(const struct verdict *verdict, unsigned first, enum language language,
                      bool written[VERDICT_CHANGES_MAX], struct text *text) {
    const struct change *last = &verdict->changes[first];

    value_put_endpoint(last->endpoint, language, text);
    text_put_char(text, ' ');
    text_put_string(text, tcp_state_name(last->from));
    for (unsigned i = first; i < verdict->change_count; i++) {
        const struct change *change = &verdict->changes[i];

        if (i == first || (change->endpoint == last->endpoint &&
                           change->retracted == last->retracted && change->from == last->to)) {
            text_put_string(text, " → ");
            text_put_string(text, tcp_state_name(change->to));
            written[i] = true;
            last = change;
        } else if (change->endpoint == last->endpoint) {
            break;
        }
    }
    if (last->retracted) {
        static const char *const corrected[] = {
            [LANGUAGE_ZH] = " (更正先前的推断)",
            [LANGUAGE_EN] = " (an earlier inference corrected)",
            [LANGUAGE_BOTH] = " (更正先前的推断 an earlier inference corrected)"};

        text_put_string(text, corrected[language]);
    }
}

static void put_changes(const struct verdict *verdict, enum language language, struct text *text) {
    bool written[VERDICT_CHANGES_MAX] = {false};
    bool first = true;

    for (unsigned i = 0; i < verdict->change_count; i++) {
        if (!written[i]) {
            if (!first) {
                text_put(text, " | ", 3);
            }
            put_chain(verdict, i, language, written, text);
            first = false;
        }
    }
}

/* What a template can name besides the note's arguments. False if it has no value here, or if there
 * is no such name. */
static bool put_context(const struct notes *notes, struct piece name, enum language language,
                        struct text *text) {
    const struct packet *packet = notes->packet;
    const struct verdict *verdict = notes->verdict;

    if (piece_is(name, "client") || piece_is(name, "server")) {
        value_put_endpoint(*name.data == 'c' ? ENDPOINT_CLIENT : ENDPOINT_SERVER, language, text);
        return true;
    }
    if (piece_is(name, "changes")) {
        if (verdict == NULL || verdict->change_count == 0) {
            return false;
        }
        put_changes(verdict, language, text);
        return true;
    }
    if (packet == NULL) {
        return false;
    }
    if (piece_is(name, "flags")) {
        put_flags(packet->tcp.flags, text);
        return (packet->tcp.flags & (TCP_SYN | TCP_FIN | TCP_RST | TCP_ACK)) != 0;
    }
    if (piece_is(name, "source")) {
        value_put_address(&packet->ip, packet->ip.source, packet->tcp.source_port, text);
        return true;
    }
    if (piece_is(name, "destination")) {
        value_put_address(&packet->ip, packet->ip.destination, packet->tcp.destination_port, text);
        return true;
    }
    return false;
}

static const struct argument *find_argument(const struct note *note, struct piece name) {
    for (unsigned i = 0; i < note->argument_count; i++) {
        if (piece_is(name, argument_key(note->arguments[i].name))) {
            return &note->arguments[i];
        }
    }
    return NULL;
}

static bool has_argument(const struct note *note, enum argument_name name) {
    for (unsigned i = 0; i < note->argument_count; i++) {
        if (note->arguments[i].name == name) {
            return true;
        }
    }
    return false;
}

static bool put_placeholder(const struct notes *notes, const struct note *note, struct piece name,
                            enum language language, struct text *text) {
    const struct argument *argument = find_argument(note, name);

    if (argument == NULL) {
        return put_context(notes, name, language, text);
    }
    /* An acknowledgment whose arithmetic is shown is not shown again as a number. */
    if (argument->name == ARGUMENT_ACK && has_argument(note, ARGUMENT_ACKED)) {
        return false;
    }
    value_put(argument, language, text);
    return true;
}

/* Writes a field, or nothing, and returns false, if one of its placeholders has no value. */
static bool put_field(const struct notes *notes, const struct note *note, struct piece field,
                      enum language language, struct text *text) {
    const size_t start = text->length;
    const char *at = field.data;
    const char *const end = field.data + field.length;

    while (at < end) {
        const char *open = memchr(at, '{', (size_t)(end - at));
        const char *close = open != NULL ? memchr(open, '}', (size_t)(end - open)) : NULL;

        if (close == NULL) {
            text_put(text, at, (size_t)(end - at));
            break;
        }
        text_put(text, at, (size_t)(open - at));
        if (!put_placeholder(notes, note,
                             (struct piece){.data = open + 1, .length = (size_t)(close - open - 1)},
                             language, text)) {
            text->length = start;
            return false;
        }
        at = close + 1;
    }
    return true;
}

/* Chinese, then English; once if they are the same. */
static bool put_field_pair(const struct notes *notes, const struct note *note, struct piece zh,
                           struct piece en, struct text *text) {
    if (piece_equal(zh, en)) {
        return put_field(notes, note, zh, LANGUAGE_BOTH, text);
    }
    if (!put_field(notes, note, zh, LANGUAGE_ZH, text)) {
        return false;
    }
    text_put_char(text, ' ');
    return put_field(notes, note, en, LANGUAGE_EN, text);
}

/* Whether one of the steps from `lead` up to `note` says this field already. */
static bool is_said(const struct note *lead, const struct note *note, struct piece zh) {
    for (; lead < note; lead++) {
        if (template_has_field(catalogue_wording(lead->id, lead->phrase)->zh, zh)) {
            return true;
        }
    }
    return false;
}

/* The fields of `note` that no step from `lead` on has said. `line` is where the line begins. */
static void put_fields(const struct notes *notes, const struct note *lead, const struct note *note,
                       enum language language, size_t line, struct text *text) {
    const struct wording *wording = catalogue_wording(note->id, note->phrase);
    const char *zh_rest = wording->zh;
    const char *en_rest = wording->en;
    struct piece zh;
    struct piece en;

    while (next_field(&zh_rest, &zh)) {
        const size_t before = text->length;
        bool put;

        en = zh;
        if (wording->en != wording->zh) {
            (void)next_field(&en_rest, &en);
        }

        if (is_said(lead, note, zh)) {
            continue;
        }
        if (before > line) {
            text_put(text, " | ", 3);
        }
        if (language == LANGUAGE_BOTH) {
            put = put_field_pair(notes, note, zh, en, text);
        } else {
            put = put_field(notes, note, language == LANGUAGE_ZH ? zh : en, language, text);
        }
        if (!put) {
            text->length = before;
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
