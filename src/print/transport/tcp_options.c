/*
 * The options of a TCP header.
 *
 * tcpdump believes the kind before the length: an option of fixed size takes the bytes that its
 * kind should have, and a length that says otherwise is printed behind it, "[len N]".
 */
#include "print/transport/tcp_options.h"

#include "tcpgloss/decode/tcp_options.h"

#include "print/line.h"
#include "print/transport/mptcp.h"

/* Options that decoding does not need a name for. */
enum { OPTION_ECHO = 6, OPTION_ECHO_REPLY = 7 };

enum { MD5_LENGTH = 16, FAST_OPEN_EXPERIMENT_ID = 0xf989 };

enum outcome {
    OUTCOME_PRINTED,
    OUTCOME_BAD,     /* it needs more bytes than the header has left */
    OUTCOME_MISSING, /* than were captured */
};

/* The option that is being printed. */
struct option {
    struct line *line;
    const struct layer *layer; /* the whole segment */
    const uint8_t *value;      /* behind kind and length */
    uint32_t left;             /* bytes of the header from `value` on */
    uint32_t captured;         /* bytes that were captured from `value` on */
    uint32_t length;           /* of the value, as the option's length says */
    uint32_t used;             /* of the value, as its kind says: the next option follows there */
    uint8_t kind;
};

/* Whether the first `count` bytes of the value are there. */
static enum outcome need(const struct option *option, uint32_t count) {
    if (count > option->left) {
        return OUTCOME_BAD;
    }
    return count > option->captured ? OUTCOME_MISSING : OUTCOME_PRINTED;
}

/* Takes `count` bytes for the value. */
static enum outcome take(struct option *option, uint32_t count) {
    option->used = count;
    return need(option, count);
}

static void put_hex_bytes(struct text *text, const uint8_t *data, uint32_t count) {
    for (uint32_t i = 0; i < count; i++) {
        text_put_hex_padded(text, data[i], 2);
    }
}

static enum outcome put_sack(struct option *option) {
    struct text *text = option->line->text;
    uint32_t base = option->line->packet->relative_base.sack;

    option->used = option->length;
    if (option->length % 8 != 0) {
        text_put_string(text, " invalid sack");
        return OUTCOME_PRINTED;
    }
    text_put_char(text, ' ');
    text_put_u32(text, option->length / 8);
    text_put_char(text, ' ');
    for (uint32_t at = 0; at < option->length; at += 8) {
        enum outcome outcome = need(option, at + 8);

        if (outcome != OUTCOME_PRINTED) {
            return outcome;
        }
        text_put_char(text, '{');
        text_put_u32(text, load_be32(option->value + at) - base);
        text_put_char(text, ':');
        text_put_u32(text, load_be32(option->value + at + 4) - base);
        text_put_char(text, '}');
    }
    return OUTCOME_PRINTED;
}

static enum outcome put_timestamps(struct option *option) {
    enum outcome outcome = take(option, 8);

    if (outcome == OUTCOME_PRINTED) {
        char *to = text_begin(option->line->text, TCP_OPTIONS_TIMESTAMPS_ROOM);

        if (to != NULL) {
            text_end(option->line->text, tcp_options_format_timestamps(to, option->value));
        }
    }
    return outcome;
}

/* One number of `size` bytes. */
static enum outcome put_number(struct option *option, uint32_t size) {
    enum outcome outcome = take(option, size);

    if (outcome == OUTCOME_PRINTED) {
        text_put_char(option->line->text, ' ');
        text_put_u32(option->line->text, size == 1   ? option->value[0]
                                         : size == 2 ? load_be16(option->value)
                                                     : load_be32(option->value));
    }
    return outcome;
}

static enum outcome put_md5(struct option *option) {
    struct text *text = option->line->text;
    enum outcome outcome = take(option, MD5_LENGTH);

    if (outcome == OUTCOME_PRINTED) {
        text_put_string(text, option->layer->captured < option->layer->length
                                  ? " snaplen too short, "
                                  : " shared secret not supplied with -M, ");
        text_put_string(text, "can't check - ");
        put_hex_bytes(text, option->value, MD5_LENGTH);
    }
    return outcome;
}

static enum outcome put_scps(struct option *option) {
    struct text *text = option->line->text;
    enum outcome outcome = take(option, 2);

    if (outcome == OUTCOME_PRINTED) {
        text_put_string(text, " cap ");
        text_put_hex_padded(text, option->value[0], 2);
        text_put_string(text, " id ");
        text_put_u32(text, option->value[1]);
    }
    return outcome;
}

static enum outcome put_user_timeout(struct option *option) {
    struct text *text = option->line->text;
    enum outcome outcome = take(option, 2);

    if (outcome == OUTCOME_PRINTED) {
        uint32_t value = load_be16(option->value);

        text_put_string(text, " 0x");
        text_put_hex(text, value);
        text_put_char(text, ' ');
        text_put_u32(text, (value & 1) != 0 ? (value >> 1) * 60 : value >> 1);
    }
    return outcome;
}

static enum outcome put_ao(struct option *option) {
    struct text *text = option->line->text;

    option->used = option->length;
    if (option->length < 2) {
        text_put_string(text, " (invalid)");
        return OUTCOME_PRINTED;
    }
    if (need(option, 1) != OUTCOME_PRINTED) {
        return OUTCOME_MISSING;
    }
    text_put_string(text, " keyid ");
    text_put_u32(text, option->value[0]);
    if (need(option, 2) != OUTCOME_PRINTED) {
        return OUTCOME_MISSING;
    }
    text_put_string(text, " rnextkeyid ");
    text_put_u32(text, option->value[1]);
    if (option->length > 2) {
        uint32_t there = option->captured < option->length ? option->captured : option->length;

        text_put_string(text, " mac 0x");
        put_hex_bytes(text, option->value + 2, there - 2);
    }
    return need(option, option->length);
}

static void put_cookie(struct text *text, const uint8_t *cookie, uint32_t length) {
    if (length == 0) {
        text_put_string(text, " cookiereq");
    } else if (length % 2 != 0 || length < 4 || length > 16) {
        text_put_string(text, " (invalid)");
    } else {
        text_put_string(text, " cookie ");
        put_hex_bytes(text, cookie, length);
    }
}

static enum outcome put_fast_open(struct option *option) {
    enum outcome outcome = take(option, option->length);

    if (outcome == OUTCOME_PRINTED) {
        text_put_char(option->line->text, ' ');
        put_cookie(option->line->text, option->value, option->length);
    }
    return outcome;
}

/* RFC 6994: the first two bytes say whose experiment it is. */
static enum outcome put_experiment(struct option *option) {
    struct text *text = option->line->text;
    enum outcome outcome = take(option, option->length);
    uint16_t id;

    if (outcome != OUTCOME_PRINTED) {
        return outcome;
    }
    if (option->length < 2) {
        return OUTCOME_BAD;
    }
    id = load_be16(option->value);
    text_put_char(text, '-');
    if (id == FAST_OPEN_EXPERIMENT_ID) {
        text_put_string(text, "tfo");
        put_cookie(text, option->value + 2, option->length - 2);
    } else {
        text_put_hex_padded(text, id, 4);
    }
    return OUTCOME_PRINTED;
}

static enum outcome put_mptcp(struct option *option) {
    enum outcome outcome = take(option, option->length);
    struct span whole = {.data = option->value - 2, .length = option->length + 2};

    if (outcome == OUTCOME_PRINTED && !mptcp_put(option->line, whole, option->layer->data[13])) {
        return OUTCOME_BAD;
    }
    return outcome;
}

static enum outcome put_unknown(struct option *option) {
    struct text *text = option->line->text;
    uint32_t there = option->captured < option->length ? option->captured : option->length;

    option->used = option->length;
    if (option->length > 0) {
        text_put_string(text, " 0x");
    }
    put_hex_bytes(text, option->value, there);
    return need(option, option->length);
}

static void put_name(struct text *text, uint8_t kind) {
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
        [TCP_OPTION_CC_ECHO] = "",
        [TCP_OPTION_MD5] = "md5",
        [TCP_OPTION_SCPS] = "scps",
        [TCP_OPTION_USER_TIMEOUT] = "uto",
        [TCP_OPTION_AO] = "tcp-ao",
        [TCP_OPTION_MPTCP] = "mptcp",
        [TCP_OPTION_FAST_OPEN] = "tfo",
    };

    if (kind < sizeof names / sizeof names[0] && names[kind] != NULL) {
        text_put_string(text, names[kind]);
    } else if (kind == TCP_OPTION_EXPERIMENT_2) {
        text_put_string(text, "exp");
    } else {
        text_put_string(text, "unknown-");
        text_put_u32(text, kind);
    }
}

static enum outcome put_value(struct option *option) {
    switch (option->kind) {
    case TCP_OPTION_END:
    case TCP_OPTION_NOP:
    case TCP_OPTION_SACK_PERMITTED:
        return OUTCOME_PRINTED;
    case TCP_OPTION_MSS:
        return put_number(option, 2);
    case TCP_OPTION_WINDOW_SCALE:
        return put_number(option, 1);
    case TCP_OPTION_CC:
    case TCP_OPTION_CC_NEW:
    case TCP_OPTION_CC_ECHO:
    case OPTION_ECHO:
    case OPTION_ECHO_REPLY:
        return put_number(option, 4);
    case TCP_OPTION_SACK:
        return put_sack(option);
    case TCP_OPTION_TIMESTAMPS:
        return put_timestamps(option);
    case TCP_OPTION_MD5:
        return put_md5(option);
    case TCP_OPTION_SCPS:
        return put_scps(option);
    case TCP_OPTION_USER_TIMEOUT:
        return put_user_timeout(option);
    case TCP_OPTION_AO:
        return put_ao(option);
    case TCP_OPTION_MPTCP:
        return put_mptcp(option);
    case TCP_OPTION_FAST_OPEN:
        return put_fast_open(option);
    case TCP_OPTION_EXPERIMENT_2:
        return put_experiment(option);
    default:
        return put_unknown(option);
    }
}

/* Not inlined, so that it costs nothing where the timestamps are alone. */
__attribute__((noinline)) static enum line_status
put_each(struct line *line, const struct layer *layer, uint32_t header_length) {
    struct text *text = line->text;
    struct option option = {.line = line, .layer = layer};
    bool first = true;

    text_put_string(text, ", options [");
    for (uint32_t at = TCP_HEADER; at < header_length && (first || option.kind != 0);) {
        uint32_t fixed = 1; /* bytes before the value */
        enum outcome outcome = OUTCOME_BAD;

        if (!first) {
            text_put_char(text, ',');
        }
        if (at >= layer->captured) {
            return LINE_CUT;
        }
        option.kind = layer->data[at];
        option.length = 0;
        option.used = 0;
        if (option.kind != TCP_OPTION_END && option.kind != TCP_OPTION_NOP) {
            if (at + 1 >= layer->captured) {
                return LINE_CUT;
            }
            fixed = 2;
            option.length = layer->data[at + 1] - 2u;
        }
        if (fixed == 1 || (layer->data[at + 1] >= 2 && layer->data[at + 1] <= header_length - at)) {
            option.value = layer->data + at + fixed;
            option.left = header_length - at - fixed;
            option.captured = layer->captured - at - fixed;
            put_name(text, option.kind);
            outcome = put_value(&option);
        }
        if (outcome != OUTCOME_PRINTED) {
            if (outcome == OUTCOME_BAD) {
                text_put_string(text, "[bad opt]");
            } else {
                line_put_cut(line);
            }
            if (!first) {
                text_put_char(text, outcome == OUTCOME_BAD ? ']' : '>');
            }
            return LINE_END;
        }
        if (option.used != option.length) {
            text_put_string(text, "[len ");
            text_put_u32(text, option.length + 2);
            text_put_char(text, ']');
        }
        at += fixed + option.used;
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
