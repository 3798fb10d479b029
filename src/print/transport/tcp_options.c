/*
 * The options of a TCP header.
 *
 * tcpdump believes the kind before the length: an option of fixed size takes the bytes that its
 * kind should have, and a length that says otherwise is printed behind it, "[len N]".
 */
#include "print/transport/tcp_options.h"

#include "tcpgloss/decode/tcp_options.h"

#include "print/changes.h"
#include "print/line.h"
#include "print/reader.h"
#include "print/transport/mptcp.h"

/* Options that decoding does not need a name for. */
enum { OPTION_ECHO = 6, OPTION_ECHO_REPLY = 7 };

enum { MD5_LENGTH = 16, FAST_OPEN_EXPERIMENT_ID = 0xf989 };

/* The option that is being printed. */
struct shown_tcp_option {
    struct line *line;
    const struct layer *layer; /* the whole segment */
    struct reader reader;      /* from behind kind and length on, to the end of the header */
    uint32_t length;           /* of the value, as the option's length says */
    uint8_t kind;
};

static void put_hex_bytes(struct text *text, const uint8_t *data, uint32_t count) {
    for (uint32_t i = 0; i < count; i++) {
        text_put_hex_padded(text, data[i], 2);
    }
}

static void put_sack(struct shown_tcp_option *option) {
    struct text *text = option->line->text;
    uint32_t base = option->line->packet->relative_base.sack;

    if (option->length % 8 != 0) {
        text_put_string(text, " invalid sack");
        option->reader.at = option->length;
        return;
    }
    text_put_char(text, ' ');
    text_put_u32(text, option->length / 8);
    text_put_char(text, ' ');
    for (uint32_t at = 0; at < option->length; at += 8) {
        const uint8_t *block = reader_take(&option->reader, 8);

        if (block == NULL) {
            return;
        }
        text_put_char(text, '{');
        text_put_u32(text, load_be32(block) - base);
        text_put_char(text, ':');
        text_put_u32(text, load_be32(block + 4) - base);
        text_put_char(text, '}');
    }
}

static void put_timestamps(struct shown_tcp_option *option) {
    const uint8_t *value = reader_take(&option->reader, 8);
    char *to = value != NULL ? text_begin(option->line->text, TCP_OPTIONS_TIMESTAMPS_ROOM) : NULL;

    if (to != NULL) {
        text_end(option->line->text, tcp_options_format_timestamps(to, value));
    }
}

/* One number of `size` bytes. */
static void put_number(struct shown_tcp_option *option, uint32_t size) {
    const uint8_t *value = reader_take(&option->reader, size);

    if (value != NULL) {
        text_put_char(option->line->text, ' ');
        text_put_u32(option->line->text, size == 1   ? value[0]
                                         : size == 2 ? load_be16(value)
                                                     : load_be32(value));
    }
}

static void put_md5(struct shown_tcp_option *option) {
    struct text *text = option->line->text;
    const uint8_t *digest = reader_take(&option->reader, MD5_LENGTH);

    if (digest != NULL) {
        text_put_string(text, option->layer->captured < option->layer->length
                                  ? " snaplen too short, "
                                  : " shared secret not supplied with -M, ");
        text_put_string(text, "can't check - ");
        put_hex_bytes(text, digest, MD5_LENGTH);
    }
}

static void put_scps(struct shown_tcp_option *option) {
    struct text *text = option->line->text;
    const uint8_t *value = reader_take(&option->reader, 2);

    if (value != NULL) {
        text_put_string(text, " cap ");
        text_put_hex_padded(text, value[0], 2);
        text_put_string(text, " id ");
        text_put_u32(text, value[1]);
    }
}

static void put_user_timeout(struct shown_tcp_option *option) {
    struct text *text = option->line->text;
    const uint8_t *field = reader_take(&option->reader, 2);

    if (field != NULL) {
        uint32_t value = load_be16(field);

        text_put_string(text, " 0x");
        text_put_hex(text, value);
        text_put_char(text, ' ');
        text_put_u32(text, (value & 1) != 0 ? (value >> 1) * 60 : value >> 1);
    }
}

/* What there is of the value, in hexadecimal. */
static void put_rest(struct shown_tcp_option *option) {
    struct span rest = reader_rest(&option->reader);
    uint32_t left = option->length - (uint32_t)option->reader.at;

    put_hex_bytes(option->line->text, rest.data, (uint32_t)span_first(rest, left).length);
    (void)reader_take(&option->reader, left);
}

static void put_ao(struct shown_tcp_option *option) {
    struct text *text = option->line->text;
    const uint8_t *id;

    if (option->length < 2) {
        text_put_string(text, " (invalid)");
        option->reader.at = option->length;
        return;
    }
    id = reader_take(&option->reader, 1);
    if (id != NULL) {
        line_put_number(text, " keyid ", *id);
        id = reader_take(&option->reader, 1);
    }
    if (id == NULL) {
        return;
    }
    line_put_number(text, " rnextkeyid ", *id);
    if (option->length > 2) {
        text_put_string(text, " mac 0x");
        put_rest(option);
    }
}

static void put_cookie(struct text *text, struct span cookie) {
    if (cookie.length == 0) {
        text_put_string(text, " cookiereq");
    } else if (cookie.length % 2 != 0 || cookie.length < 4 || cookie.length > 16) {
        text_put_string(text, " (invalid)");
    } else {
        text_put_string(text, " cookie ");
        put_hex_bytes(text, cookie.data, (uint32_t)cookie.length);
    }
}

/* The whole value; empty and marked in the reader if it is not there. */
static bool take_value(struct shown_tcp_option *option, struct span *value) {
    *value = (struct span){.data = reader_take(&option->reader, option->length),
                           .length = option->length};
    return value->data != NULL;
}

static void put_fast_open(struct shown_tcp_option *option) {
    struct span cookie;

    if (take_value(option, &cookie)) {
        text_put_char(option->line->text, ' ');
        put_cookie(option->line->text, cookie);
    }
}

/* RFC 6994: the first two bytes say whose experiment it is. */
static void put_experiment(struct shown_tcp_option *option) {
    struct text *text = option->line->text;
    struct span value;
    uint16_t id;

    if (!take_value(option, &value)) {
        return;
    }
    if (!span_be16(value, 0, &id)) {
        option->reader.end = READER_ENDED;
        return;
    }
    text_put_char(text, '-');
    if (id == FAST_OPEN_EXPERIMENT_ID) {
        text_put_string(text, "tfo");
        put_cookie(text, span_from(value, 2));
    } else {
        text_put_hex_padded(text, id, 4);
    }
}

static void put_mptcp(struct shown_tcp_option *option) {
    struct span value;

    if (take_value(option, &value)) {
        struct span whole = {.data = value.data - 2, .length = value.length + 2};

        if (!mptcp_put(option->line, whole, option->layer->data[13])) {
            option->reader.end = READER_ENDED;
        }
    }
}

static void put_unknown(struct shown_tcp_option *option) {
    if (option->length > 0) {
        text_put_string(option->line->text, " 0x");
    }
    put_rest(option);
}

static void put_name(struct line *line, uint8_t kind) {
    static const char *const names[] = {
        [TCP_OPTION_END] = "eol",
        [TCP_OPTION_NOP] = "nop",
        [TCP_OPTION_MSS] = "mss",
        [TCP_OPTION_WINDOW_SCALE] = "wscale",
        [TCP_OPTION_SACK_PERMITTED] = "sackOK",
        [TCP_OPTION_SACK] = "sack",
        [OPTION_ECHO] = "echo",
        [OPTION_ECHO_REPLY] = "echoreply",
        [TCP_OPTION_TIMESTAMPS] = "TS",
        [TCP_OPTION_CC] = "cc",
        [TCP_OPTION_CC_NEW] = "ccnew",
        [TCP_OPTION_CC_ECHO] = "ccecho",
        [TCP_OPTION_MD5] = "md5",
        [TCP_OPTION_SCPS] = "scps",
        [TCP_OPTION_USER_TIMEOUT] = "uto",
        [TCP_OPTION_AO] = "tcp-ao",
        [TCP_OPTION_MPTCP] = "mptcp",
        [TCP_OPTION_FAST_OPEN] = "tfo",
    };

    if (kind == TCP_OPTION_CC_ECHO && !changes_made(line->settings, CHANGE_CC_ECHO_NAMED)) {
        return;
    }
    if (kind < sizeof names / sizeof names[0] && names[kind] != NULL) {
        text_put_string(line->text, names[kind]);
    } else if (kind == TCP_OPTION_EXPERIMENT_2) {
        text_put_string(line->text, "exp");
    } else {
        text_put_string(line->text, "unknown-");
        text_put_u32(line->text, kind);
    }
}

static void put_value(struct shown_tcp_option *option) {
    switch (option->kind) {
    case TCP_OPTION_END:
    case TCP_OPTION_NOP:
    case TCP_OPTION_SACK_PERMITTED:
        break;
    case TCP_OPTION_MSS:
        put_number(option, 2);
        break;
    case TCP_OPTION_WINDOW_SCALE:
        put_number(option, 1);
        break;
    case TCP_OPTION_CC:
    case TCP_OPTION_CC_NEW:
    case TCP_OPTION_CC_ECHO:
    case OPTION_ECHO:
    case OPTION_ECHO_REPLY:
        put_number(option, 4);
        break;
    case TCP_OPTION_SACK:
        put_sack(option);
        break;
    case TCP_OPTION_TIMESTAMPS:
        put_timestamps(option);
        break;
    case TCP_OPTION_MD5:
        put_md5(option);
        break;
    case TCP_OPTION_SCPS:
        put_scps(option);
        break;
    case TCP_OPTION_USER_TIMEOUT:
        put_user_timeout(option);
        break;
    case TCP_OPTION_AO:
        put_ao(option);
        break;
    case TCP_OPTION_MPTCP:
        put_mptcp(option);
        break;
    case TCP_OPTION_FAST_OPEN:
        put_fast_open(option);
        break;
    case TCP_OPTION_EXPERIMENT_2:
        put_experiment(option);
        break;
    default:
        put_unknown(option);
        break;
    }
}

/* Not inlined, so that it costs nothing where the timestamps are alone. */
__attribute__((noinline)) static enum line_status
put_each(struct line *line, const struct layer *layer, uint32_t header_length) {
    struct text *text = line->text;
    struct shown_tcp_option option = {.line = line, .layer = layer};
    bool first = true;

    text_put_string(text, ", options [");
    for (uint32_t at = TCP_HEADER; at < header_length && (first || option.kind != 0);) {
        struct span rest = span_from(layer_span(layer), at);
        uint32_t fixed = 1; /* bytes before the value */
        uint8_t length = 2;

        if (!first) {
            text_put_char(text, ',');
        }
        if (!span_u8(rest, 0, &option.kind)) {
            return LINE_CUT;
        }
        if (option.kind != TCP_OPTION_END && option.kind != TCP_OPTION_NOP) {
            fixed = 2;
            if (!span_u8(rest, 1, &length)) {
                return LINE_CUT;
            }
        }
        option.length = length - 2u;
        option.reader = reader_of(span_from(rest, fixed), header_length - at - fixed);
        if (fixed == 1 || (length >= 2 && length <= header_length - at)) {
            put_name(line, option.kind);
            put_value(&option);
        } else {
            option.reader.end = READER_ENDED;
        }
        if (option.reader.end != READER_GOES_ON) {
            bool bad = option.reader.end == READER_ENDED;

            if (bad) {
                text_put_string(text, "[bad opt]");
            } else {
                line_put_cut(line);
            }
            if (!first) {
                text_put_char(text, bad ? ']' : '>');
            }
            return LINE_END;
        }
        if (option.reader.at != option.length) {
            text_put_string(text, "[len ");
            text_put_u32(text, length);
            text_put_char(text, ']');
        }
        at += fixed + (uint32_t)option.reader.at;
        first = false;
    }
    text_put_char(text, ']');
    return LINE_NEXT;
}

enum line_status tcp_options_put(struct line *line, const struct layer *layer,
                                 uint32_t header_length) {
    const uint8_t *options = layer->data + TCP_HEADER;

    if (layer->captured >= header_length &&
        tcp_options_are_timestamps_alone(options, header_length - TCP_HEADER)) {
        char *to = text_begin(line->text, TCP_OPTIONS_TIMESTAMPS_ALONE_ROOM);

        if (to != NULL) {
            text_end(line->text, tcp_options_format_timestamps_alone(to, options));
        }
        return LINE_NEXT;
    }
    return put_each(line, layer, header_length);
}
