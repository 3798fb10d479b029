#include "main/note_selection.h"

#include <string.h>

/* Marks what a list of ids, separated by commas, stands for. */
static bool mark(const char *list, enum language language, bool marked[NOTE_ID_COUNT],
                 struct error *error) {
    char name[64];

    while (*list != '\0') {
        size_t length = strcspn(list, ",");

        if (length > 0 && !catalogue_select(list, length, marked)) {
            size_t kept = length < sizeof name - 1 ? length : sizeof name - 1;

            memcpy(name, list, kept);
            name[kept] = '\0';
            return error_set(
                error, STATUS_USAGE,
                IN_LANGUAGE(language, "没有注解 %s；是否想用 %s？", "no note %s; did you mean %s?"),
                name, catalogue_entry(catalogue_nearest(name))->name);
        }
        list += length;
        list += *list == ',';
    }
    return true;
}

bool selection_read(const struct settings *settings, bool selected[NOTE_ID_COUNT],
                    struct error *error) {
    enum language language = (enum language)settings->message_language;
    bool hidden[NOTE_ID_COUNT] = {false};

    for (size_t i = 0; i < NOTE_ID_COUNT; i++) {
        selected[i] = settings->only == NULL;
    }
    if (settings->only != NULL && !mark(settings->only, language, selected, error)) {
        return false;
    }
    if (settings->hide != NULL && !mark(settings->hide, language, hidden, error)) {
        return false;
    }
    for (size_t i = 0; i < NOTE_ID_COUNT; i++) {
        selected[i] = selected[i] && !hidden[i];
    }
    return true;
}

bool selection_describe(const struct settings *settings, struct text *text, struct error *error) {
    bool all = strcmp(settings->describe, "all") == 0;
    bool marked[NOTE_ID_COUNT] = {false};
    bool first = true;
    enum note_id id;

    if (catalogue_find(settings->describe, &id)) {
        catalogue_describe(id, (enum language)settings->language, text);
        return true;
    }
    if (!all &&
        !mark(settings->describe, (enum language)settings->message_language, marked, error)) {
        return false;
    }
    for (size_t i = 0; i < NOTE_ID_COUNT; i++) {
        if (all || marked[i]) {
            if (!first) {
                text_put_char(text, '\n');
            }
            first = false;
            catalogue_describe((enum note_id)i, (enum language)settings->language, text);
        }
    }
    return true;
}
