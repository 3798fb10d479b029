/* Pragmatic General Multicast (RFC 3208 §8). */
#include "print/line.h"
#include "print/network/ip_ends.h"
#include "print/network/ip_printers.h"

enum { HEADER = 16, OPTIONS_PRESENT = 1 };

enum pgm_type {
    PGM_SPM = 0,
    PGM_POLL = 1,
    PGM_POLR = 2,
    PGM_ODATA = 4,
    PGM_RDATA = 5,
    PGM_NAK = 8,
    PGM_NNAK = 9,
    PGM_NCF = 10,
    PGM_ACK = 11,
    PGM_SPMR = 12,
};

/* The bytes of an address of this family, 0 for a family that is none of IP's. */
static size_t address_size(uint16_t family) {
    enum { IPV4 = 1, IPV6 = 2 };

    return family == IPV4 ? 4 : family == IPV6 ? 16 : 0;
}

static void put_address(struct text *text, const uint8_t *address, size_t size) {
    if (size == 4) {
        text_put_ipv4(text, address);
    } else {
        text_put_ipv6(text, address);
    }
}

/* Each part is read behind the header from `*rest`, which moves on. False if it was cut. */
static bool put_path(struct text *text, struct span *rest) {
    size_t size;

    if (rest->length < 16) {
        return false;
    }
    size = address_size(load_be16(rest->data + 12));
    if (size == 0 || !span_has(*rest, 16, size)) {
        return false;
    }
    line_put_number(text, "SPM seq ", load_be32(rest->data));
    line_put_number(text, " trail ", load_be32(rest->data + 4));
    line_put_number(text, " lead ", load_be32(rest->data + 8));
    text_put_string(text, " nla ");
    put_address(text, rest->data + 16, size);
    *rest = span_from(*rest, 16 + size);
    return true;
}

static bool put_poll_response(struct text *text, struct span *rest) {
    if (rest->length < 8) {
        return false;
    }
    line_put_number(text, "POLR seq ", load_be32(rest->data));
    line_put_number(text, " round ", load_be16(rest->data + 4));
    *rest = span_from(*rest, 8);
    return true;
}

static bool put_poll(struct text *text, struct span *rest) {
    const uint8_t *tail;
    size_t size;

    if (rest->length < 12) {
        return false;
    }
    size = address_size(load_be16(rest->data + 8));
    if (size == 0 || !span_has(*rest, 12, size + 12)) {
        return false;
    }
    tail = rest->data + 12 + size;
    line_put_number(text, "POLL seq ", load_be32(rest->data));
    line_put_number(text, " round ", load_be16(rest->data + 4));
    text_put_string(text, " nla ");
    put_address(text, rest->data + 12, size);
    line_put_number(text, " ivl ", load_be32(tail));
    text_put_string(text, " rnd 0x");
    text_put_hex_padded(text, load_be32(tail + 4), 8);
    text_put_string(text, " mask 0x");
    text_put_hex_padded(text, load_be32(tail + 8), 8);
    *rest = span_from(*rest, 12 + size + 12);
    return true;
}

static bool put_data(struct text *text, struct span *rest, const char *name) {
    if (rest->length < 8) {
        return false;
    }
    text_put_string(text, name);
    line_put_number(text, " trail ", load_be32(rest->data + 4));
    line_put_number(text, " seq ", load_be32(rest->data));
    *rest = span_from(*rest, 8);
    return true;
}

static bool put_ack(struct text *text, struct span *rest) {
    if (rest->length < 8) {
        return false;
    }
    line_put_number(text, "ACK seq ", load_be32(rest->data));
    *rest = span_from(*rest, 8);
    return true;
}

/* As tcpdump has it, the group's family is looked for four bytes behind the source. */
static bool put_nak(struct text *text, struct span *rest, const char *name) {
    size_t source;
    size_t group;
    uint16_t family;
    size_t at;

    if (rest->length < 8) {
        return false;
    }
    source = address_size(load_be16(rest->data + 4));
    at = 8 + source + 4;
    if (source == 0 || !span_be16(*rest, at, &family)) {
        return false;
    }
    group = address_size(family);
    if (group == 0 || !span_has(*rest, at, group)) {
        return false;
    }
    text_put_string(text, name);
    text_put_string(text, " (");
    put_address(text, rest->data + 8, source);
    text_put_string(text, " -> ");
    put_address(text, rest->data + at, group);
    line_put_number(text, "), seq ", load_be32(rest->data));
    *rest = span_from(*rest, at + group);
    return true;
}

static bool put_body(struct text *text, uint8_t type, struct span *rest) {
    switch (type) {
    case PGM_SPM:
        return put_path(text, rest);
    case PGM_POLL:
        return put_poll(text, rest);
    case PGM_POLR:
        return put_poll_response(text, rest);
    case PGM_ODATA:
        return put_data(text, rest, "ODATA");
    case PGM_RDATA:
        return put_data(text, rest, "RDATA");
    case PGM_NAK:
        return put_nak(text, rest, "NAK");
    case PGM_NNAK:
        return put_nak(text, rest, "NNAK");
    case PGM_NCF:
        return put_nak(text, rest, "NCF");
    case PGM_ACK:
        return put_ack(text, rest);
    case PGM_SPMR:
        text_put_string(text, "SPMR");
        return true;
    default:
        text_put_string(text, "UNKNOWN type 0x");
        text_put_hex_padded(text, type, 2);
        return true;
    }
}

/* The first option, which says how long all are together. The others are not decoded. */
static bool put_options(struct line *line, struct span rest) {
    enum { OPTION_KIND = 0x7f, OPTION_LENGTH = 0, SIZE = 4 };
    struct text *text = line->text;
    uint16_t total;

    if (rest.length < SIZE) {
        line_put_cut(line);
        return false;
    }
    total = load_be16(rest.data + 2);
    if ((rest.data[0] & OPTION_KIND) != OPTION_LENGTH) {
        line_put_number(text, "[First option bad, should be PGM_OPT_LENGTH, is ",
                        rest.data[0] & OPTION_KIND);
    } else if (rest.data[1] != SIZE) {
        line_put_number(text, "[Bad OPT_LENGTH option, length ", rest.data[1]);
        text_put_string(text, " != 4");
    } else if (total < SIZE) {
        line_put_number(text, "[Bad total option length ", total);
        text_put_string(text, " < 4");
    } else {
        line_put_number(text, " OPTS LEN ", total);
        return true;
    }
    text_put_char(text, ']');
    return false;
}

enum line_status print_pgm(struct line *line, const struct layer *layer) {
    struct span header = layer_span(layer);
    struct span rest = span_from(header, HEADER);
    struct text *text = line->text;

    line->protocol = "pgm";
    if (header.length < 4) {
        ip_ends_put(line);
        text_put_string(text, ": [|pgm]");
        return LINE_END;
    }
    ip_ends_put_with_ports(line, "tcp", IP_PGM, load_be16(header.data), load_be16(header.data + 2));
    if (header.length < HEADER) {
        line_put_cut(line);
        return LINE_END;
    }
    line_put_number(text, "PGM, length ", load_be16(header.data + 14));
    if (line->settings->verbosity == 0) {
        return LINE_END;
    }
    text_put_string(text, " 0x");
    for (size_t i = 8; i < 14; i++) {
        text_put_hex_padded(text, header.data[i], 2);
    }
    text_put_char(text, ' ');
    if (!put_body(text, header.data[4], &rest)) {
        line_put_cut(line);
        return LINE_END;
    }
    /* As tcpdump has it, a message without a body of its own has its options where it begins. */
    if (rest.data == header.data + HEADER) {
        rest = header;
    }
    if ((header.data[5] & OPTIONS_PRESENT) != 0 && !put_options(line, rest)) {
        return LINE_END;
    }
    line_put_number(text, " [", layer->length);
    text_put_char(text, ']');
    return LINE_END;
}
