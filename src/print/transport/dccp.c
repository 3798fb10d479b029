/* The Datagram Congestion Control Protocol (RFC 4340 §5): its headers. */
#include "tcpgloss/base/checksum.h"

#include "print/address.h"
#include "print/line.h"
#include "print/network/ip_printers.h"
#include "print/transport/dccp_options.h"
#include "print/transport/transport_checksum.h"

enum { HEADER = 12, HEADER_EXTENDED = 16 };

enum dccp_type {
    DCCP_REQUEST = 0,
    DCCP_RESPONSE = 1,
    DCCP_DATA = 2,
    DCCP_RESET = 7,
    DCCP_SYNC_ACK = 9,
};

static uint64_t load_be48(const uint8_t *p) {
    return (uint64_t)load_be16(p) << 32 | load_be32(p + 2);
}

static void put_missing(struct text *text, uint32_t count) {
    text_put_string(text, " - ");
    text_put_u32(text, count);
    text_put_string(text, " bytes missing!");
}

/* The checksum covers the header and as much behind it as it says (RFC 4340 §9.2). */
static void put_checksum(struct line *line, const struct layer *layer) {
    struct text *text = line->text;
    const uint8_t *header = layer->data;
    uint8_t code = header[5] & 0xf;
    uint32_t coverage = layer->length;
    uint16_t field = load_be16(header + 6);
    uint16_t checksum;

    if (code != 0 && (header[4] + code - 1u) * 4 < coverage) {
        coverage = (header[4] + code - 1u) * 4;
    }
    checksum = transport_checksum_partial(line, layer, IP_DCCP, coverage);
    text_put_string(text, ", cksum 0x");
    text_put_hex_padded(text, field, 4);
    if (checksum == 0) {
        text_put_string(text, " (correct)");
    } else {
        text_put_string(text, " (incorrect -> 0x");
        text_put_hex_padded(text, checksum_expected(field, checksum), 4);
        text_put_char(text, ')');
    }
}

static const char *reset_name(uint8_t code) {
    static const char *const names[] = {
        "unspecified",      "closed",       "aborted",         "no_connection",
        "packet_error",     "option_error", "mandatory_error", "connection_refused",
        "bad_service_code", "too_busy",     "bad_init_cookie", "aggression_penalty",
    };

    return code < sizeof names / sizeof names[0] ? names[code] : "invalid";
}

/* The type, and what its own part of the header holds, from *at on. Moves *at behind that part. */
static enum line_status put_type(struct line *line, const struct layer *layer, uint8_t type,
                                 uint32_t *at) {
    static const struct {
        const char *name;
        uint8_t part;
    } types[] = {
        {"DCCP-Request", 4}, {"DCCP-Response", 12}, {"DCCP-Data", 0},  {"DCCP-Ack", 8},
        {"DCCP-DataAck", 8}, {"DCCP-CloseReq", 8},  {"DCCP-Close", 8}, {"DCCP-Reset", 12},
        {"DCCP-Sync", 8},    {"DCCP-SyncAck", 8},
    };
    struct span part = span_from(layer_span(layer), *at);
    struct text *text = line->text;
    bool shown = type == DCCP_REQUEST || type == DCCP_RESPONSE || type == DCCP_RESET;

    if (type > DCCP_SYNC_ACK) {
        text_put_string(text, "unknown-type-");
        text_put_u32(text, type);
        text_put_char(text, ' ');
        return LINE_NEXT;
    }
    *at += types[type].part;
    if (layer->length < *at) {
        text_put_string(text, "truncated-");
        text_put_string(text, types[type].name);
        put_missing(text, *at - layer->length);
        return LINE_END;
    }
    if (shown && part.length < types[type].part) {
        line_put_cut(line);
        return LINE_END;
    }
    text_put_string(text, types[type].name);
    if (type == DCCP_RESET) {
        text_put_string(text, " (code=");
        text_put_string(text, reset_name(part.data[8]));
        text_put_char(text, ')');
    } else if (shown) {
        text_put_string(text, " (service=");
        text_put_u32(text, load_be32(part.data + types[type].part - 4));
        text_put_char(text, ')');
    }
    text_put_char(text, ' ');
    return LINE_NEXT;
}

static enum line_status put_generic(struct line *line, const struct layer *layer,
                                    uint32_t *header_length) {
    struct text *text = line->text;
    bool extended;

    if (layer->captured < HEADER) {
        line_put_cut(line);
        return LINE_END;
    }
    extended = layer->length >= HEADER && (layer->data[8] & 1) != 0;
    *header_length = extended ? HEADER_EXTENDED : HEADER;
    if (layer->length < *header_length) {
        text_put_string(text, "truncated-dccp");
        put_missing(text, *header_length - layer->length);
        return LINE_END;
    }
    if (layer->captured < *header_length) {
        line_put_cut(line);
        return LINE_END;
    }
    return LINE_NEXT;
}

/* Both addresses always, also behind extension headers, and ports as numbers. */
static void put_ends(struct line *line, const uint8_t *header) {
    const struct ip_ends ends = ip_ends(line->ip);

    address_put(line, ends.version, ends.source);
    text_put_char(line->text, '.');
    text_put_u32(line->text, load_be16(header));
    text_put_string(line->text, " > ");
    address_put(line, ends.version, ends.destination);
    text_put_char(line->text, '.');
    text_put_u32(line->text, load_be16(header + 2));
    text_put_string(line->text, ": DCCP");
}

static enum line_status put_quiet(struct text *text, const struct layer *layer) {
    uint32_t header_length = layer->data[4] * 4u;

    text_put_char(text, ' ');
    /* As tcpdump has it, a header longer than the packet wraps. */
    text_put_u32(text, layer->length - header_length);
    if (header_length > layer->length) {
        text_put_string(text, " [bad hdr length ");
        text_put_u32(text, header_length);
        text_put_string(text, " - too long, > ");
        text_put_u32(text, layer->length);
        text_put_char(text, ']');
    }
    return LINE_END;
}

static void put_coverage(struct line *line, const struct layer *layer) {
    struct text *text = line->text;

    text_put_string(text, " (CCVal ");
    text_put_u32(text, layer->data[5] >> 4);
    text_put_string(text, ", CsCov ");
    text_put_u32(text, layer->data[5] & 0xf);
    if (layer->captured >= layer->length) {
        put_checksum(line, layer);
    }
    text_put_char(text, ')');
}

/* With -vv, the sequence number and the options behind the `fixed` part of the header. */
static enum line_status put_details(struct line *line, const struct layer *layer, bool extended,
                                    uint32_t fixed) {
    const uint8_t *header = layer->data;
    uint32_t header_length = header[4] * 4u;

    text_put_string(line->text, "seq ");
    text_put_u64(line->text, extended ? load_be48(header + 10) : load_be24(header + 9));
    if (header_length <= fixed) {
        return LINE_END;
    }
    return dccp_options_put(line, span_from(layer_span(layer), fixed), header_length - fixed);
}

enum line_status print_dccp(struct line *line, const struct layer *layer) {
    const uint8_t *header = layer->data;
    struct text *text = line->text;
    uint32_t length;
    uint32_t fixed;
    bool extended;
    uint8_t type;

    line->protocol = "dccp";
    if (put_generic(line, layer, &length) != LINE_NEXT) {
        return LINE_END;
    }
    put_ends(line, header);
    if (line->settings->quiet) {
        return put_quiet(text, layer);
    }
    if (line->settings->verbosity > 0) {
        put_coverage(line, layer);
    }
    text_put_char(text, ' ');
    type = header[8] >> 1 & 0xf;
    fixed = length;
    if (put_type(line, layer, type, &fixed) != LINE_NEXT) {
        return LINE_END;
    }
    extended = length == HEADER_EXTENDED;
    if (type != DCCP_REQUEST && type != DCCP_DATA) {
        if (!span_has(layer_span(layer), length, extended ? 8 : 4)) {
            return LINE_CUT;
        }
        text_put_string(text, "(ack=");
        text_put_u64(text,
                     extended ? load_be48(header + length + 2) : load_be24(header + length + 1));
        text_put_string(text, ") ");
    }
    return line->settings->verbosity > 1 ? put_details(line, layer, extended, fixed) : LINE_END;
}
