#include "views/html/page_words.h"

#include <string.h>

#include "tcpgloss/gloss/glossary.h"
#include "tcpgloss/track/flow_fields.h"
#include "tcpgloss/track/state.h"

#include "views/json/json_writer.h"

static void put_string(struct json_writer *json, const char *key, const char *string) {
    json_key(json, key);
    json_string(json, string, strlen(string));
}

/* "a, b" as ["a","b"]. */
static void put_list(struct json_writer *json, const char *key, const char *list) {
    json_key(json, key);
    json_begin(json, '[');
    while (*list != '\0') {
        size_t length = strcspn(list, ",");

        json_string(json, list, length);
        list += length;
        list += strspn(list, ", ");
    }
    json_end(json, ']');
}

static struct json_writer begin_record(struct text *text, const char *type) {
    struct json_writer json = {.text = text};

    json_begin(&json, '{');
    put_string(&json, "type", type);
    return json;
}

static void end_record(struct json_writer *json) {
    json_end(json, '}');
    text_put_char(json->text, '\n');
}

/* `group` and `name` are literals of ours, which need no escaping. */
static void put_word(struct text *text, const char *group, const char *name,
                     struct bilingual words) {
    struct json_writer json = begin_record(text, "word");

    json_key(&json, "id");
    json_separate(&json);
    text_put_char(text, '"');
    text_put_string(text, group);
    text_put_string(text, name);
    text_put_char(text, '"');
    put_string(&json, "zh", words.zh);
    put_string(&json, "en", words.en);
    end_record(&json);
}

void page_words_put(struct text *text) {
    for (size_t i = 0; i < FLOW_FIELD_COUNT; i++) {
        put_word(text, flow_fields[i].of_end ? "end." : "flow.", flow_fields[i].key,
                 flow_fields[i].words);
    }
    for (size_t i = 0; i < HANDSHAKE_KIND_COUNT; i++) {
        put_word(text, "handshake.", handshake_words[i].en, handshake_words[i]);
    }
    for (size_t i = 0; i < TEARDOWN_KIND_COUNT; i++) {
        put_word(text, "teardown.", teardown_words[i].en, teardown_words[i]);
    }
    for (size_t i = 0; i < LIMIT_COUNT; i++) {
        put_word(text, "limited_by.", limit_words[i].en, limit_words[i]);
    }
    for (enum endpoint end = ENDPOINT_CLIENT; end <= ENDPOINT_SERVER; end++) {
        put_word(text, "", endpoint_words[end].en, endpoint_words[end]);
    }
}

static void put_term(struct text *text, const struct term *term) {
    struct json_writer json = begin_record(text, "term");

    put_string(&json, "id", term->name);
    put_string(&json, "zh", term->explain_zh);
    put_string(&json, "en", term->explain_en);
    put_string(&json, "source", term->source);
    put_list(&json, "notes", term->notes);
    end_record(&json);
}

void page_words_put_glossary(struct text *text) {
    for (size_t i = 0; i < glossary_length(); i++) {
        const struct term *term = glossary_term(i);

        if (term->group != TERM_WIRESHARK) {
            put_term(text, term);
        }
    }
}

void page_words_put_note(struct text *text, enum note_id id, enum note_kind kind) {
    static const char *const kinds[] = {
        [NOTE_PHASE] = "phase",
        [NOTE_STEP] = "step",
        [NOTE_WARNING] = "warning",
    };
    const struct catalogue_entry *entry = catalogue_entry(id);
    struct json_writer json = begin_record(text, "note");

    put_string(&json, "id", entry->name);
    put_string(&json, "kind", kinds[kind]);
    put_string(&json, "zh", entry->explain_zh);
    put_string(&json, "en", entry->explain_en);
    put_string(&json, "source", entry->source);
    end_record(&json);
}
