#include "main/note_selection.h"

#include <string.h>

#include "tcpgloss/base/words.h"

/* Says that there is no such word, with the nearest that there is. */
static bool refuse(const char *word, size_t length, const struct nearest *nearest,
                   struct error *error) {
    const int shown = (int)(length < NEAREST_LENGTH_MAX ? length : NEAREST_LENGTH_MAX);

    if (nearest->found == NULL) {
        return error_set(error, STATUS_USAGE,
                         MESSAGE("没有 %.*s；全部词条见 tcpgloss --describe all",
                                 "no entry %.*s; tcpgloss --describe all lists them"),
                         shown, word);
    }
    return error_set(error, STATUS_USAGE,
                     MESSAGE("没有 %.*s；是否想用 %s？", "no entry %.*s; did you mean %s?"), shown,
                     word, nearest->found);
}

/* Marks what a list of ids, separated by commas, stands for. */
static bool mark(const char *list, bool marked[NOTE_ID_COUNT], struct error *error) {
    while (*list != '\0') {
        size_t length = strcspn(list, ",");

        if (length > 0 && !catalogue_select(list, length, marked)) {
            struct nearest nearest;

            nearest_begin(&nearest, list, length);
            catalogue_suggest(&nearest);
            return refuse(list, length, &nearest, error);
        }
        list += length;
        list += *list == ',';
    }
    return true;
}

bool note_selection_read(const struct settings *settings, bool selected[NOTE_ID_COUNT],
                         struct error *error) {
    bool hidden[NOTE_ID_COUNT] = {false};

    for (size_t i = 0; i < NOTE_ID_COUNT; i++) {
        selected[i] = settings->only == NULL;
    }
    if (settings->only != NULL && !mark(settings->only, selected, error)) {
        return false;
    }
    if (settings->hide != NULL && !mark(settings->hide, hidden, error)) {
        return false;
    }
    for (size_t i = 0; i < NOTE_ID_COUNT; i++) {
        selected[i] = selected[i] && !hidden[i];
    }
    return true;
}

static void next_entry(struct text *text) {
    if (text->length > 0) {
        text_put_char(text, '\n');
    }
}

static void describe_notes(const bool marked[NOTE_ID_COUNT], enum language language,
                           struct text *text) {
    for (unsigned id = 0; id < NOTE_ID_COUNT; id++) {
        if (marked[id]) {
            next_entry(text);
            catalogue_describe((enum note_id)id, language, text);
        }
    }
}

static void describe_all(enum language language, struct text *text) {
    bool all[NOTE_ID_COUNT];

    memset(all, true, sizeof all);
    describe_notes(all, language, text);
    for (size_t i = 0; i < glossary_length(); i++) {
        next_entry(text);
        glossary_describe(glossary_term(i), language, text);
    }
}

bool note_selection_describe(const struct settings *settings, struct text *text,
                             struct error *error) {
    const enum language language = (enum language)settings->language;
    const char *word = settings->describe;
    bool marked[NOTE_ID_COUNT] = {false};
    struct nearest nearest;
    const struct term *term;
    enum note_id id;

    if (strcmp(word, "all") == 0) {
        describe_all(language, text);
        return true;
    }
    if (catalogue_find(word, &id)) {
        catalogue_describe(id, language, text);
        return true;
    }
    term = glossary_find(word);
    if (term != NULL) {
        glossary_describe(term, language, text);
        return true;
    }
    if (catalogue_select(word, strlen(word), marked)) {
        describe_notes(marked, language, text);
        return true;
    }
    nearest_begin(&nearest, word, strlen(word));
    catalogue_suggest(&nearest);
    glossary_suggest(&nearest);
    return refuse(word, strlen(word), &nearest, error);
}
