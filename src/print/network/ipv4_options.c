/* The options of an IPv4 header (RFC 791 §3.1). */
#include "print/network/ipv4_options.h"

#include "print/address.h"
#include "print/line.h"

enum option_kind {
    OPTION_END = 0,
    OPTION_NOP = 1,
    OPTION_RECORD_ROUTE = 7,
    OPTION_TIMESTAMP = 68,
    OPTION_TRACEROUTE = 82,
    OPTION_SECURITY = 130,
    OPTION_LOOSE_ROUTE = 131,
    OPTION_STRICT_ROUTE = 137,
    OPTION_ROUTER_ALERT = 148,
};

enum { TIMESTAMPS_ONLY = 0, TIMESTAMPS_WITH_ADDRESSES = 1, TIMESTAMPS_PRESPECIFIED = 3 };

static void put_bad(struct text *text, const char *what, uint32_t value) {
    text_put_string(text, what);
    text_put_u32(text, value);
    text_put_char(text, ']');
}

static void put_name(struct text *text, uint8_t kind) {
    switch (kind) {
    case OPTION_END:
        text_put_string(text, "EOL");
        break;
    case OPTION_NOP:
        text_put_string(text, "NOP");
        break;
    case OPTION_TIMESTAMP:
        text_put_string(text, "timestamp");
        break;
    case OPTION_SECURITY:
        text_put_string(text, "security");
        break;
    case OPTION_RECORD_ROUTE:
        text_put_string(text, "RR");
        break;
    case OPTION_STRICT_ROUTE:
        text_put_string(text, "SSRR");
        break;
    case OPTION_LOOSE_ROUTE:
        text_put_string(text, "LSRR");
        break;
    case OPTION_ROUTER_ALERT:
        text_put_string(text, "RA");
        break;
    case OPTION_TRACEROUTE:
        text_put_string(text, "traceroute");
        break;
    default:
        text_put_string(text, "unknown ");
        text_put_u32(text, kind);
        break;
    }
}

/* Addresses; a comma behind each that the pointer has already passed. */
static bool put_route(struct line *line, struct span option, uint32_t captured) {
    struct text *text = line->text;
    uint32_t length = (uint32_t)option.length;
    uint32_t passed;

    if (length < 3) {
        put_bad(text, " [bad length ", length);
        return true;
    }
    if ((length + 1) % 4 != 0) {
        put_bad(text, " [bad length ", length);
    }
    passed = option.data[2] - 1u;
    if (passed < 3 || (passed + 1) % 4 != 0 || passed > length + 1) {
        put_bad(text, " [bad ptr ", option.data[2]);
    }
    for (uint32_t at = 3; at < length; at += 4) {
        if (captured < at + 4) {
            return false;
        }
        text_put_char(text, ' ');
        address_put(line, 4, option.data + at);
        if (passed > at) {
            text_put_char(text, ',');
        }
    }
    return true;
}

/* The stamps, each behind the address of its hop; ^ stands where the next one goes. */
static bool put_stamps(struct line *line, struct span option, uint32_t captured, uint32_t next,
                       uint32_t hop) {
    struct text *text = line->text;
    uint32_t at = 4;

    for (; at < option.length; at += hop) {
        if (captured < at + hop) {
            return false;
        }
        text_put_string(text, next == at ? " ^ " : " ");
        text_put_u32(text, load_be32(option.data + at + hop - 4));
        text_put_char(text, '@');
        if (hop == 8) {
            address_put(line, 4, option.data + at);
        }
    }
    if (next == at) {
        text_put_string(text, " ^ ");
    }
    return true;
}

static bool put_timestamps(struct line *line, struct span option, uint32_t captured) {
    struct text *text = line->text;
    uint32_t length = (uint32_t)option.length;
    uint32_t next;
    uint32_t hop;
    uint8_t kind;

    if (length < 4) {
        put_bad(text, "[bad length ", length);
        return true;
    }
    text_put_string(text, " TS{");
    kind = option.data[3] & 0xf;
    hop = kind != TIMESTAMPS_ONLY ? 8 : 4;
    if ((length - 4) % hop != 0) {
        put_bad(text, "[bad length ", length);
    }
    next = option.data[2] - 1u;
    if (next < 4 || (next - 4) % hop != 0 || next > length + 1) {
        put_bad(text, "[bad ptr ", option.data[2]);
    }
    switch (kind) {
    case TIMESTAMPS_ONLY:
        text_put_string(text, "TSONLY");
        break;
    case TIMESTAMPS_WITH_ADDRESSES:
        text_put_string(text, "TS+ADDR");
        break;
    case TIMESTAMPS_PRESPECIFIED:
        text_put_string(text, "PRESPEC");
        break;
    default:
        put_bad(text, "[bad ts type ", kind);
        if (next == 0) {
            text_put_string(text, " ^ ");
        }
        break;
    }
    if ((kind == TIMESTAMPS_ONLY || kind == TIMESTAMPS_WITH_ADDRESSES ||
         kind == TIMESTAMPS_PRESPECIFIED) &&
        !put_stamps(line, option, captured, next, hop)) {
        return false;
    }
    if (option.data[3] >> 4 != 0) {
        text_put_string(text, " [");
        text_put_u32(text, option.data[3] >> 4);
        text_put_string(text, " hops not recorded]} ");
    } else {
        text_put_char(text, '}');
    }
    return true;
}

static bool put_value(struct line *line, struct span option, uint32_t captured) {
    switch (option.data[0]) {
    case OPTION_TIMESTAMP:
        return put_timestamps(line, option, captured);
    case OPTION_RECORD_ROUTE:
    case OPTION_STRICT_ROUTE:
    case OPTION_LOOSE_ROUTE:
        return put_route(line, option, captured);
    case OPTION_ROUTER_ALERT:
        if (option.length < 4) {
            put_bad(line->text, " [bad length ", (uint32_t)option.length);
        } else if (load_be16(option.data + 2) != 0) {
            text_put_string(line->text, " value ");
            text_put_u32(line->text, load_be16(option.data + 2));
        }
        return true;
    default:
        return true;
    }
}

enum line_status ipv4_options_put(struct line *line, const struct layer *layer,
                                  uint32_t header_length) {
    struct text *text = line->text;
    struct span header = span_first(layer_span(layer), layer->captured);
    uint32_t at = IPV4_HEADER;

    while (at < header_length) {
        struct span option;
        uint8_t kind;
        uint8_t length = 1;

        if (at > IPV4_HEADER) {
            text_put_char(text, ',');
        }
        if (!span_u8(header, at, &kind)) {
            return LINE_CUT;
        }
        put_name(text, kind);
        if (kind != OPTION_NOP && kind != OPTION_END) {
            if (!span_u8(header, at + 1, &length)) {
                return LINE_CUT;
            }
            if (length < 2) {
                put_bad(text, " [bad length ", length);
                return LINE_NEXT;
            }
        }
        if (length > header_length - at) {
            put_bad(text, " [bad length ", length);
            return LINE_NEXT;
        }
        if (!span_has(header, at, length)) {
            return LINE_END;
        }
        option = (struct span){.data = header.data + at, .length = length};
        if (kind == OPTION_END) {
            return LINE_NEXT;
        }
        if (!put_value(line, option, layer->captured - at)) {
            return LINE_END;
        }
        at += length;
    }
    return LINE_NEXT;
}
