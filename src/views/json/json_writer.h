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

#include "tcpgloss/base/format.h"
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

/* The name of the member whose value comes next: `length` bytes of `key`. Inlined, so that a
 * literal is copied as the block that it is. */
__attribute__((always_inline)) static inline void json_key_part(struct json_writer *json,
                                                                const char *key, size_t length) {
    char *to = text_begin(json->text, length + sizeof ",\"\":");

    if (to != NULL) {
        *to = ',';
        to += json->separate;
        *to++ = '"';
        to = format_bytes(to, key, length);
        text_end(json->text, format_string(to, "\":"));
    }
    json->separate = false;
}

__attribute__((always_inline)) static inline void json_key(struct json_writer *json,
                                                           const char *key) {
    json_key_part(json, key, strlen(key));
}

static inline void json_number(struct json_writer *json, uint64_t number) {
    char *to = text_begin(json->text, 1 + FORMAT_U64_ROOM);

    if (to != NULL) {
        *to = ',';
        text_end(json->text, format_u64(to + json->separate, number));
    }
    json->separate = true;
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

/* A value where there is room for it, and nothing before it: "false" is the longest. */
static inline char *json_format_boolean(char *to, bool value) {
    return value ? format_string(to, "true") : format_string(to, "false");
}

static inline void json_boolean(struct json_writer *json, bool value) {
    json_separate(json);
    text_put_string(json->text, value ? "true" : "false");
}

/* A string that holds nothing to be escaped: `length` bytes; or to its NUL, and null for a null
 * pointer. */
__attribute__((always_inline)) static inline void
json_plain_part(struct json_writer *json, const char *string, size_t length) {
    char *to = text_begin(json->text, length + sizeof ",\"\"");

    if (to != NULL) {
        *to = ',';
        to += json->separate;
        *to++ = '"';
        to = format_bytes(to, string, length);
        *to++ = '"';
        text_end(json->text, to);
    }
    json->separate = true;
}

__attribute__((always_inline)) static inline void json_plain(struct json_writer *json,
                                                             const char *string) {
    if (string == NULL) {
        json_null(json);
    } else {
        json_plain_part(json, string, strlen(string));
    }
}

/* Any bytes: what is not UTF-8 becomes U+FFFD; what is not harmless (unicode.h) is written as \u.
 */
void json_string(struct json_writer *json, const char *data, size_t length);

/* A string in pieces, each of whole characters: json_separate(), then a quotation mark before and
 * one behind them. */
void json_string_piece(struct json_writer *json, const char *data, size_t length);

/* A time since the epoch, as a string with nine decimals of a second. */
void json_time(struct json_writer *json, int64_t nanoseconds);

/* The same where there is room for it, and nothing before it. */
enum { JSON_TIME_ROOM = 2 * FORMAT_U64_ROOM + sizeof "\"-.\"" };
char *json_format_time(char *to, int64_t nanoseconds);

/* A duration as a number of milliseconds, with the decimals it needs. */
void json_milliseconds(struct json_writer *json, int64_t nanoseconds);

/* The same where there is room for it, and a number of thousandths as a share of one. */
enum { JSON_MILLISECONDS_ROOM = 2 * FORMAT_U64_ROOM + sizeof "-." };
char *json_format_milliseconds(char *to, int64_t nanoseconds);
char *json_format_thousandths(char *to, uint64_t thousandths);

#endif
