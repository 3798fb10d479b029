#include "gloss/template.h"

#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>
#include <string.h>

#include "gloss/value.h"

/* As long as all sentences of the catalogue. */
struct sentences {
#define NOTE(id, name, level, zh, en, explain_zh, explain_en, source)                              \
    char note_##id[sizeof(zh) + sizeof(en)];
#define PHRASE(phrase, id, level, zh, en) char phrase_##phrase[sizeof(zh) + sizeof(en)];
#include "tcpgloss/gloss/catalogue.def"
};

/* A field takes two bytes of its sentence at least, with the bar before it; so does a piece, and
 * where both languages stand side by side there is one piece more between them. */
enum { PARTS_MAX = sizeof(struct sentences) };

/* A field in both languages has " / " between them. */
enum { WORDS_MAX = 3 * PARTS_MAX + FORMAT_BLOCK };

/* A field of a sentence, in pieces. */
struct field {
    struct piece *first;
    struct words zh;
};

/* All sentences in one language. */
struct book {
    struct template usual[NOTE_ID_COUNT];
    struct template phrases[PHRASE_COUNT];
    unsigned field_count, piece_count, word_count;
    struct field fields[PARTS_MAX];
    struct piece pieces[PARTS_MAX];
    char words[WORDS_MAX]; /* of all pieces, one behind the other */
};

static struct book books[LANGUAGE_BOTH + 1];
static atomic_bool books_made;

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

/* Whether the last piece of the field under construction is plain words, which may go on. */
static bool is_open(const struct book *book) {
    const struct piece *last = &book->pieces[book->piece_count] - 1;

    return book->fields[book->field_count].first->pieces > 0 && last->slot == SLOT_NONE;
}

/* Words of the field under construction, plain ones or a noun's form. */
static void add_piece(struct book *book, struct words words, enum slot form, enum slot counted) {
    char *const place = &book->words[book->word_count];

    assert(book->word_count + words.length + FORMAT_BLOCK <= WORDS_MAX);
    if (words.length == 0) {
        return;
    }
    memcpy(place, words.data, words.length);
    book->word_count += (unsigned)words.length;
    if (form == SLOT_NONE && is_open(book)) {
        struct piece *last = &book->pieces[book->piece_count] - 1;

        last->length = (uint16_t)(last->length + words.length);
        return;
    }
    book->pieces[book->piece_count++] = (struct piece){.words = place,
                                                       .length = (uint16_t)words.length,
                                                       .slot = (uint8_t)form,
                                                       .counted = (uint8_t)counted};
    book->fields[book->field_count].first->pieces++;
}

/* A slot at the end of the last piece, if that is plain words, else in a piece of its own. */
static void add_slot(struct book *book, enum slot slot, enum language language) {
    struct piece *const first = book->fields[book->field_count].first;
    struct piece *piece = &book->pieces[book->piece_count];

    if (is_open(book)) {
        piece--;
    } else {
        *piece = (struct piece){.words = book->words};
        book->piece_count++;
        first->pieces++;
    }
    piece->slot = (uint8_t)slot;
    piece->language = (uint8_t)language;
    first->needs |= slot_bit(slot);
}

/* Adds words that hold no slot, but may hold a noun's two forms, which agree with `counted`. */
static void add_words(struct book *book, struct words words, enum slot counted) {
    const char *at = words.data;
    const char *const end = words.data + words.length;

    while (at < end) {
        const char *open = memchr(at, '{', (size_t)(end - at));
        const char *close = open != NULL ? memchr(open, '}', (size_t)(end - open)) : NULL;
        const char *bar;

        if (close == NULL) {
            add_piece(book, (struct words){at, (size_t)(end - at)}, SLOT_NONE, counted);
            return;
        }
        bar = memchr(open, '|', (size_t)(close - open));
        add_piece(book, (struct words){at, (size_t)(open - at)}, SLOT_NONE, counted);
        add_piece(book, (struct words){open + 1, (size_t)(bar - open - 1)}, SLOT_ONE, counted);
        add_piece(book, (struct words){bar + 1, (size_t)(close - bar - 1)}, SLOT_MANY, counted);
        at = close + 1;
    }
}

/* What is left of a field: words up to a slot, or to the end. */
struct part {
    struct words words;
    enum slot slot; /* behind the words; SLOT_NONE at the end */
};

/* Takes the next part off the front of a field. */
static struct part take_part(struct words *field) {
    const char *const start = field->data;
    const char *const end = start + field->length;

    for (const char *at = start; at < end; at++) {
        const char *close = *at == '{' ? memchr(at, '}', (size_t)(end - at)) : NULL;

        if (close != NULL && memchr(at, '|', (size_t)(close - at)) == NULL) {
            *field = (struct words){close + 1, (size_t)(end - close - 1)};
            return (struct part){{start, (size_t)(at - start)},
                                 slot_named((struct words){at + 1, (size_t)(close - at - 1)})};
        }
    }
    *field = (struct words){end, 0};
    return (struct part){{start, (size_t)(end - start)}, SLOT_NONE};
}

/* Adds the pieces of one field's words to the field under construction. */
static void add_pieces(struct book *book, struct words words, enum language language) {
    enum slot last = SLOT_NONE;
    struct part part;

    do {
        part = take_part(&words);
        add_words(book, part.words, last);
        if (part.slot != SLOT_NONE) {
            add_slot(book, part.slot, language);
        }
        last = part.slot;
    } while (last != SLOT_NONE);
}

static bool words_equal(struct words a, struct words b) {
    return a.length == b.length && memcmp(a.data, b.data, a.length) == 0;
}

/* Whether the slot is filled with words, and not with numbers, addresses or names of states. */
static bool slot_has_language(enum slot slot) {
    return slot == SLOT_CHANGES || slot == SLOT_CLIENT || slot == SLOT_SERVER ||
           ((unsigned)slot < ARGUMENT_NAME_COUNT &&
            argument_type((enum argument_name)slot) == ARGUMENT_IS_WHO);
}

/* Whether both languages have the same slots, and other words at one place only. */
static bool differs_once(struct words zh, struct words en) {
    unsigned different = 0;
    struct part a;
    struct part b;

    do {
        a = take_part(&zh);
        b = take_part(&en);
        different += !words_equal(a.words, b.words);
    } while (a.slot == b.slot && a.slot != SLOT_NONE && !slot_has_language(a.slot));
    return a.slot == SLOT_NONE && b.slot == SLOT_NONE && different == 1;
}

/* "字节 / bytes" */
static void add_both_words(struct book *book, struct words zh, struct words en, enum slot counted) {
    static const char bar[] = " / ";

    while (zh.length > 0 && zh.data[zh.length - 1] == ' ') {
        zh.length--;
    }
    add_words(book, zh, counted);
    if (zh.length > 0 && en.length > 0) {
        add_words(book, (struct words){bar, sizeof bar - 1 - (en.data[0] == ' ')}, counted);
    }
    add_words(book, en, counted);
}

/* The slots once, and both languages' words where they differ. */
static void add_parallel(struct book *book, struct words zh, struct words en) {
    enum slot last = SLOT_NONE;

    do {
        const struct part a = take_part(&zh);
        const struct part b = take_part(&en);

        if (words_equal(a.words, b.words)) {
            add_words(book, a.words, last);
        } else {
            add_both_words(book, a.words, b.words, last);
        }
        if (a.slot != SLOT_NONE) {
            add_slot(book, a.slot, LANGUAGE_BOTH);
        }
        last = a.slot;
    } while (last != SLOT_NONE);
}

/* The Chinese words give a term's English name in brackets, or are the same as the English ones. */
static bool holds(struct words zh, struct words en) {
    for (size_t i = 0; i + en.length <= zh.length; i++) {
        if (memcmp(zh.data + i, en.data, en.length) == 0) {
            return true;
        }
    }
    return false;
}

static void add_field(struct book *book, struct words zh, struct words en, enum language language) {
    book->fields[book->field_count] = (struct field){&book->pieces[book->piece_count], zh};
    add_piece(book, (struct words){FIELD_BAR, strlen(FIELD_BAR)}, SLOT_NONE, SLOT_NONE);
    if (language != LANGUAGE_BOTH) {
        add_pieces(book, language == LANGUAGE_ZH ? zh : en, language);
    } else if (holds(zh, en)) {
        add_pieces(book, zh, LANGUAGE_BOTH);
    } else if (differs_once(zh, en)) {
        add_parallel(book, zh, en);
    } else {
        add_pieces(book, zh, LANGUAGE_ZH);
        add_words(book, (struct words){" / ", 3}, SLOT_NONE);
        add_pieces(book, en, LANGUAGE_EN);
    }
    book->field_count++;
}

/* Takes the next field off the front of a sentence. */
static struct words take_field(const char **sentence) {
    const char *const start = *sentence;
    const char *end = strstr(start, FIELD_BAR);

    if (end == NULL) {
        end = *sentence = start + strlen(start);
    } else {
        *sentence = end + strlen(FIELD_BAR);
    }
    return (struct words){start, (size_t)(end - start)};
}

static size_t slot_room(enum slot slot) {
    switch (slot) {
    case SLOT_FLAGS:
        return VALUE_FLAGS_ROOM;
    case SLOT_CHANGES:
        return VALUE_CHANGES_ROOM;
    case SLOT_SOURCE:
    case SLOT_DESTINATION:
        return VALUE_ADDRESS_ROOM;
    case SLOT_CLIENT:
    case SLOT_SERVER:
        return VALUE_ENDPOINT_ROOM;
    case SLOT_NONE:
    case SLOT_ONE:
    case SLOT_MANY:
        return 0;
    default:
        return value_room(argument_type((enum argument_name)slot));
    }
}

static struct template add_wording(struct book *book, const struct wording *wording,
                                   enum language language) {
    const unsigned first = book->piece_count;
    struct template template = {.pieces = &book->pieces[first], .room = FORMAT_BLOCK};
    const char *zh = wording->zh;
    const char *en = wording->en;

    while (*zh != '\0') {
        struct words field = take_field(&zh);

        add_field(book, field, take_field(&en), language);
    }
    template.count = book->piece_count - first;
    for (unsigned i = 0; i < template.count; i++) {
        const struct piece *piece = &template.pieces[i];

        template.room += piece->length + slot_room((enum slot)piece->slot);
    }
    return template;
}

static void add_sentences(struct book *book, enum language language) {
    for (enum note_id id = 0; id < NOTE_ID_COUNT; id++) {
        book->usual[id] = add_wording(book, catalogue_wording(id, PHRASE_USUAL), language);
    }
    for (enum phrase phrase = PHRASE_USUAL + 1; phrase < PHRASE_COUNT; phrase++) {
        book->phrases[phrase] =
            add_wording(book, catalogue_wording(catalogue_phrase_id(phrase), phrase), language);
    }
}

/* Gives each field that stands in several places its bit. */
static void find_shared(struct book *book) {
    unsigned count = 0;

    for (unsigned i = 0; i < book->field_count; i++) {
        struct piece *first = book->fields[i].first;

        for (unsigned j = 0; j < i && first->shared == 0; j++) {
            struct piece *earlier = book->fields[j].first;

            if (words_equal(book->fields[j].zh, book->fields[i].zh)) {
                if (earlier->shared == 0) {
                    assert(count < 64);
                    earlier->shared = (uint64_t)1 << count++;
                }
                first->shared = earlier->shared;
            }
        }
    }
}

static void finish(struct template *template, unsigned number) {
    template->number = number;
    for (unsigned i = 0; i < template->count; i++) {
        template->shared |= template->pieces[i].shared;
    }
}

static void make_books(void) {
    unsigned number = 0;

    value_prepare();
    for (enum language language = LANGUAGE_ZH; language <= LANGUAGE_BOTH; language++) {
        struct book *book = &books[language];

        add_sentences(book, language);
        find_shared(book);
        for (unsigned i = 0; i < NOTE_ID_COUNT; i++) {
            finish(&book->usual[i], number++);
        }
        for (unsigned i = 0; i < PHRASE_COUNT; i++) {
            finish(&book->phrases[i], number++);
        }
    }
    atomic_store_explicit(&books_made, true, memory_order_release);
}

/* Each note asks for its template: only the first ones need a call. */
const struct template *template_of(enum note_id id, enum phrase phrase, enum language language) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;

    if (!atomic_load_explicit(&books_made, memory_order_acquire)) {
        (void)pthread_once(&once, make_books);
    }
    return phrase == PHRASE_USUAL ? &books[language].usual[id] : &books[language].phrases[phrase];
}
