/* RESP, the protocol of Redis. */
#include "print/application/payload.h"
#include "print/line.h"
#include "print/reader.h"

/* What a length says that is not one. */
enum {
    LENGTH_NULL = -1,
    LENGTH_TOO_LARGE = -2,
    LENGTH_NEGATIVE = -3,
    LENGTH_INVALID = -4,
};

/* The payload, and where parsing stands. Everything that is found missing ends the line. */
struct resp {
    struct text *text;
    struct reader reader;
    uint64_t expected; /* elements that arrays have announced and that are still to come */
    bool cut;          /* a byte is missing, and was not looked for before it was read */
};

/* A byte `offset` behind where parsing stands. tcpdump looks for the end of the capture before it
 * reads a string, but not elsewhere. The mark is the same; what follows the line differs. */
static bool need(struct resp *resp, size_t offset, uint8_t *byte) {
    const struct reader *reader = &resp->reader;
    size_t at = reader->at + offset;

    resp->cut = at < reader->length && at >= reader->captured.length;
    return reader_peek(reader, offset, byte);
}

static bool is_line_end(uint8_t byte) {
    return byte == '\r' || byte == '\n';
}

/* How far away the next CR LF is. */
static bool find_crlf(const struct resp *resp, size_t *distance) {
    struct span rest = reader_rest(&resp->reader);

    for (size_t i = 0; i + 1 < rest.length; i++) {
        if (rest.data[i] == '\r' && rest.data[i + 1] == '\n') {
            *distance = i;
            return true;
        }
    }
    return false;
}

/* The next `length` bytes, which are there. */
static void put_segment(struct resp *resp, size_t length) {
    const uint8_t *bytes = reader_take(&resp->reader, length);

    text_put_string(resp->text, " \"");
    for (size_t i = 0; i < length; i++) {
        text_put_escaped(resp->text, bytes[i]);
    }
    text_put_char(resp->text, '"');
}

/* After "$" or "*": a number and CR LF. Stands behind it then, or behind what made it invalid. */
static bool read_length(struct resp *resp, int64_t *length) {
    struct reader *reader = &resp->reader;
    uint64_t value = 0;
    unsigned digits = 0;
    uint8_t byte = 0;
    bool negative;

    if (!need(resp, 0, &byte)) {
        return false;
    }
    negative = byte == '-';
    reader->at += negative;
    for (;; reader->at++, digits++) {
        if (!need(resp, 0, &byte)) {
            return false;
        }
        if (byte < '0' || byte > '9') {
            break;
        }
        if (value <= INT32_MAX) {
            value = value * 10 + (uint64_t)(byte - '0');
        }
    }
    *length = LENGTH_INVALID;
    reader->at++;
    if (digits == 0 || byte != '\r') {
        return true;
    }
    if (!need(resp, 0, &byte)) {
        return false;
    }
    reader->at++;
    if (byte != '\n') {
        return true;
    }
    if (negative) {
        *length = value == 1 ? LENGTH_NULL : LENGTH_NEGATIVE;
    } else {
        *length = value > INT32_MAX ? LENGTH_TOO_LARGE : (int64_t)value;
    }
    return true;
}

static void put_odd_length(const struct resp *resp, int64_t length) {
    switch (length) {
    case 0:
        text_put_string(resp->text, " empty");
        break;
    case LENGTH_NULL:
        text_put_string(resp->text, " null");
        break;
    case LENGTH_TOO_LARGE:
        text_put_string(resp->text, " length too large");
        break;
    case LENGTH_NEGATIVE:
        text_put_string(resp->text, " length negative and not -1");
        break;
    default:
        text_put_string(resp->text, " invalid");
        break;
    }
}

/* "+", "-" and ":" are followed by a line. */
static bool put_simple(struct resp *resp) {
    size_t length;

    if (!find_crlf(resp, &length)) {
        return false;
    }
    put_segment(resp, length);
    resp->reader.at += 2;
    return true;
}

static bool put_bulk_string(struct resp *resp) {
    int64_t length;
    size_t skipped;

    if (!read_length(resp, &length)) {
        return false;
    }
    if (length <= 0) {
        put_odd_length(resp, length);
    }
    if (length < 0) {
        return true;
    }
    if (length > 0) {
        if (!span_has(reader_rest(&resp->reader), 0, (size_t)length)) {
            return false;
        }
        put_segment(resp, (size_t)length);
    }
    if (!find_crlf(resp, &skipped)) {
        return false;
    }
    resp->reader.at += skipped + 2;
    return true;
}

static bool put_array(struct resp *resp) {
    int64_t length;

    if (!read_length(resp, &length)) {
        return false;
    }
    if (length > 0) {
        resp->expected += (uint64_t)length;
    } else {
        put_odd_length(resp, length);
    }
    return true;
}

/* True if there was one line end at least. */
static bool skip_line_ends(struct resp *resp) {
    size_t start = resp->reader.at;
    uint8_t byte;

    while (reader_peek(&resp->reader, 0, &byte) && is_line_end(byte)) {
        resp->reader.at++;
    }
    return resp->reader.at > start;
}

/* A command typed by hand: a line without a mark before it. */
static bool put_inline(struct resp *resp) {
    uint8_t byte;

    (void)skip_line_ends(resp);
    for (size_t length = 0; need(resp, length, &byte); length++) {
        if (is_line_end(byte)) {
            put_segment(resp, length);
            return skip_line_ends(resp);
        }
    }
    return false;
}

static bool put_element(struct resp *resp) {
    uint8_t mark;

    if (!need(resp, 0, &mark)) {
        return false;
    }
    resp->reader.at++;
    switch (mark) {
    case '+':
    case '-':
    case ':':
        return put_simple(resp);
    case '$':
        return put_bulk_string(resp);
    case '*':
        return put_array(resp);
    default:
        resp->reader.at--;
        return put_inline(resp);
    }
}

enum line_status print_resp(struct line *line, struct span payload, uint32_t length) {
    struct resp resp = {.text = line->text, .reader = reader_of(payload, length)};

    line->protocol = "resp";
    text_put_string(line->text, ": RESP");
    while (resp.reader.at < length || resp.expected > 0) {
        resp.expected -= resp.expected > 0;
        if (!put_element(&resp)) {
            if (resp.cut) {
                return LINE_CUT;
            }
            line_put_cut(line);
            return LINE_END;
        }
    }
    return LINE_END;
}
