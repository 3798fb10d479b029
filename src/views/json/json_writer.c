#include "views/json/json_writer.h"

#include "tcpgloss/base/unicode.h"

/* Whether a byte can stand in a string without a closer look (RFC 8259 §7). */
static inline bool is_plain(char c) {
    return (uint8_t)c >= 0x20 && (uint8_t)c < 0x80 && c != '"' && c != '\\';
}

static void put_unit(struct text *text, uint32_t unit) {
    text_put(text, "\\u", 2);
    text_put_hex_padded(text, unit, 4);
}

/* Writes one character that is not plain; returns how many bytes it took. */
static size_t put_special(struct text *text, const char *data, size_t length) {
    uint32_t character;
    size_t count = unicode_decode(data, length, &character);

    if (count == 0) {
        text_put_string(text, "\\ufffd");
        return 1;
    }
    if (count > 1 && unicode_is_harmless(character)) {
        text_put(text, data, count);
    } else if (character == '"' || character == '\\') {
        text_put_char(text, '\\');
        text_put_char(text, (char)character);
    } else if (character == '\n') {
        text_put(text, "\\n", 2);
    } else if (character == '\t') {
        text_put(text, "\\t", 2);
    } else if (character >= 0x10000) { /* a pair of surrogates */
        put_unit(text, 0xd800 + ((character - 0x10000) >> 10));
        put_unit(text, 0xdc00 + (character & 0x3ff));
    } else {
        put_unit(text, character);
    }
    return count;
}

void json_string_piece(struct json_writer *json, const char *data, size_t length) {
    size_t done = 0;

    while (done < length) {
        size_t run = done;

        while (run < length && is_plain(data[run])) {
            run++;
        }
        text_put(json->text, data + done, run - done);
        done = run;
        if (done < length) {
            done += put_special(json->text, data + done, length - done);
        }
    }
}

void json_string(struct json_writer *json, const char *data, size_t length) {
    json_separate(json);
    text_put_char(json->text, '"');
    json_string_piece(json, data, length);
    text_put_char(json->text, '"');
}

enum { NANOSECONDS_A_SECOND = 1000000000 };

static uint64_t magnitude(int64_t value) {
    return value < 0 ? (uint64_t)0 - (uint64_t)value : (uint64_t)value;
}

void json_time(struct json_writer *json, int64_t nanoseconds) {
    uint64_t time = magnitude(nanoseconds);

    json_separate(json);
    text_put_string(json->text, nanoseconds < 0 ? "\"-" : "\"");
    text_put_u64(json->text, time / NANOSECONDS_A_SECOND);
    text_put_char(json->text, '.');
    text_put_padded(json->text, time % NANOSECONDS_A_SECOND, 9);
    text_put_char(json->text, '"');
}

/* With the decimals it needs. */
static void put_millionths(struct text *text, uint64_t millionths) {
    uint64_t decimals = millionths % 1000000;
    unsigned width = 6;

    text_put_u64(text, millionths / 1000000);
    if (decimals != 0) {
        while (decimals % 10 == 0) {
            decimals /= 10;
            width--;
        }
        text_put_char(text, '.');
        text_put_padded(text, decimals, width);
    }
}

void json_milliseconds(struct json_writer *json, int64_t nanoseconds) {
    json_separate(json);
    text_put_string(json->text, nanoseconds < 0 ? "-" : "");
    put_millionths(json->text, magnitude(nanoseconds));
}

void json_thousandths(struct json_writer *json, uint64_t thousandths) {
    json_separate(json);
    put_millionths(json->text, thousandths * 1000);
}
