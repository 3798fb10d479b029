#include "views/json/json_writer.h"

#include "tcpgloss/base/bytes.h"
#include "tcpgloss/base/unicode.h"

/* Bytes that are compared at once: a lane of what comes back is all ones where it is so. */
enum { BLOCK = 16 };
typedef uint8_t lanes __attribute__((vector_size(BLOCK)));

/* Which bytes cannot stand in a string without a closer look: control characters, those above
 * ASCII, and the two that are escaped (RFC 8259 §7, which lets DEL stand). */
static inline lanes find_special(lanes bytes) {
    return (lanes)(bytes < 0x20) | (lanes)(bytes > 0x7e) | (lanes)(bytes == '"') |
           (lanes)(bytes == '\\');
}

/* Copies a block. */
static inline lanes copy_lanes(char *to, const char *data) {
    lanes bytes;

    memcpy(&bytes, data, sizeof bytes);
    memcpy(to, &bytes, sizeof bytes);
    return find_special(bytes);
}

static inline bool has_any(lanes special) {
    uint64_t words[BLOCK / 8];

    memcpy(words, &special, sizeof words);
    return (words[0] | words[1]) != 0;
}

/* How many bytes of a block come before the first special one. */
static inline unsigned count_plain(lanes special) {
    uint8_t bytes[BLOCK];
    unsigned count = 0;

    if (!has_any(special)) {
        return BLOCK;
    }
    memcpy(bytes, &special, sizeof bytes);
    while (bytes[count] == 0) {
        count++;
    }
    return count;
}

/* Whether these three bytes are an ideograph from U+4E00 to U+9FBF, of which all are harmless
 * (unicode.h). */
static inline bool is_ideograph(const char *bytes) {
    const uint8_t first = (uint8_t)bytes[0];
    const uint8_t second = (uint8_t)bytes[1];

    return first >= 0xe4 && first <= 0xe9 && second >= (first == 0xe4 ? 0xb8 : 0x80) &&
           second <= (first == 0xe9 ? 0xbe : 0xbf) && ((uint8_t)bytes[2] & 0xc0) == 0x80;
}

static char *put_unit(char *to, uint32_t unit) {
    return format_hex_padded(format_string(to, "\\u"), unit, 4);
}

/* The most that one byte becomes, and one character at the end. */
enum { BYTE_ROOM = sizeof "\\u0000" - 1, CHARACTER_ROOM = 2 * BYTE_ROOM + BLOCK };

/* Writes one character that is not plain; `*count` is how many bytes it took. */
static char *put_special(char *to, const char *data, size_t length, size_t *count) {
    uint32_t character;

    *count = unicode_decode(data, length, &character);
    if (*count == 0) {
        *count = 1;
        return format_string(to, "\\ufffd");
    }
    if (*count > 1 && unicode_is_harmless(character)) {
        return format_bytes(to, data, *count);
    }
    if (character == '"' || character == '\\') {
        *to++ = '\\';
        *to++ = (char)character;
        return to;
    }
    if (character == '\n') {
        return format_string(to, "\\n");
    }
    if (character == '\t') {
        return format_string(to, "\\t");
    }
    if (character >= 0x10000) { /* a pair of surrogates */
        to = put_unit(to, 0xd800 + ((character - 0x10000) >> 10));
        return put_unit(to, 0xdc00 + (character & 0x3ff));
    }
    return put_unit(to, character);
}

/* Copies the next bytes, and says how many of them can stand as they are. Near the end the zeros
 * behind it are not plain. */
static unsigned copy_plain(char *to, const char *data, size_t length) {
    char last[BLOCK] = {0};

    if (length < BLOCK) {
        data = memcpy(last, data, length);
    }
    return count_plain(copy_lanes(to, data));
}

/* Writes characters until `most` bytes or a few more are done; returns how many. */
static size_t put_some(struct text *text, const char *data, size_t length, size_t most) {
    char *to = text_begin(text, most * BYTE_ROOM + CHARACTER_ROOM);
    size_t done = 0;

    if (to == NULL) {
        return length;
    }
    while (done < most) {
        const unsigned plain = copy_plain(to, data + done, length - done);
        size_t count;

        to += plain;
        done += plain;
        if (plain == BLOCK || done == length) {
            continue;
        }
        if (length - done < 3 || !is_ideograph(data + done)) {
            to = put_special(to, data + done, length - done, &count);
            done += count;
            continue;
        }
        do {
            to = format_bytes(to, data + done, 3);
            done += 3;
        } while (done < most && length - done >= 3 && is_ideograph(data + done));
    }
    text_end(text, to);
    return done;
}

/* Writes the string if all its bytes can stand as they are. False, and nothing is written, if not,
 * and for a few bytes, which are not worth the look. */
static bool put_plain(struct text *text, const char *data, size_t length) {
    lanes special = {0};
    char *to;

    if (length < BLOCK) {
        return false;
    }
    to = text_begin(text, length);
    if (to == NULL) {
        return true;
    }
    for (size_t i = 0; i < length - BLOCK; i += BLOCK) {
        special |= copy_lanes(to + i, data + i);
    }
    special |= copy_lanes(to + length - BLOCK, data + length - BLOCK);
    if (has_any(special)) {
        return false;
    }
    text_end(text, to + length);
    return true;
}

void json_string_piece(struct json_writer *json, const char *data, size_t length) {
    enum { MOST = 4096 }; /* at once: the room that is made for them is many times as much */

    if (put_plain(json->text, data, length)) {
        return;
    }
    while (length > 0) {
        const size_t done = put_some(json->text, data, length, length < MOST ? length : MOST);

        data += done;
        length -= done;
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

char *json_format_time(char *to, int64_t nanoseconds) {
    const uint64_t time = magnitude(nanoseconds);

    to = nanoseconds < 0 ? format_string(to, "\"-") : format_string(to, "\"");
    to = format_u64(to, time / NANOSECONDS_A_SECOND);
    *to++ = '.';
    to = format_nine(to, (uint32_t)(time % NANOSECONDS_A_SECOND));
    *to++ = '"';
    return to;
}

void json_time(struct json_writer *json, int64_t nanoseconds) {
    char *to;

    json_separate(json);
    to = text_begin(json->text, JSON_TIME_ROOM);
    if (to != NULL) {
        text_end(json->text, json_format_time(to, nanoseconds));
    }
}

/* With the decimals it needs: most have no more than three. */
static char *format_millionths(char *to, uint64_t millionths) {
    const uint32_t decimals = (uint32_t)(millionths % 1000000);

    to = format_u64(to, millionths / 1000000);
    if (decimals != 0) {
        *to++ = '.';
        to = decimals % 1000 == 0 ? format_three(to, decimals / 1000) : format_six(to, decimals);
        while (to[-1] == '0') {
            to--;
        }
    }
    return to;
}

char *json_format_milliseconds(char *to, int64_t nanoseconds) {
    if (nanoseconds < 0) {
        *to++ = '-';
    }
    return format_millionths(to, magnitude(nanoseconds));
}

char *json_format_thousandths(char *to, uint64_t thousandths) {
    return format_millionths(to, thousandths * 1000);
}

void json_milliseconds(struct json_writer *json, int64_t nanoseconds) {
    char *to;

    json_separate(json);
    to = text_begin(json->text, JSON_MILLISECONDS_ROOM);
    if (to != NULL) {
        text_end(json->text, json_format_milliseconds(to, nanoseconds));
    }
}
