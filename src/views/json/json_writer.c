#include "views/json/json_writer.h"

#include "tcpgloss/base/bytes.h"
#include "tcpgloss/base/unicode.h"

/* Eight bytes at once, the first one lowest. */
#define EACH(byte) (UINT64_C(0x0101010101010101) * (byte))
enum { BLOCK = 8 };

/* How many of the next eight bytes can stand in a string without a closer look (RFC 8259 §7): none
 * is below a space, above ASCII, or one of the two that are escaped. A byte that is one of them
 * gets its top bit here; those behind the first such byte may get it wrongly. */
static inline unsigned count_plain(uint64_t bytes) {
    const uint64_t quotation_mark = bytes ^ EACH('"');
    const uint64_t backslash = bytes ^ EACH('\\');
    const uint64_t special =
        (bytes | (bytes - EACH(0x20)) | (quotation_mark - EACH(1)) | (backslash - EACH(1))) &
        EACH(0x80);

    return special == 0 ? BLOCK : (unsigned)__builtin_ctzll(special) / 8;
}

/* Whether the first three of these bytes are an ideograph from U+4E00 to U+9FBF, of which all are
 * harmless (unicode.h). */
static inline bool is_ideograph(uint64_t bytes) {
    const uint32_t character =
        (uint32_t)(bytes & 0xf) << 12 | (uint32_t)(bytes >> 8 & 0x3f) << 6 | (bytes >> 16 & 0x3f);

    return (bytes & 0xc0c0f0) == 0x8080e0 && character >= 0x4e00 && character <= 0x9fbf;
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

/* Writes characters until `most` bytes or a few more are done; returns how many. */
static size_t put_some(struct text *text, const char *data, size_t length, size_t most) {
    char *to = text_begin(text, most * BYTE_ROOM + CHARACTER_ROOM);
    size_t done = 0;

    if (to == NULL) {
        return length;
    }
    while (done < most) {
        uint64_t bytes = 0;
        unsigned plain;
        size_t count;

        if (length - done >= BLOCK) {
            bytes = load_le64((const uint8_t *)data + done);
        } else { /* zeros behind the end are not plain */
            for (size_t i = length - done; i > 0; i--) {
                bytes = bytes << 8 | (uint8_t)data[done + i - 1];
            }
        }
        plain = count_plain(bytes);
        store_le64((uint8_t *)to, bytes);
        to += plain;
        done += plain;
        if (plain == BLOCK || done >= length) {
            continue;
        }
        bytes >>= 8 * plain;
        if (plain <= BLOCK - 3 && is_ideograph(bytes)) {
            to = format_bytes(to, data + done, 3);
            done += 3;
        } else {
            to = put_special(to, data + done, length - done, &count);
            done += count;
        }
    }
    text_end(text, to);
    return done;
}

void json_string_piece(struct json_writer *json, const char *data, size_t length) {
    enum { MOST = 4096 }; /* at once: the room that is made for them is many times as much */

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

void json_time(struct json_writer *json, int64_t nanoseconds) {
    uint64_t time = magnitude(nanoseconds);
    char *to;

    json_separate(json);
    to = text_begin(json->text, 2 * FORMAT_U64_ROOM + sizeof "\"-.\"");
    if (to == NULL) {
        return;
    }
    to = nanoseconds < 0 ? format_string(to, "\"-") : format_string(to, "\"");
    to = format_u64(to, time / NANOSECONDS_A_SECOND);
    *to++ = '.';
    to = format_padded(to, time % NANOSECONDS_A_SECOND, 9);
    *to++ = '"';
    text_end(json->text, to);
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
