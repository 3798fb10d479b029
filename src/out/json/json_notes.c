#include "json_records.h"

static void put_argument(struct json_writer *json, const struct argument *argument,
                         struct text *scratch) {
    static const char *const keys[] = {
        [ARGUMENT_SEQ] = "seq",
        [ARGUMENT_ACK] = "ack",
        [ARGUMENT_EXPECTED] = "expected",
        [ARGUMENT_MSS] = "mss",
        [ARGUMENT_WINDOW_SCALE] = "window_scale",
        [ARGUMENT_COUNT] = "count",
        [ARGUMENT_LENGTH] = "length",
        [ARGUMENT_DURATION] = "duration_ms",
        [ARGUMENT_RTT] = "rtt_ms",
        [ARGUMENT_WHO] = "who",
        [ARGUMENT_STATE] = "state",
        [ARGUMENT_TEXT] = "text",
    };

    json_key(json, keys[argument->name]);
    switch (argument->name) {
    case ARGUMENT_DURATION:
    case ARGUMENT_RTT:
        json_milliseconds(json, argument->value.duration);
        break;
    case ARGUMENT_WHO:
        json_endpoint(json, argument->value.who);
        break;
    case ARGUMENT_STATE:
        json_state(json, argument->value.state);
        break;
    case ARGUMENT_TEXT:
        text_clear(scratch);
        for (size_t i = 0; i < argument->value.text.length; i++) {
            text_put_escaped(scratch, argument->value.text.data[i]);
        }
        json_string(json, scratch->data, scratch->length);
        break;
    default:
        json_number(json, argument->value.number);
        break;
    }
}

static void put_words(struct json_writer *json, const struct notes *notes, const struct note *note,
                      enum language language, struct text *scratch) {
    text_clear(scratch);
    note_write(notes, note, language, scratch);
    json_string(json, scratch->data, scratch->length);
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
