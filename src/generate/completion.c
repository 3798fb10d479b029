#include "generate/completion.h"

#include <pcap/pcap.h>
#include <stdio.h>
#include <string.h>

#include "tcpgloss/decode/link.h"
#include "tcpgloss/gloss/catalogue.h"
#include "tcpgloss/gloss/glossary.h"
#include "tcpgloss/track/flow_fields.h"

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

static void put_word(const char *word) {
    (void)printf("%s ", word);
}

static void put_sort_names(void) {
    for (size_t i = 0; i < FLOW_FIELD_COUNT; i++) {
        if (flow_fields[i].sort != NULL) {
            put_word(flow_fields[i].sort);
        }
    }
}

static void put_column_names(void) {
    for (size_t i = 0; i < FLOW_FIELD_COUNT; i++) {
        put_word(flow_fields[i].key);
    }
}

/* What --describe knows. A name with a blank would be two words. */
static void put_describable(void) {
    put_word("all");
    for (size_t i = 0; i < glossary_length(); i++) {
        if (strchr(glossary_term(i)->name, ' ') == NULL) {
            put_word(glossary_term(i)->name);
        }
    }
    completion_put_notes();
}

/* Those that are decoded, by libpcap's names. The numbers have 16 bits. */
static void put_link_types(void) {
    for (int type = 0; type <= UINT16_MAX; type++) {
        const char *name = link_type_known(type) ? pcap_datalink_val_to_name(type) : NULL;

        if (name != NULL) {
            put_word(name);
        }
    }
}

/* libpcap numbers them from 0. */
static void put_time_stamp_types(void) {
    const char *name;

    for (int type = 0; (name = pcap_tstamp_type_val_to_name(type)) != NULL; type++) {
        put_word(name);
    }
}

/* What the table calls an argument, and for COMPLETE_WORDS what prints them. */
static const struct offer {
    const char *argument;
    enum completion completion;
    void (*put_words)(void);
} offers[] = {
    {"FILE", COMPLETE_FILES, NULL},
    {"IF", COMPLETE_INTERFACES, NULL},
    {"USER", COMPLETE_USERS, NULL},
    {"KEY", COMPLETE_WORDS, put_sort_names},
    {"LIST", COMPLETE_WORDS, put_column_names},
    {"DLT", COMPLETE_WORDS, put_link_types},
    {"TYPE", COMPLETE_WORDS, put_time_stamp_types},
    {"ID,\xe2\x80\xa6", COMPLETE_NOTES, NULL},
    {"WORD|all", COMPLETE_WORDS, put_describable},
};

/* Null: it is called by another name. */
static const struct offer *offer_of(const struct option_row *row) {
    for (size_t i = 0; i < sizeof offers / sizeof offers[0]; i++) {
        if (strcmp(row->argument, offers[i].argument) == 0) {
            return &offers[i];
        }
    }
    return NULL;
}

/* Its argument is one of the words that the table names. */
static bool has_words(const struct option_row *row) {
    return row->kind == OPTION_CHOICE || row->kind == OPTION_MODE;
}

enum completion completion_of(const struct option_row *row) {
    const struct offer *offer = offer_of(row);

    if (has_words(row)) {
        return COMPLETE_WORDS;
    }
    if (row->letter == 'r') {
        return COMPLETE_CAPTURES;
    }
    return offer != NULL ? offer->completion : COMPLETE_NOTHING;
}

void completion_put_words(const struct option_row *row) {
    if (!has_words(row)) {
        offer_of(row)->put_words();
        return;
    }
    for (const char *c = row->argument; *c != '\0'; c++) {
        (void)putchar(*c == '|' ? ' ' : *c);
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
