/* RESP, the protocol of Redis. */
#include "print/application/payload.h"
#include "print/line.h"

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
    struct span payload;
    uint32_t length; /* on the wire */
    uint32_t at;
    uint64_t expected; /* elements that arrays have announced and that are still to come */
    bool cut;          /* a byte is missing, and was not looked for before it was read */
};

static bool peek(const struct resp *resp, uint32_t at, uint8_t *byte) {
    return at < resp->length && span_u8(resp->payload, at, byte);
}

/* tcpdump looks for the end of the capture before it reads a string, but not elsewhere. The mark is
 * the same; what follows the line differs. */
static bool need(struct resp *resp, uint32_t at, uint8_t *byte) {
    resp->cut = at < resp->length && at >= resp->payload.length;
    return peek(resp, at, byte);
}

static bool is_line_end(uint8_t byte) {
    return byte == '\r' || byte == '\n';
}

/* Where the next CR LF is. */
static bool find_crlf(const struct resp *resp, uint32_t *end) {
    uint8_t first;
    uint8_t second;

    for (uint32_t at = resp->at; peek(resp, at, &first) && peek(resp, at + 1, &second); at++) {
        if (first == '\r' && second == '\n') {
            *end = at;
            return true;
        }
    }
    return false;
}

static void put_segment(const struct resp *resp, uint32_t end) {
    text_put_string(resp->text, " \"");
    for (uint32_t i = resp->at; i < end; i++) {
        text_put_escaped(resp->text, resp->payload.data[i]);
    }
    text_put_char(resp->text, '"');
}

/* After "$" or "*": a number and CR LF. Stands behind it then, or behind what made it invalid. */
static bool read_length(struct resp *resp, int64_t *length) {
    uint64_t value = 0;
    uint8_t byte = 0;
    bool negative;
    uint32_t first_digit;

    if (!need(resp, resp->at, &byte)) {
        return false;
    }
    negative = byte == '-';
    resp->at += negative;
    first_digit = resp->at;
    for (;; resp->at++) {
        if (!need(resp, resp->at, &byte)) {
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
    resp->at++;
    if (resp->at - 1 == first_digit || byte != '\r') {
        return true;
    }
    if (!need(resp, resp->at, &byte)) {
        return false;
    }
    resp->at++;
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
    uint32_t end;

    if (!find_crlf(resp, &end)) {
        return false;
    }
    put_segment(resp, end);
    resp->at = end + 2;
    return true;
}

static bool put_bulk_string(struct resp *resp) {
    int64_t length;
    uint32_t end;

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
        if (length > resp->length - resp->at ||
            !span_has(resp->payload, resp->at, (size_t)length)) {
            return false;
        }
        put_segment(resp, resp->at + (uint32_t)length);
        resp->at += (uint32_t)length;
    }
    if (!find_crlf(resp, &end)) {
        return false;
    }
    resp->at = end + 2;
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
    uint32_t start = resp->at;
    uint8_t byte;

    while (peek(resp, resp->at, &byte) && is_line_end(byte)) {
        resp->at++;
    }
    return resp->at > start;
}

/* A command typed by hand: a line without a mark before it. */
static bool put_inline(struct resp *resp) {
    uint32_t end;
    uint8_t byte;

    (void)skip_line_ends(resp);
    for (end = resp->at; need(resp, end, &byte); end++) {
        if (is_line_end(byte)) {
            put_segment(resp, end);
            resp->at = end;
            return skip_line_ends(resp);
        }
    }
    return false;
}

static bool put_element(struct resp *resp) {
    uint8_t mark;

    if (!need(resp, resp->at, &mark)) {
        return false;
    }
    resp->at++;
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
        resp->at--;
        return put_inline(resp);
    }
}

enum line_status print_resp(struct line *line, struct span payload, uint32_t length) {
    struct resp resp = {.text = line->text, .payload = payload, .length = length};

    line->protocol = "resp";
    text_put_string(line->text, ": RESP");
    while (resp.at < length || resp.expected > 0) {
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
