/*
 * What stands between the values of a record is the same in each: worked out once, as one row of
 * words with a place behind each for a value.
 */
#include "views/json/json_flow.h"

#include <assert.h>
#include <pthread.h>
#include <string.h>

#include "views/json/json_kernel.h"
#include "views/json/json_values.h"

/* As long as all keys, and what can stand around each: ",\"\":", and "{" and "}" of a group. */
struct keys {
#define FLOW_FIELD(type, member, key, zh, en, column, sort)                                        \
    char of_flow_##member[sizeof(key) + sizeof ",\"\":{\"}"];
#define END_FIELD(type, member, key, zh, en, column, sort)                                         \
    char of_end_##member[sizeof(key) + sizeof ",\"\":{\"}"];
#include "tcpgloss/track/flow_fields.def"
#undef FLOW_FIELD
#undef END_FIELD
};

enum { WORDS_MAX = sizeof(struct keys) + FORMAT_BLOCK };

struct place {
    const struct flow_field *field; /* null: nothing behind the last words */
    uint16_t words, length;         /* before the value, of those of the layout */
};

/* The record of a flow, or that of one of its ends, which is an object. */
struct layout {
    char words[WORDS_MAX]; /* copied in blocks */
    unsigned word_count;
    struct place places[FLOW_FIELD_COUNT + 1];
    unsigned place_count;
    size_t room; /* the most that all of it can be, owners apart */
};

static struct layout of_flow, of_end;

/* More than any value but an owner takes. */
#define VALUE_ROOM ((size_t)64)
_Static_assert(VALUE_ROOM >= JSON_TIME_ROOM, "room for a time");
_Static_assert(VALUE_ROOM >= JSON_ADDRESS_ROOM, "room for an address");
_Static_assert(VALUE_ROOM >= JSON_MILLISECONDS_ROOM, "room for a duration");
_Static_assert(VALUE_ROOM >= FLOW_HISTORY_MAX + 2, "room for Zeek's letters");

static void add_words(struct layout *layout, const char *words, size_t length) {
    assert(layout->word_count + length + FORMAT_BLOCK <= WORDS_MAX);
    memcpy(layout->words + layout->word_count, words, length);
    layout->word_count += (unsigned)length;
}

static void add_string(struct layout *layout, const char *string) {
    add_words(layout, string, strlen(string));
}

static void add_place(struct layout *layout, const struct flow_field *field, unsigned words) {
    layout->places[layout->place_count++] = (struct place){
        .field = field,
        .words = (uint16_t)words,
        .length = (uint16_t)(layout->word_count - words),
    };
    layout->room += layout->word_count - words + VALUE_ROOM;
}

/* Fields "group.key" of one group stand side by side, and are an object. */
static void make_layout(struct layout *layout, bool of_ends, const char *separator) {
    const char *group = "";
    size_t group_length = 0;
    unsigned words = 0;

    layout->room = FORMAT_BLOCK;
    for (size_t i = 0; i < FLOW_FIELD_COUNT; i++) {
        const struct flow_field *field = &flow_fields[i];
        const char *dot = strchr(field->key, '.');
        const size_t length = dot != NULL ? (size_t)(dot - field->key) : 0;

        if (field->of_end != of_ends) {
            continue;
        }
        if (length != group_length || strncmp(field->key, group, length) != 0) {
            add_string(layout, group_length != 0 ? "}" : "");
            if (length != 0) {
                add_string(layout, separator);
                add_string(layout, "\"");
                add_words(layout, field->key, length);
                add_string(layout, "\":");
                separator = "{";
            }
            group = field->key;
            group_length = length;
        }
        add_string(layout, separator);
        add_string(layout, "\"");
        add_string(layout, dot != NULL ? dot + 1 : field->key);
        add_string(layout, "\":");
        add_place(layout, field, words);
        words = layout->word_count;
        separator = ",";
    }
    add_string(layout, group_length != 0 ? "}" : "");
    add_string(layout, of_ends ? "}" : "");
    add_place(layout, NULL, words);
}

static void make_layouts(void) {
    make_layout(&of_flow, false, ",");
    make_layout(&of_end, true, "{");
}

static char *format_word(char *to, const char *word) {
    if (word == NULL) {
        return format_string(to, "null");
    }
    *to++ = '"';
    to = format_string(to, word);
    *to++ = '"';
    return to;
}

static char *format_value(char *to, const struct flow_field *field, const struct flow_report *flow,
                          enum endpoint end) {
    const void *value = flow_field_at(field, flow, end);

    switch (field->type) {
    case FIELD_IS_NUMBER:
    case FIELD_IS_OPTIONAL:
        return format_u32(to, *(const uint32_t *)value);
    case FIELD_IS_COUNT:
    case FIELD_IS_OPTIONAL_COUNT:
        return format_u64(to, *(const uint64_t *)value);
    case FIELD_IS_FLAG:
        return json_format_boolean(to, *(const bool *)value);
    case FIELD_IS_TIME:
        return json_format_time(to, *(const int64_t *)value);
    case FIELD_IS_DURATION:
        return json_format_milliseconds(to, *(const int64_t *)value);
    case FIELD_IS_ADDRESS:
        return json_format_address(to, flow->ip_version, value);
    case FIELD_IS_STATE:
        return json_format_state(to, *(const enum tcp_state *)value);
    case FIELD_IS_HANDSHAKE:
        return format_word(to, handshake_words[*(const enum handshake_kind *)value].en);
    case FIELD_IS_TEARDOWN:
        return format_word(to, teardown_words[*(const enum teardown_kind *)value].en);
    case FIELD_IS_ENDPOINT:
        return format_word(to, endpoint_words[*(const int8_t *)value].en);
    case FIELD_IS_LIMIT:
        return format_word(to, limit_words[*(const int8_t *)value].en);
    case FIELD_IS_SHARE:
        return json_format_thousandths(to, (uint64_t) * (const int16_t *)value);
    case FIELD_IS_WORD:
        return format_word(to, *(const char *const *)value);
    case FIELD_IS_HISTORY:
        return format_word(to, value);
    case FIELD_IS_OWNER:
        break; /* put_owner() */
    }
    return to;
}

/* Holds a name that others have chosen, of any length once it is escaped. */
static void put_owner(struct json_writer *json, const struct kernel_owner *owner) {
    json->separate = false;
    json_begin(json, '{');
    json_kernel_owner(json, owner);
    json_end(json, '}');
}

static void put_layout(struct json_writer *json, const struct layout *layout,
                       const struct flow_report *flow, enum endpoint end) {
    char *to = text_begin(json->text, layout->room);

    for (const struct place *place = layout->places; to != NULL; place++) {
        const struct flow_field *field = place->field;

        to = format_blocks(to, layout->words + place->words, place->length);
        if (field == NULL) {
            break;
        }
        if (!flow_field_is_known(field, flow, end)) {
            to = format_string(to, "null");
        } else if (field->type == FIELD_IS_OWNER) {
            text_end(json->text, to);
            put_owner(json, flow_field_at(field, flow, end));
            to = text_begin(json->text, layout->room);
        } else {
            to = format_value(to, field, flow, end);
        }
    }
    if (to != NULL) {
        text_end(json->text, to);
    }
    json->separate = true;
}

void json_flow_record(struct json_writer *json, const struct flow_report *flow) {
    static pthread_once_t made = PTHREAD_ONCE_INIT;

    (void)pthread_once(&made, make_layouts);
    put_layout(json, &of_flow, flow, ENDPOINT_CLIENT);
    for (enum endpoint end = ENDPOINT_CLIENT; end <= ENDPOINT_SERVER; end++) {
        json_key(json, endpoint_words[end].en);
        put_layout(json, &of_end, flow, end);
    }
}
