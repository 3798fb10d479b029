#include "tcpgloss/gloss/catalogue.h"

#include <stdint.h>
#include <string.h>

#include "tcpgloss/base/words.h"
#include "tcpgloss/base/wrap.h"

/* Narrow enough for every terminal. */
enum { DESCRIPTION_COLUMNS = 78 };

static const struct catalogue_entry entries[NOTE_ID_COUNT] = {
#define NOTE(id, name, level, zh, en, explain_zh, explain_en, source)                              \
    [NOTE_##id] = {name, {NOTES_##level, zh, en}, explain_zh, explain_en, source},
#include "tcpgloss/gloss/catalogue.def"
};

static const struct {
    enum note_id id;
    struct wording wording;
} phrases[PHRASE_COUNT] = {
#define PHRASE(phrase, id, level, zh, en) [PHRASE_##phrase] = {NOTE_##id, {NOTES_##level, zh, en}},
#include "tcpgloss/gloss/catalogue.def"
};

const struct catalogue_entry *catalogue_entry(enum note_id id) {
    return &entries[id];
}

const struct wording *catalogue_wording(enum note_id id, enum phrase phrase) {
    return phrase == PHRASE_USUAL ? &entries[id].usual : &phrases[phrase].wording;
}

enum note_id catalogue_phrase_id(enum phrase phrase) {
    return phrases[phrase].id;
}

enum note_kind note_kind_of(enum note_level level) {
    static const uint8_t kinds[] = {
        [NOTES_NONE] = NOTE_STEP, [NOTES_WARN] = NOTE_WARNING, [NOTES_PHASE] = NOTE_PHASE,
        [NOTES_STEP] = NOTE_STEP, [NOTES_ALL] = NOTE_STEP,
    };

    return (enum note_kind)kinds[level];
}

bool catalogue_select(const char *name, size_t length, bool selected[NOTE_ID_COUNT]) {
    bool found = false;

    for (unsigned id = 0; id < NOTE_ID_COUNT; id++) {
        const char *candidate = entries[id].name;

        if (length > 0 && strncmp(candidate, name, length) == 0 &&
            (candidate[length] == '\0' || candidate[length] == '.')) {
            selected[id] = true;
            found = true;
        }
    }
    return found;
}

bool catalogue_find(const char *name, enum note_id *id) {
    for (unsigned i = 0; i < NOTE_ID_COUNT; i++) {
        if (strcmp(entries[i].name, name) == 0) {
            *id = (enum note_id)i;
            return true;
        }
    }
    return false;
}

void catalogue_suggest(struct nearest *nearest) {
    for (unsigned id = 0; id < NOTE_ID_COUNT; id++) {
        nearest_offer(nearest, entries[id].name, strlen(entries[id].name), entries[id].name);
    }
}

static void describe_wording(const struct wording *wording, enum language language,
                             struct text *text) {
    if (language != LANGUAGE_EN) {
        text_put_string(text, "    ");
        text_put_string(text, wording->zh);
        text_put_char(text, '\n');
    }
    if (language == LANGUAGE_EN ||
        (language == LANGUAGE_BOTH && strcmp(wording->zh, wording->en) != 0)) {
        text_put_string(text, "    ");
        text_put_string(text, wording->en);
        text_put_char(text, '\n');
    }
}

static const char *kind_name(enum note_level level, enum language language) {
    static const char *const names[][3] = {
        [NOTE_PHASE] = {"阶段", "phase", "阶段 phase"},
        [NOTE_WARNING] = {"警告", "warning", "警告 warning"},
        [NOTE_STEP] = {"步骤", "step", "步骤 step"},
    };
    static const char *const detail[3] = {"步骤 (--notes=all)", "step (--notes=all)",
                                          "步骤 step (--notes=all)"};

    return level == NOTES_ALL ? detail[language] : names[note_kind_of(level)][language];
}

void catalogue_describe(enum note_id id, enum language language, struct text *text) {
    const struct catalogue_entry *entry = &entries[id];

    text_put_string(text, entry->name);
    text_put_string(text, " — ");
    text_put_string(text, kind_name(entry->usual.level, language));
    text_put_string(text, " — ");
    text_put_string(text, entry->source);
    text_put_char(text, '\n');
    describe_wording(&entry->usual, language, text);
    for (unsigned phrase = PHRASE_USUAL + 1; phrase < PHRASE_COUNT; phrase++) {
        if (phrases[phrase].id == id) {
            describe_wording(&phrases[phrase].wording, language, text);
        }
    }
    if (language != LANGUAGE_EN) {
        text_put_char(text, '\n');
        wrap_put(entry->explain_zh, DESCRIPTION_COLUMNS, text);
    }
    if (language != LANGUAGE_ZH) {
        text_put_char(text, '\n');
        wrap_put(entry->explain_en, DESCRIPTION_COLUMNS, text);
    }
}

static void explain_in(const struct catalogue_entry *entry, const char *name,
                       const char *explanation, bool last, unsigned columns, struct text *text) {
    struct text paragraph;

    text_init(&paragraph);
    text_put_string(&paragraph, name);
    text_put_string(&paragraph, *name != '\0' ? ": " : "");
    text_put_string(&paragraph, explanation);
    if (last) {
        text_printf(&paragraph, " (%s)", entry->source);
    }
    text_put_char(&paragraph, '\0');
    if (!paragraph.failed) {
        wrap_put(paragraph.data, columns, text);
    }
    text_free_part(&paragraph, text);
}

void catalogue_explain(enum note_id id, enum language language, unsigned columns,
                       struct text *text) {
    const struct catalogue_entry *entry = &entries[id];

    if (language_has_zh(language)) {
        explain_in(entry, entry->name, entry->explain_zh, !language_has_en(language), columns,
                   text);
    }
    if (language_has_en(language)) {
        explain_in(entry, language_has_zh(language) ? "" : entry->name, entry->explain_en, true,
                   columns, text);
    }
}
