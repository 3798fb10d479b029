#include "gloss/template.h"

#include <pthread.h>
#include <string.h>

/* As long as all sentences of the catalogue. */
struct sentences {
#define NOTE(id, name, level, zh, en, explain_zh, explain_en, source)                              \
    char note_##id[sizeof(zh) + sizeof(en)];
#define PHRASE(phrase, id, level, zh, en) char phrase_##phrase[sizeof(zh) + sizeof(en)];
#include "tcpgloss/gloss/catalogue.def"
};

/* A field takes two bytes of its sentence at least, with the bar before it; so does a piece. */
enum { PARTS_MAX = sizeof(struct sentences) / 2 };

/* All sentences in one language. */
struct book {
    struct template usual[NOTE_ID_COUNT];
    struct template phrases[PHRASE_COUNT];
    unsigned field_count, piece_count;
    struct field fields[PARTS_MAX];
    struct piece pieces[PARTS_MAX];
};

static struct book books[LANGUAGE_BOTH + 1];

static bool words_are(struct words words, const char *string) {
    return strlen(string) == words.length && memcmp(string, words.data, words.length) == 0;
}

static enum slot slot_named(struct words name) {
    static const char *const context[] = {
        [SLOT_FLAGS] = "flags",   [SLOT_CHANGES] = "changes",         [SLOT_SOURCE] = "source",
        [SLOT_CLIENT] = "client", [SLOT_DESTINATION] = "destination", [SLOT_SERVER] = "server"};
    unsigned slot = 0;

    while (slot < SLOT_COUNT &&
           !words_are(name, slot < ARGUMENT_NAME_COUNT ? argument_key((enum argument_name)slot)
                                                       : context[slot])) {
        slot++;
    }
    return (enum slot)slot;
}

static struct piece *add_piece(struct book *book, struct words words, enum slot slot,
                               enum language language) {
    struct field *field = &book->fields[book->field_count];
    struct piece *piece = &book->pieces[book->piece_count++];

    *piece = (struct piece){.words = words.data,
                            .length = (uint16_t)words.length,
                            .slot = (uint8_t)slot,
                            .language = (uint8_t)language};
    field->count++;
    if (slot != SLOT_NONE) {
        field->needs |= slot_bit(slot);
    }
    return piece;
}

static void add_form(struct book *book, struct words words, enum form form, enum slot counted) {
    struct piece *piece = add_piece(book, words, SLOT_NONE, LANGUAGE_EN);

    piece->form = (uint8_t)form;
    piece->counted = (uint8_t)counted;
}

/* Adds the pieces of one field's words to the field under construction. */
static void add_pieces(struct book *book, struct words words, enum language language) {
    const char *at = words.data;
    const char *const end = words.data + words.length;
    enum slot last = SLOT_NONE;

    while (at < end) {
        const char *open = memchr(at, '{', (size_t)(end - at));
        const char *close = open != NULL ? memchr(open, '}', (size_t)(end - open)) : NULL;
        const char *bar;

        if (close == NULL) {
            add_piece(book, (struct words){at, (size_t)(end - at)}, SLOT_NONE, language);
            return;
        }
        bar = memchr(open, '|', (size_t)(close - open));
        if (bar != NULL) {
            add_piece(book, (struct words){at, (size_t)(open - at)}, SLOT_NONE, language);
            add_form(book, (struct words){open + 1, (size_t)(bar - open - 1)}, FORM_ONE, last);
            add_form(book, (struct words){bar + 1, (size_t)(close - bar - 1)}, FORM_MANY, last);
        } else {
            last = slot_named((struct words){open + 1, (size_t)(close - open - 1)});
            add_piece(book, (struct words){at, (size_t)(open - at)}, last, language);
        }
        at = close + 1;
    }
}

static void add_field(struct book *book, struct words zh, struct words en, enum language language) {
    book->fields[book->field_count] =
        (struct field){.pieces = &book->pieces[book->piece_count], .zh = zh};
    if (language != LANGUAGE_BOTH) {
        add_pieces(book, language == LANGUAGE_ZH ? zh : en, language);
    } else if (zh.length == en.length && memcmp(zh.data, en.data, zh.length) == 0) {
        add_pieces(book, zh, LANGUAGE_BOTH);
    } else {
        add_pieces(book, zh, LANGUAGE_ZH);
        add_piece(book, (struct words){" ", 1}, SLOT_NONE, LANGUAGE_BOTH);
        add_pieces(book, en, LANGUAGE_EN);
    }
    book->field_count++;
}

/* Takes the next field off the front of a sentence. */
static struct words take_field(const char **sentence) {
    static const char bar[] = " | ";
    const char *const start = *sentence;
    const char *end = strstr(start, bar);

    if (end == NULL) {
        end = *sentence = start + strlen(start);
    } else {
        *sentence = end + strlen(bar);
    }
    return (struct words){start, (size_t)(end - start)};
}

static struct template add_wording(struct book *book, const struct wording *wording,
                                   enum language language) {
    const struct field *fields = &book->fields[book->field_count];
    const char *zh = wording->zh;
    const char *en = wording->en;

    while (*zh != '\0') {
        struct words field = take_field(&zh);

        add_field(book, field, take_field(&en), language);
    }
    return (struct template){.fields = fields,
                             .count = (unsigned)(&book->fields[book->field_count] - fields)};
}

static void make_books(void) {
    for (enum language language = LANGUAGE_ZH; language <= LANGUAGE_BOTH; language++) {
        struct book *book = &books[language];

        for (enum note_id id = 0; id < NOTE_ID_COUNT; id++) {
            book->usual[id] = add_wording(book, catalogue_wording(id, PHRASE_USUAL), language);
        }
        for (enum phrase phrase = PHRASE_USUAL + 1; phrase < PHRASE_COUNT; phrase++) {
            book->phrases[phrase] =
                add_wording(book, catalogue_wording(catalogue_phrase_id(phrase), phrase), language);
        }
    }
}

const struct template *template_of(enum note_id id, enum phrase phrase, enum language language) {
    static pthread_once_t made = PTHREAD_ONCE_INIT;

    (void)pthread_once(&made, make_books);
    return phrase == PHRASE_USUAL ? &books[language].usual[id] : &books[language].phrases[phrase];
}
