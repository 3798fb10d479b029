/* ICMP (RFC 792). */
#include "tcpgloss/base/checksum.h"

#include "print/address.h"
#include "print/layer_printers.h"
#include "print/line.h"
#include "print/network/icmp_quote.h"

enum icmp_type {
    ICMP_ECHO_REPLY = 0,
    ICMP_UNREACHABLE = 3,
    ICMP_SOURCE_QUENCH = 4,
    ICMP_REDIRECT = 5,
    ICMP_ECHO_REQUEST = 8,
    ICMP_ROUTER_ADVERTISEMENT = 9,
    ICMP_ROUTER_SOLICITATION = 10,
    ICMP_TIME_EXCEEDED = 11,
    ICMP_PARAMETER_PROBLEM = 12,
    ICMP_TIMESTAMP_REQUEST = 13,
    ICMP_TIMESTAMP_REPLY = 14,
    ICMP_INFORMATION_REQUEST = 15,
    ICMP_INFORMATION_REPLY = 16,
    ICMP_MASK_REQUEST = 17,
    ICMP_MASK_REPLY = 18,
};

/* Offsets into a message that quotes an IP header. */
enum {
    QUOTED = 8,
    QUOTED_PROTOCOL = QUOTED + IPV4_PROTOCOL,
    QUOTED_DESTINATION = QUOTED + IPV4_DESTINATION,
    QUOTED_DESTINATION_END = QUOTED + IPV4_HEADER,
};

/* tcpdump composes the description in a buffer of this size, less its end mark. */
enum { DESCRIPTION_MAX = 163 };

static void put_quoted_destination(struct line *line, struct span message) {
    address_put(line, 4, message.data + QUOTED_DESTINATION);
}

static enum line_status put_echo(struct line *line, struct span message) {
    if (!span_has(message, 4, 4)) {
        return LINE_CUT;
    }
    text_put_string(line->text,
                    message.data[0] == ICMP_ECHO_REQUEST ? "echo request" : "echo reply");
    line_put_number(line->text, ", id ", load_be16(message.data + 4));
    line_put_number(line->text, ", seq ", load_be16(message.data + 6));
    return LINE_NEXT;
}

static enum line_status put_unreachable_port(struct line *line, struct span message) {
    struct text *text = line->text;
    uint32_t transport;
    uint8_t protocol;
    uint16_t port;

    if (!span_u8(message, QUOTED_PROTOCOL, &protocol)) {
        return LINE_END;
    }
    transport = QUOTED + (message.data[QUOTED] & 0xfu) * 4;
    if (!span_be16(message, transport + 2, &port) ||
        !span_has(message, 0, QUOTED_DESTINATION_END)) {
        return LINE_CUT;
    }
    put_quoted_destination(line, message);
    if (protocol == IP_TCP || protocol == IP_UDP) {
        text_put_string(text, protocol == IP_TCP ? " tcp port " : " udp port ");
        address_put_port(line, protocol == IP_TCP ? "tcp" : "udp", port);
    } else {
        line_put_number(text, " protocol ", protocol);
        line_put_number(text, " port ", port);
    }
    text_put_string(text, " unreachable");
    return LINE_NEXT;
}

static enum line_status put_unreachable(struct line *line, struct span message) {
    enum { PROTOCOL = 2, PORT = 3, FRAGMENTATION = 4 };
    static const struct {
        const char *before;
        const char *after;
    } codes[] = {
        {"net ", ""},
        {"host ", ""},
        {"", NULL},
        {"", NULL},
        {"", " - need to frag"},
        {"", " - source route failed"},
        {"net ", " - unknown"},
        {"host ", " - unknown"},
        {"", " - source host isolated"},
        {"net ", " - admin prohibited"},
        {"host ", " - admin prohibited"},
        {"net ", " - tos prohibited"},
        {"host ", " - tos prohibited"},
        {"host ", " - admin prohibited filter"},
        {"host ", " - host precedence violation"},
        {"host ", " - precedence cutoff"},
    };
    struct text *text = line->text;
    uint8_t code = message.data[1];
    bool known = code < sizeof codes / sizeof codes[0];

    if (code == PORT) {
        return put_unreachable_port(line, message);
    }
    if (!span_has(message, 0, QUOTED_DESTINATION_END)) {
        return LINE_CUT;
    }
    text_put_string(text, known ? codes[code].before : "");
    put_quoted_destination(line, message);
    if (code == PROTOCOL) {
        line_put_number(text, " protocol ", message.data[QUOTED_PROTOCOL]);
    }
    text_put_string(text, " unreachable");
    if (!known) {
        line_put_number(text, " - #", code);
    } else if (codes[code].after != NULL) {
        text_put_string(text, codes[code].after);
    }
    if (code == FRAGMENTATION && load_be16(message.data + 6) != 0) {
        line_put_number(text, " (mtu ", load_be16(message.data + 6));
        text_put_char(text, ')');
    }
    return LINE_NEXT;
}

static enum line_status put_redirect(struct line *line, struct span message) {
    static const char *const befores[] = {
        "redirect ",
        "redirect ",
        "redirect-tos ",
        "redirect-tos ",
    };
    static const char *const betweens[] = {" to net ", " to host ", " to net ", " to host "};
    uint8_t code = message.data[1];
    bool known = code < sizeof befores / sizeof befores[0];

    if (!span_has(message, 0, QUOTED_DESTINATION_END)) {
        return LINE_CUT;
    }
    if (known) {
        text_put_string(line->text, befores[code]);
    } else {
        line_put_number(line->text, "redirect-#", code);
        text_put_char(line->text, ' ');
    }
    put_quoted_destination(line, message);
    text_put_string(line->text, known ? betweens[code] : " to ");
    address_put(line, 4, message.data + 4);
    return LINE_NEXT;
}

static void put_clock(struct text *text, uint32_t seconds) {
    if (seconds >= 3600) {
        text_put_u32(text, seconds / 3600);
        text_put_char(text, ':');
        text_put_padded(text, seconds / 60 % 60, 2);
    } else if (seconds >= 60) {
        text_put_u32(text, seconds / 60);
    }
    if (seconds >= 60) {
        text_put_char(text, ':');
        text_put_padded(text, seconds % 60, 2);
    } else {
        text_put_u32(text, seconds);
    }
}

/* RFC 1256 */
static enum line_status put_router_advertisement(struct line *line, struct span message) {
    struct text *text = line->text;
    size_t start = text->length;
    size_t at = 8;

    if (!span_has(message, 4, 4)) {
        return LINE_END;
    }
    text_put_string(text, "router advertisement lifetime ");
    put_clock(text, load_be16(message.data + 6));
    line_put_number(text, " ", message.data[4]);
    text_put_char(text, ':');
    if (message.data[5] != 2) {
        line_put_number(text, " [size ", message.data[5]);
        text_put_char(text, ']');
        return LINE_NEXT;
    }
    for (unsigned i = 0; i < message.data[4]; i++, at += 8) {
        if (!span_has(message, at, 8)) {
            text->length = start;
            return LINE_END;
        }
        text_put_string(text, " {");
        address_put(line, 4, message.data + at);
        line_put_number(text, " ", load_be32(message.data + at + 4));
        text_put_char(text, '}');
    }
    return LINE_NEXT;
}

static enum line_status put_time_exceeded(struct line *line, struct span message) {
    if (!span_has(message, 0, QUOTED_DESTINATION_END)) {
        return LINE_END;
    }
    switch (message.data[1]) {
    case 0:
        text_put_string(line->text, "time exceeded in-transit");
        break;
    case 1:
        text_put_string(line->text, "ip reassembly time exceeded");
        break;
    default:
        line_put_number(line->text, "time exceeded-#", message.data[1]);
        break;
    }
    return LINE_NEXT;
}

static enum line_status put_parameter_problem(struct line *line, struct span message) {
    uint8_t octet;

    if (message.data[1] != 0) {
        line_put_number(line->text, "parameter problem - code ", message.data[1]);
        return LINE_NEXT;
    }
    if (!span_u8(message, 4, &octet)) {
        return LINE_CUT;
    }
    line_put_number(line->text, "parameter problem - octet ", octet);
    return LINE_NEXT;
}

/* Milliseconds since midnight. */
static void put_time(struct text *text, const char *name, uint32_t time) {
    text_put_string(text, name);
    text_put_padded(text, time / 3600000, 2);
    text_put_char(text, ':');
    text_put_padded(text, time / 60000 % 60, 2);
    text_put_char(text, ':');
    text_put_padded(text, time / 1000 % 60, 2);
    text_put_char(text, '.');
    text_put_padded(text, time % 1000, 3);
}

static enum line_status put_timestamp(struct line *line, struct span message) {
    bool reply = message.data[0] == ICMP_TIMESTAMP_REPLY;
    struct text *text = line->text;

    if (reply && !span_has(message, 0, 20)) {
        return LINE_END;
    }
    if (!span_has(message, 0, 8)) {
        return LINE_CUT;
    }
    line_put_number(text, reply ? "time stamp reply id " : "time stamp query id ",
                    load_be16(message.data + 4));
    line_put_number(text, " seq ", load_be16(message.data + 6));
    if (reply) {
        put_time(text, ": org ", load_be32(message.data + 8));
        put_time(text, ", recv ", load_be32(message.data + 12));
        put_time(text, ", xmit ", load_be32(message.data + 16));
    }
    return LINE_NEXT;
}

static enum line_status put_mask(struct line *line, struct span message) {
    uint32_t mask;

    if (!span_be32(message, 8, &mask)) {
        return LINE_CUT;
    }
    text_put_string(line->text, "address mask is 0x");
    text_put_hex_padded(line->text, mask, 8);
    return LINE_NEXT;
}

static enum line_status put_other(struct line *line, uint8_t type) {
    static const char *const names[] = {
        [ICMP_SOURCE_QUENCH] = "source quench",
        [ICMP_ROUTER_SOLICITATION] = "router solicitation",
        [ICMP_INFORMATION_REQUEST] = "information request",
        [ICMP_INFORMATION_REPLY] = "information reply",
        [ICMP_MASK_REQUEST] = "address mask request",
    };

    if (type < sizeof names / sizeof names[0] && names[type] != NULL) {
        text_put_string(line->text, names[type]);
    } else {
        line_put_number(line->text, "type-#", type);
    }
    return LINE_NEXT;
}

/* LINE_END and LINE_CUT: nothing is printed of it. */
static enum line_status put_description(struct line *line, struct span message) {
    switch (message.data[0]) {
    case ICMP_ECHO_REPLY:
    case ICMP_ECHO_REQUEST:
        return put_echo(line, message);
    case ICMP_UNREACHABLE:
        return put_unreachable(line, message);
    case ICMP_REDIRECT:
        return put_redirect(line, message);
    case ICMP_ROUTER_ADVERTISEMENT:
        return put_router_advertisement(line, message);
    case ICMP_TIME_EXCEEDED:
        return put_time_exceeded(line, message);
    case ICMP_PARAMETER_PROBLEM:
        return put_parameter_problem(line, message);
    case ICMP_TIMESTAMP_REQUEST:
    case ICMP_TIMESTAMP_REPLY:
        return put_timestamp(line, message);
    case ICMP_MASK_REPLY:
        return put_mask(line, message);
    default:
        return put_other(line, message.data[0]);
    }
}

static bool is_error(uint8_t type) {
    return type == ICMP_UNREACHABLE || type == ICMP_SOURCE_QUENCH || type == ICMP_REDIRECT ||
           type == ICMP_TIME_EXCEEDED || type == ICMP_PARAMETER_PROBLEM;
}

static bool is_multipart(uint8_t type) {
    return type == ICMP_UNREACHABLE || type == ICMP_TIME_EXCEEDED || type == ICMP_PARAMETER_PROBLEM;
}

/* False if there is no field for the sum. */
static bool put_checksum(struct line *line, const struct layer *layer) {
    uint16_t checksum;

    if (line->fragmented || layer->captured < layer->length) {
        return true;
    }
    checksum = checksum_finish(checksum_add(0, layer->data, layer->length));
    if (checksum != 0) {
        uint16_t field;

        if (!span_be16(layer_span(layer), 2, &field)) {
            return false;
        }
        text_put_string(line->text, " (wrong icmp cksum ");
        text_put_hex(line->text, field);
        text_put_string(line->text, " (->");
        text_put_hex(line->text, checksum_expected(field, checksum));
        text_put_string(line->text, ")!)");
    }
    return true;
}

enum line_status print_icmp(struct line *line, const struct layer *layer) {
    struct text *text = line->text;
    struct span message = layer_span(layer);
    size_t start = text->length;
    size_t description;
    enum line_status status;
    uint8_t type;

    line->protocol = "icmp";
    if (message.length < 2) {
        return LINE_CUT;
    }
    type = message.data[0];
    text_put_string(text, "ICMP ");
    description = text->length;
    status = put_description(line, message);
    if (status != LINE_NEXT) {
        text->length = start;
        if (status == LINE_END) {
            line_put_cut(line);
        }
        return status;
    }
    if (text->length - description > DESCRIPTION_MAX) {
        text->length = description + DESCRIPTION_MAX;
    }
    line_put_number(text, ", length ", layer->length);
    if (line->settings->verbosity == 0) {
        return LINE_END;
    }
    if (!put_checksum(line, layer)) {
        return LINE_CUT;
    }
    if (is_error(type)) {
        status = icmp_quote_put(line, layer);
        if (status != LINE_NEXT) {
            return status;
        }
    }
    return is_multipart(type) ? icmp_quote_put_extensions(line, layer) : LINE_END;
}
