/*
 * Writes JSON (RFC 8259) straight into a text buffer: no tree, no allocation.
 *
 * Values in an array, and members of an object, are separated by themselves; the caller keeps
 * begin and end in balance. Keys are literals of ours and need no escaping.
 */
#ifndef TCPGLOSS_SRC_VIEWS_JSON_JSON_WRITER_H
#define TCPGLOSS_SRC_VIEWS_JSON_JSON_WRITER_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "tcpgloss/base/text.h"

struct json_writer {
    struct text *text;
    bool separate; /* a value stands before: the next needs a comma */
};

static inline void json_separate(struct json_writer *json) {
    if (json->separate) {
        text_put_char(json->text, ',');
    }
    json->separate = true;
}

static inline void json_begin(struct json_writer *json, char bracket) {
    json_separate(json);
    text_put_char(json->text, bracket);
    json->separate = false;
}

static inline void json_end(struct json_writer *json, char bracket) {
    text_put_char(json->text, bracket);
    json->separate = true;
}

/* The name of the member whose value comes next: `length` bytes of `key`. */
static inline void json_key_part(struct json_writer *json, const char *key, size_t length) {
    text_put(json->text, json->separate ? ",\"" : "\"", json->separate ? 2 : 1);
    text_put(json->text, key, length);
    text_put(json->text, "\":", 2);
    json->separate = false;
}

static inline void json_key(struct json_writer *json, const char *key) {
    json_key_part(json, key, strlen(key));
}

static inline void json_number(struct json_writer *json, uint64_t number) {
    json_separate(json);
    text_put_u64(json->text, number);
}

static inline void json_null(struct json_writer *json) {
    json_separate(json);
    text_put(json->text, "null", 4);
}

/* The number where it is known, else null. */
static inline void json_number_if(struct json_writer *json, bool known, uint64_t number) {
    if (known) {
        json_number(json, number);
    } else {
        json_null(json);
    }
}

static inline void json_boolean(struct json_writer *json, bool value) {
    json_separate(json);
    text_put_string(json->text, value ? "true" : "false");
}

/* A string that holds nothing to be escaped; null for a null pointer. */
static inline void json_plain(struct json_writer *json, const char *string) {
    if (string == NULL) {
        json_null(json);
        return;
    }
    json_separate(json);
    text_put_char(json->text, '"');
    text_put_string(json->text, string);
    text_put_char(json->text, '"');
}

/* Any bytes: what is not UTF-8 becomes U+FFFD; what is not harmless (unicode.h) is written as \u.
 */
void json_string(struct json_writer *json, const char *data, size_t length);

/* A string in pieces, each of whole characters: json_separate(), then a quotation mark before and
 * one behind them. */
void json_string_piece(struct json_writer *json, const char *data, size_t length);

/* A time since the epoch, as a string with nine decimals of a second. */
void json_time(struct json_writer *json, int64_t nanoseconds);

/* A duration as a number of milliseconds, with the decimals it needs. */
void json_milliseconds(struct json_writer *json, int64_t nanoseconds);

/* A number of thousandths as a share of one. */
void json_thousandths(struct json_writer *json, uint64_t thousandths);

#endif
