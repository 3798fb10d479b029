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

/* A key with what stands around it. */
struct constant {
    char words[79]; /* copied in blocks */
    uint8_t length;
};

#define CONSTANT(string)                                                                           \
    { string, sizeof(string) - 1 }

static const struct constant keys[] = {
#define X(name, key, type) [ARGUMENT_##name] = CONSTANT(",\"" KEY_OF_##type(key) "\":"),
    NOTE_ARGUMENTS(X)
#undef X
};

/* More than an argument of a bounded length takes, with its key. */
enum { ARGUMENT_ROOM = sizeof keys->words + JSON_MILLISECONDS_ROOM };

static char *format_key(char *to, const struct constant *key) {
    return format_blocks(to, key->words, key->length);
}

static char *format_argument(char *to, const struct argument *argument) {
    switch (argument_type(argument->name)) {
    case ARGUMENT_IS_NUMBER:
        return format_u64(to, argument->value.number);
    case ARGUMENT_IS_DURATION:
        return json_format_milliseconds(to, argument->value.duration);
    case ARGUMENT_IS_WHO:
        return argument->value.who == ENDPOINT_CLIENT ? format_string(to, "\"client\"")
                                                      : format_string(to, "\"server\"");
    case ARGUMENT_IS_STATE:
        return json_format_state(to, argument->value.state);
    case ARGUMENT_IS_TRUE:
        return json_format_boolean(to, true);
    case ARGUMENT_IS_TEXT:
    case ARGUMENT_IS_LIST:
        break; /* put_bytes() */
    }
    return to;
}

static bool shows_bytes(const struct argument *argument) {
    const enum argument_type type = argument_type(argument->name);

    return type == ARGUMENT_IS_TEXT || type == ARGUMENT_IS_LIST;
}

static void put_bytes(struct json_writer *json, const struct argument *argument,
                      struct text *scratch) {
    json->separate = false;
    if (argument_type(argument->name) == ARGUMENT_IS_LIST) {
        put_list(json, argument->value.text, scratch);
    } else {
        put_text(json, argument->value.text, scratch);
    }
}

/* Words of our own hold nothing that a string of JSON may not; bytes of a packet may. */
static bool has_bytes(const struct note *note) {
    for (unsigned i = 0; i < note->argument_count; i++) {
        if (shows_bytes(&note->arguments[i])) {
            return true;
        }
    }
    return false;
}

/* Those of a note that has no bytes: room is made once. */
static void put_bounded_arguments(struct json_writer *json, const struct note *note) {
    char *to = text_begin(json->text, (size_t)note->argument_count * ARGUMENT_ROOM);

    if (to == NULL) {
        return;
    }
    for (unsigned i = 0; i < note->argument_count; i++) {
        const struct argument *argument = &note->arguments[i];

        to = format_argument(format_key(to, &keys[argument->name]), argument);
    }
    text_end(json->text, to);
}

static void put_arguments(struct json_writer *json, const struct note *note, struct text *scratch) {
    for (unsigned i = 0; i < note->argument_count; i++) {
        const struct argument *argument = &note->arguments[i];
        char *to = text_begin(json->text, ARGUMENT_ROOM);

        if (to == NULL) {
            return;
        }
        to = format_key(to, &keys[argument->name]);
        if (shows_bytes(argument)) {
            text_end(json->text, to);
            put_bytes(json, argument, scratch);
        } else {
            text_end(json->text, format_argument(to, argument));
        }
    }
}

/* What stands between quotation marks. */
static void put_escaped_words(struct json_writer *json, const struct notes *notes,
                              const struct note *note, enum language language,
                              struct text *scratch) {
    text_clear(scratch);
    note_write(notes, note, language, scratch);
    json_string_piece(json, scratch->data, scratch->length);
}

static const struct constant ids[NOTE_ID_COUNT] = {
#define NOTE(id, name, ...) [NOTE_##id] = CONSTANT("{\"id\":\"" name "\",\"kind\":"),
#include "tcpgloss/gloss/catalogue.def"
};

static const struct constant kinds[] = {
    [NOTE_PHASE] = CONSTANT("\"phase\",\"zh\":\""),
    [NOTE_STEP] = CONSTANT("\"step\",\"zh\":\""),
    [NOTE_WARNING] = CONSTANT("\"warning\",\"zh\":\""),
};

#define BEFORE_ENGLISH "\",\"en\":\""

static void put_note(struct json_writer *json, const struct notes *notes, const struct note *note,
                     struct text *scratch) {
    char *to = text_begin(json->text, sizeof ids->words + sizeof kinds->words);

    if (to != NULL) {
        text_end(json->text, format_key(format_key(to, &ids[note->id]), &kinds[note->kind]));
    }
    if (has_bytes(note)) {
        put_escaped_words(json, notes, note, LANGUAGE_ZH, scratch);
        text_put_string(json->text, BEFORE_ENGLISH);
        put_escaped_words(json, notes, note, LANGUAGE_EN, scratch);
        text_put_char(json->text, '"');
        put_arguments(json, note, scratch);
    } else {
        note_write(notes, note, LANGUAGE_ZH, json->text);
        text_put_string(json->text, BEFORE_ENGLISH);
        note_write(notes, note, LANGUAGE_EN, json->text);
        text_put_char(json->text, '"');
        put_bounded_arguments(json, note);
    }
    text_put_char(json->text, '}');
}

void json_notes(struct json_writer *json, const struct notes *notes, struct text *scratch) {
    text_put_string(json->text, ",\"notes\":[");
    for (unsigned i = 0; i < notes->count; i++) {
        if (i > 0) {
            text_put_char(json->text, ',');
        }
        put_note(json, notes, &notes->items[i], scratch);
    }
    text_put_char(json->text, ']');
    json->separate = true;
}
