#include "views/json/json_notes.h"

#include "tcpgloss/gloss/note_text.h"

#include "views/json/json_values.h"

static void put_text(struct json_writer *json, struct span bytes, struct text *scratch) {
    text_clear(scratch);
    for (size_t i = 0; i < bytes.length; i++) {
        text_put_escaped(scratch, bytes.data[i]);
    }
    json_string(json, scratch->data, scratch->length);
}

/* Strings, each behind a byte with its length; one whose length lies ends the list. */
static void put_list(struct json_writer *json, struct span list, struct text *scratch) {
    uint8_t length;

    json_begin(json, '[');
    while (span_u8(list, 0, &length) && span_has(list, 1, length)) {
        put_text(json, span_first(span_from(list, 1), length), scratch);
        list = span_from(list, (size_t)length + 1);
    }
    json_end(json, ']');
}

/* A duration's key says in what it is. */
#define KEY_OF_NUMBER(key)   key
#define KEY_OF_DURATION(key) key "_ms"
#define KEY_OF_WHO(key)      key
#define KEY_OF_STATE(key)    key
#define KEY_OF_TEXT(key)     key
#define KEY_OF_LIST(key)     key
#define KEY_OF_TRUE(key)     key

static const struct {
    char key[31];
    uint8_t length;
} keys[] = {
#define X(name, key, type) [ARGUMENT_##name] = {KEY_OF_##type(key), sizeof KEY_OF_##type(key) - 1},
    NOTE_ARGUMENTS(X)
#undef X
};

static void put_argument(struct json_writer *json, const struct argument *argument,
                         struct text *scratch) {
    json_key_part(json, keys[argument->name].key, keys[argument->name].length);
    switch (argument_type(argument->name)) {
    case ARGUMENT_IS_NUMBER:
        json_number(json, argument->value.number);
        break;
    case ARGUMENT_IS_DURATION:
        json_milliseconds(json, argument->value.duration);
        break;
    case ARGUMENT_IS_WHO:
        json_endpoint(json, argument->value.who);
        break;
    case ARGUMENT_IS_STATE:
        json_state(json, argument->value.state);
        break;
    case ARGUMENT_IS_TEXT:
        put_text(json, argument->value.text, scratch);
        break;
    case ARGUMENT_IS_LIST:
        put_list(json, argument->value.text, scratch);
        break;
    case ARGUMENT_IS_TRUE:
        json_boolean(json, true);
        break;
    }
}

/* Words of our own hold nothing that a string of JSON may not; bytes of a packet may. */
static bool shows_bytes(const struct note *note) {
    for (unsigned i = 0; i < note->argument_count; i++) {
        const enum argument_type type = argument_type(note->arguments[i].name);

        if (type == ARGUMENT_IS_TEXT || type == ARGUMENT_IS_LIST) {
            return true;
        }
    }
    return false;
}

static void put_words(struct json_writer *json, const struct notes *notes, const struct note *note,
                      enum language language, struct text *scratch) {
    if (shows_bytes(note)) {
        text_clear(scratch);
        note_write(notes, note, language, scratch);
        json_string(json, scratch->data, scratch->length);
        return;
    }
    json_separate(json);
    text_put_char(json->text, '"');
    note_write(notes, note, language, json->text);
    text_put_char(json->text, '"');
}

static void put_note(struct json_writer *json, const struct notes *notes, const struct note *note,
                     struct text *scratch) {
    static const char *const kinds[] = {
        [NOTE_PHASE] = "phase",
        [NOTE_STEP] = "step",
        [NOTE_WARNING] = "warning",
    };

    json_begin(json, '{');
    json_key(json, "id");
    json_plain(json, catalogue_entry(note->id)->name);
    json_key(json, "kind");
    json_plain(json, kinds[note->kind]);
    json_key(json, "zh");
    put_words(json, notes, note, LANGUAGE_ZH, scratch);
    json_key(json, "en");
    put_words(json, notes, note, LANGUAGE_EN, scratch);
    for (unsigned i = 0; i < note->argument_count; i++) {
        put_argument(json, &note->arguments[i], scratch);
    }
    json_end(json, '}');
}

void json_notes(struct json_writer *json, const struct notes *notes, struct text *scratch) {
    json_key(json, "notes");
    json_begin(json, '[');
    for (unsigned i = 0; i < notes->count; i++) {
        put_note(json, notes, &notes->items[i], scratch);
    }
    json_end(json, ']');
}
