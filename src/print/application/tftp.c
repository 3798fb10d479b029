/* The Trivial File Transfer Protocol (RFC 1350) and its options (RFC 2347). */
#include "print/application/payload.h"
#include "print/line.h"
#include "print/value_names.h"

enum tftp_opcode {
    TFTP_READ = 1,
    TFTP_WRITE = 2,
    TFTP_DATA = 3,
    TFTP_ACK = 4,
    TFTP_ERROR = 5,
    TFTP_OPTIONS_ACK = 6,
};

/* What is left of a message: what was captured of it, and how much was on the wire. */
struct rest {
    struct span bytes;
    uint32_t length;
};

static void skip(struct rest *rest, uint32_t count) {
    rest->bytes = span_from(rest->bytes, count);
    rest->length -= count;
}

/* A string with the zero that ends it. False if that is not there. */
static bool put_string(struct line *line, struct rest *rest) {
    struct span whole = span_first(rest->bytes, rest->length);

    for (uint32_t i = 0; i < whole.length; i++) {
        if (whole.data[i] == 0) {
            skip(rest, i + 1);
            return true;
        }
        text_put_escaped(line->text, whole.data[i]);
    }
    return false;
}

static bool put_quoted(struct line *line, struct rest *rest) {
    bool whole;

    text_put_string(line->text, " \"");
    whole = put_string(line, rest);
    text_put_char(line->text, '"');
    return whole;
}

static enum line_status end_cut(struct line *line) {
    line_put_cut(line);
    return LINE_END;
}

/* Names and values; an empty one is left out. */
static enum line_status put_options(struct line *line, struct rest *rest) {
    while (rest->length > 0) {
        uint8_t first;

        if (!span_u8(rest->bytes, 0, &first)) {
            return LINE_CUT;
        }
        if (first != 0) {
            text_put_char(line->text, ' ');
        }
        if (!put_string(line, rest)) {
            return end_cut(line);
        }
    }
    return LINE_END;
}

/* The file's name and the mode of transfer. */
static enum line_status put_request(struct line *line, struct rest *rest) {
    if (rest->length == 0 || !put_quoted(line, rest) || rest->length == 0) {
        return end_cut(line);
    }
    text_put_char(line->text, ' ');
    return put_string(line, rest) ? put_options(line, rest) : end_cut(line);
}

static enum line_status put_block(struct line *line, struct rest *rest) {
    uint16_t block;

    if (rest->length < 2) {
        return end_cut(line);
    }
    if (!span_be16(rest->bytes, 0, &block)) {
        return LINE_CUT;
    }
    text_printf(line->text, " block %u", block);
    return LINE_END;
}

static enum line_status put_error(struct line *line, struct rest *rest) {
    static const struct value_name names[] = {
        {0, "EUNDEF"}, {1, "ENOTFOUND"}, {2, "EACCESS"}, {3, "ENOSPACE"}, {4, "EBADOP"},
        {5, "EBADID"}, {6, "EEXISTS"},   {7, "ENOUSER"}, {0, NULL},
    };
    const char *name;
    uint16_t code;

    if (rest->length < 2) {
        return end_cut(line);
    }
    if (!span_be16(rest->bytes, 0, &code)) {
        return LINE_CUT;
    }
    name = value_names_find(names, code);
    if (name != NULL) {
        text_printf(line->text, " %s", name);
    } else {
        text_printf(line->text, " tftp-err-#%u \"", code);
    }
    skip(rest, 2);
    return rest->length > 0 && put_quoted(line, rest) ? LINE_END : end_cut(line);
}

enum line_status print_tftp(struct line *line, struct span payload, uint32_t length) {
    static const struct value_name names[] = {
        {TFTP_READ, "RRQ"},    {TFTP_WRITE, "WRQ"},        {TFTP_DATA, "DATA"}, {TFTP_ACK, "ACK"},
        {TFTP_ERROR, "ERROR"}, {TFTP_OPTIONS_ACK, "OACK"}, {0, NULL},
    };
    struct rest rest = {.bytes = payload, .length = length};
    uint16_t opcode;

    line->protocol = "tftp";
    text_printf(line->text, "TFTP, length %u", length);
    if (length < 2) {
        return end_cut(line);
    }
    if (!span_be16(payload, 0, &opcode)) {
        return LINE_CUT;
    }
    if (value_names_find(names, opcode) == NULL) {
        text_printf(line->text, ", tftp-#%u", opcode);
        return LINE_END;
    }
    text_printf(line->text, ", %s", value_names_find(names, opcode));
    skip(&rest, 2);
    switch (opcode) {
    case TFTP_READ:
    case TFTP_WRITE:
        return put_request(line, &rest);
    case TFTP_OPTIONS_ACK:
        return put_options(line, &rest);
    case TFTP_ERROR:
        return put_error(line, &rest);
    default:
        return put_block(line, &rest);
    }
}
