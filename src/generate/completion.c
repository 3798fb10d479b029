#include "completion.h"

#include <stdio.h>
#include <string.h>

#include "tcpgloss/gloss/catalogue.h"
#include "tcpgloss/out/summary_sink.h"

/* What the table calls an argument. */
static const struct {
    const char *argument;
    enum completion completion;
} arguments[] = {
    {"FILE", COMPLETE_FILES}, {"IF", COMPLETE_INTERFACES},         {"USER", COMPLETE_USERS},
    {"KEY", COMPLETE_WORDS},  {"ID,\xe2\x80\xa6", COMPLETE_NOTES}, {"ID|all", COMPLETE_WORDS},
};

enum completion completion_of(const struct option_row *row) {
    if (row->kind == OPTION_CHOICE) {
        return COMPLETE_WORDS;
    }
    if (row->letter == 'r') {
        return COMPLETE_CAPTURES;
    }
    for (size_t i = 0; i < sizeof arguments / sizeof arguments[0]; i++) {
        if (strcmp(row->argument, arguments[i].argument) == 0) {
            return arguments[i].completion;
        }
    }
    return COMPLETE_NOTHING;
}

/* The family of an id, "loss" of "loss.gap", which no id has for its own name; 0: none. */
static size_t family_length(const char *name) {
    char family[64];
    enum note_id id;
    size_t length = strcspn(name, ".");

    (void)snprintf(family, sizeof family, "%.*s", (int)length, name);
    return name[length] != '\0' && !catalogue_find(family, &id) ? length : 0;
}

void completion_put_notes(void) {
    const char *before = "";

    for (unsigned id = 0; id < NOTE_ID_COUNT; id++) {
        const char *name = catalogue_entry((enum note_id)id)->name;
        size_t family = family_length(name);

        if (family != 0 && strncmp(before, name, family + 1) != 0) {
            (void)printf("%.*s ", (int)family, name);
        }
        (void)printf("%s%s", name, id + 1 < NOTE_ID_COUNT ? " " : "");
        before = name;
    }
}

void completion_put_words(const struct option_row *row) {
    if (strcmp(row->argument, "KEY") == 0) {
        for (const char *const *name = summary_sort_names; *name != NULL; name++) {
            (void)printf("%s%s", name == summary_sort_names ? "" : " ", *name);
        }
    } else if (strcmp(row->argument, "ID|all") == 0) {
        (void)fputs("all ", stdout);
        completion_put_notes();
    } else {
        for (const char *c = row->argument; *c != '\0'; c++) {
            (void)putchar(*c == '|' ? ' ' : *c);
        }
    }
}

void completion_each(void (*put)(const struct option_row *row, enum language language),
                     enum language language) {
    for (size_t i = 0; i < option_table_length; i++) {
        if (option_is_shown(&option_table[i])) {
            put(&option_table[i], language);
        }
    }
}
