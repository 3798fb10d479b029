#include "tcpgloss/base/unicode.h"

#include <string.h>
#include <utf8proc.h>

#include "tcpgloss/base/format.h"

_Static_assert(UNICODE_ESCAPED_MAX == 4 * FORMAT_ESCAPED_ROOM,
               "a character has four bytes at most");

static bool is_ascii(uint32_t character) {
    return character < 0x80;
}

static utf8proc_category_t category_of(uint32_t character) {
    return utf8proc_category((utf8proc_int32_t)character);
}

size_t unicode_decode(const char *data, size_t length, uint32_t *character) {
    enum { LONGEST = 4 };
    utf8proc_int32_t value;
    utf8proc_ssize_t count;

    if (is_ascii((uint8_t)data[0])) { /* most of what is decoded */
        *character = (uint8_t)data[0];
        return 1;
    }
    count = utf8proc_iterate((const utf8proc_uint8_t *)data,
                             (utf8proc_ssize_t)(length < LONGEST ? length : LONGEST), &value);
    if (count <= 0) {
        return 0;
    }
    *character = (uint32_t)value;
    return (size_t)count;
}

bool unicode_is_harmless(uint32_t character) {
    switch (category_of(character)) {
    case UTF8PROC_CATEGORY_CN:
    case UTF8PROC_CATEGORY_CC:
    case UTF8PROC_CATEGORY_CF:
    case UTF8PROC_CATEGORY_CS:
    case UTF8PROC_CATEGORY_CO:
    case UTF8PROC_CATEGORY_ZL:
    case UTF8PROC_CATEGORY_ZP:
        return false;
    default:
        return true;
    }
}

unsigned unicode_columns(uint32_t character) {
    int columns;

    if (is_ascii(character)) {
        return character >= ' ' && character != 0x7f;
    }
    columns = utf8proc_charwidth((utf8proc_int32_t)character);
    return columns > 0 ? (unsigned)columns : 0;
}

bool unicode_is_ideograph(uint32_t character) {
    return unicode_columns(character) == 2 && category_of(character) == UTF8PROC_CATEGORY_LO;
}

bool unicode_is_wide_closing(uint32_t character) {
    utf8proc_category_t category = category_of(character);

    return unicode_columns(character) == 2 &&
           (category == UTF8PROC_CATEGORY_PE || category == UTF8PROC_CATEGORY_PF ||
            category == UTF8PROC_CATEGORY_PO);
}

size_t unicode_escape(const char *data, size_t length, size_t *taken,
                      char escaped[UNICODE_ESCAPED_MAX]) {
    uint32_t character;
    size_t count = unicode_decode(data, length, &character);
    char *end = escaped;

    if (count > 0 && unicode_is_harmless(character)) {
        memcpy(escaped, data, count);
        *taken = count;
        return count;
    }
    *taken = count > 0 ? count : 1;
    for (size_t i = 0; i < *taken; i++) {
        end = format_escaped(end, (uint8_t)data[i]);
    }
    return (size_t)(end - escaped);
}

void unicode_put(struct text *text, const char *data, size_t length) {
    for (size_t done = 0; done < length;) {
        char escaped[UNICODE_ESCAPED_MAX];
        size_t taken;
        size_t written = unicode_escape(data + done, length - done, &taken, escaped);

        text_put(text, escaped, written);
        done += taken;
    }
}

void unicode_put_string(struct text *text, const char *string) {
    unicode_put(text, string, strlen(string));
}
