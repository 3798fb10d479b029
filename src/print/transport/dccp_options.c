/* Options of DCCP (RFC 4340 §5.8). */
#include "print/transport/dccp_options.h"

#include "print/line.h"
#include "print/value_names.h"

enum dccp_option {
    DCCP_CHANGE_L = 32, /* from here on an option has a length */
    DCCP_CONFIRM_R = 35,
    DCCP_INIT_COOKIE = 36,
    DCCP_NDP_COUNT = 37,
    DCCP_DATA_DROPPED = 40,
    DCCP_TIMESTAMP = 41,
    DCCP_TIMESTAMP_ECHO = 42,
    DCCP_ELAPSED_TIME = 43,
    DCCP_DATA_CHECKSUM = 44,
    DCCP_CCID = 128, /* from here on a congestion control's own */
};

static const struct value_name option_names[] = {
    {0, "nop"},
    {1, "mandatory"},
    {2, "slowreceiver"},
    {DCCP_CHANGE_L, "change_l"},
    {33, "confirm_l"},
    {34, "change_r"},
    {DCCP_CONFIRM_R, "confirm_r"},
    {DCCP_INIT_COOKIE, "initcookie"},
    {DCCP_NDP_COUNT, "ndp_count"},
    {38, "ack_vector0"},
    {39, "ack_vector1"},
    {DCCP_DATA_DROPPED, "data_dropped"},
    {DCCP_TIMESTAMP, "timestamp"},
    {DCCP_TIMESTAMP_ECHO, "timestamp_echo"},
    {DCCP_ELAPSED_TIME, "elapsed_time"},
    {DCCP_DATA_CHECKSUM, "data_checksum"},
    {0, NULL},
};

static void put_name(struct text *text, uint8_t kind) {
    const char *name = kind < DCCP_CCID ? value_names_find(option_names, kind) : NULL;

    if (name != NULL) {
        text_put_string(text, name);
    } else {
        text_put_string(text, kind < DCCP_CCID ? "Option " : "CCID option ");
        text_put_u32(text, kind);
    }
}

static void put_number(struct text *text, uint32_t number) {
    text_put_char(text, ' ');
    text_put_u32(text, number);
}

static void put_hex(struct text *text, const char *lead, struct span bytes) {
    if (bytes.length > 0) {
        text_put_string(text, lead);
    }
    for (size_t i = 0; i < bytes.length; i++) {
        text_put_hex_padded(text, bytes.data[i], 2);
    }
}

static void put_feature(struct text *text, struct span value) {
    static const char *const names[] = {
        "reserved",
        "ccid",
        "allow_short_seqno",
        "sequence_window",
        "ecn_incapable",
        "ack_ratio",
        "send_ack_vector",
        "send_ndp_count",
        "minimum checksum coverage",
        "check data checksum",
    };

    if (value.length == 0) {
        text_put_string(text, " optlen too short");
    } else if (value.data[0] < sizeof names / sizeof names[0]) {
        text_put_char(text, ' ');
        text_put_string(text, names[value.data[0]]);
        for (size_t i = 1; i < value.length; i++) {
            put_number(text, value.data[i]);
        }
    }
}

/* The time that is echoed, and after it, in two or four bytes, how long it was kept. */
static void put_timestamp_echo(struct text *text, struct span value) {
    if (value.length != 4 && value.length != 6 && value.length != 8) {
        text_put_string(text, " [optlen != 6 or 8 or 10]");
        return;
    }
    put_number(text, load_be32(value.data));
    if (value.length > 4) {
        text_put_string(text, " (elapsed time ");
        text_put_u32(text,
                     value.length == 6 ? load_be16(value.data + 4) : load_be32(value.data + 4));
        text_put_char(text, ')');
    }
}

/* A number of two or four bytes. False, and nothing printed, of any other length. */
static bool put_short_or_long(struct text *text, struct span value) {
    if (value.length != 2 && value.length != 4) {
        return false;
    }
    put_number(text, value.length == 2 ? load_be16(value.data) : load_be32(value.data));
    return true;
}

static void put_value(struct text *text, uint8_t kind, struct span value) {
    switch (kind) {
    case DCCP_NDP_COUNT:
        for (size_t i = 0; i < value.length; i++) {
            put_number(text, value.data[i]);
        }
        break;
    case DCCP_TIMESTAMP:
        if (value.length == 4) {
            put_number(text, load_be32(value.data));
        } else {
            text_put_string(text, " [optlen != 6]");
        }
        break;
    case DCCP_TIMESTAMP_ECHO:
        put_timestamp_echo(text, value);
        break;
    case DCCP_ELAPSED_TIME:
        if (!put_short_or_long(text, value)) {
            text_put_string(text, " [optlen != 4 or 6]");
        }
        break;
    case DCCP_DATA_CHECKSUM:
        put_hex(text, " ", value);
        break;
    default:
        if (kind >= DCCP_CHANGE_L && kind <= DCCP_CONFIRM_R) {
            put_feature(text, value);
        } else if (kind >= DCCP_INIT_COOKIE && kind <= DCCP_DATA_DROPPED) {
            put_hex(text, " 0x", value);
        } else if (kind >= DCCP_CCID) {
            (void)put_short_or_long(text, value);
        }
        break;
    }
}

/* The first of the options, and in *length how long it is: 0 where it is the last to be printed. */
static enum line_status put_option(struct line *line, struct span options, uint32_t left,
                                   uint8_t *length) {
    struct text *text = line->text;
    uint8_t kind;
    uint8_t size = 1;

    if (!span_u8(options, 0, &kind) || (kind >= DCCP_CHANGE_L && !span_u8(options, 1, &size))) {
        return LINE_CUT;
    }
    *length = 0;
    if (kind >= DCCP_CHANGE_L && size < 2) {
        put_name(text, kind);
        text_put_string(text, " optlen too short");
    } else if (left < size) {
        put_name(text, kind);
        text_put_string(text, " optlen goes past header length");
    } else if (options.length < size) {
        line_put_cut(line);
    } else {
        *length = size;
        put_name(text, kind);
        put_value(text, kind, span_from(span_first(options, size), 2));
    }
    return LINE_NEXT;
}

enum line_status dccp_options_put(struct line *line, struct span options, uint32_t length) {
    const char *separator = " <";
    uint8_t size;

    do {
        text_put_string(line->text, separator);
        separator = ", ";
        if (put_option(line, options, length, &size) != LINE_NEXT) {
            return LINE_CUT;
        }
        options = span_from(options, size);
        length -= size;
    } while (size > 0 && length > 0);
    text_put_char(line->text, '>');
    return LINE_NEXT;
}
