/* Routing protocols right on IP: their headers. What follows those is not decoded. */
#include "print/changes.h"
#include "print/hex_dump.h"
#include "print/line.h"
#include "print/network/ip_printers.h"

static void put_hex_field(struct text *text, const char *before, uint32_t value, unsigned width) {
    text_put_string(text, before);
    text_put_hex_padded(text, value, width);
}

/* A name of a table, or the number behind `unknown` and before `end`. */
static void put_name(struct text *text, const char *const *names, size_t count, uint8_t value,
                     const char *unknown, const char *end) {
    if (value < count && names[value] != NULL) {
        text_put_string(text, names[value]);
    } else {
        line_put_number(text, unknown, value);
        text_put_string(text, end);
    }
}

/* The Exterior Gateway Protocol (RFC 904). */
enum { EGP_HEADER = 16, EGP_VERSION = 2 }; /* as long as tcpdump wants it to be */

/* Since 4.99.6 what is wrong is said, and it takes -v to see the numbers. */
static enum line_status put_checked_egp(struct line *line, const struct layer *layer) {
    struct text *text = line->text;

    text_put_string(text, "EGP");
    if (layer->length < EGP_HEADER) {
        return line_end_check(line, " [length ", layer->length, " < ", EGP_HEADER);
    }
    if (layer->captured == 0) {
        return LINE_CUT;
    }
    if (layer->data[0] != EGP_VERSION) {
        return line_end_check(line, " [version ", layer->data[0], " != ", EGP_VERSION);
    }
    if (layer->captured < EGP_HEADER) {
        return LINE_CUT;
    }
    line_put_number(text, "v", layer->data[0]);
    if (line->settings->verbosity > 0) {
        line_put_number(text, ", AS ", load_be16(layer->data + 6));
        line_put_number(text, ", seq ", load_be16(layer->data + 8));
    }
    line_put_number(text, ", length ", layer->length);
    return LINE_END;
}

enum line_status print_egp(struct line *line, const struct layer *layer) {
    const uint8_t *header = layer->data;

    line->protocol = "egp";
    if (changes_made(line->settings, CHANGE_EGP_CHECKS)) {
        return put_checked_egp(line, layer);
    }
    if (layer_least(layer) < EGP_HEADER) {
        line_put_cut(line);
        return LINE_END;
    }
    line_put_number(line->text, "EGPv", header[0]);
    if (line->settings->verbosity == 0) {
        line_put_number(line->text, ", AS ", load_be16(header + 6));
        line_put_number(line->text, ", seq ", load_be16(header + 8));
    }
    line_put_number(line->text, ", length ", layer->length);
    if (line->settings->verbosity > 0 && header[0] != EGP_VERSION) {
        line_put_number(line->text, "[version ", header[0]);
        text_put_char(line->text, ']');
    }
    return LINE_END;
}

static void put_eigrp_flags(struct text *text, uint32_t flags) {
    static const char *const names[] = {"Init", "Conditionally Received", "Restart",
                                        "End-of-Table"};
    const char *before = "";

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if ((flags >> i & 1) != 0) {
            text_put_string(text, before);
            text_put_string(text, names[i]);
            before = ", ";
        }
    }
    text_put_string(text, *before == 0 ? "none" : "");
}

/* Cisco's Enhanced Interior Gateway Routing Protocol (RFC 7868 §6.2). */
/* What follows the header is printed only where its first length shows that it cannot be TLVs: as
 * bytes. */
static enum line_status put_eigrp_tlvs(struct line *line, struct span rest, uint32_t length) {
    enum { TLV_HEADER = 4 };
    uint16_t tlv_length;

    if (length == 0) {
        return LINE_END;
    }
    if (!span_be16(rest, 2, &tlv_length)) {
        line_put_cut(line);
        return LINE_END;
    }
    if (tlv_length < TLV_HEADER || tlv_length > length) {
        rest = span_first(span_from(rest, TLV_HEADER), length);
        hex_dump_put(line, "\n\t    ", rest.data, (uint32_t)rest.length);
    }
    return LINE_END;
}

enum line_status print_eigrp(struct line *line, const struct layer *layer) {
    enum { HEADER = 20, VERSION = 2 };
    static const char *const names[] = {NULL,    "Update", NULL,      "Query",
                                        "Reply", "Hello",  "IPX SAP", "Probe"};
    enum { NAMES = sizeof names / sizeof names[0] };
    const uint8_t *header = layer->data;
    struct text *text = line->text;

    line->protocol = "eigrp";
    if (layer->captured < HEADER) {
        line_put_cut(line);
        return LINE_END;
    }
    if (header[0] != VERSION) {
        line_put_number(text, "EIGRP version ", header[0]);
        text_put_string(text, " packet not supported");
        return LINE_END;
    }
    if (line->settings->verbosity == 0) {
        text_put_string(text, "EIGRP ");
        put_name(text, names, NAMES, header[1], "unknown (", ")");
        line_put_number(text, ", length: ", layer->length);
        return LINE_END;
    }
    line_put_number(text, "\n\tEIGRP v", header[0]);
    text_put_string(text, ", opcode: ");
    put_name(text, names, NAMES, header[1], "unknown, type: ", "");
    line_put_number(text, " (", header[1]);
    put_hex_field(text, "), chksum: 0x", load_be16(header + 2), 4);
    text_put_string(text, ", Flags: [");
    put_eigrp_flags(text, load_be32(header + 4));
    put_hex_field(text, "]\n\tseq: 0x", load_be32(header + 8), 8);
    put_hex_field(text, ", ack: 0x", load_be32(header + 12), 8);
    line_put_number(text, ", VRID: ", load_be16(header + 16));
    line_put_number(text, ", AS: ", load_be16(header + 18));
    line_put_number(text, ", length: ", layer->length - HEADER);
    return put_eigrp_tlvs(line, span_from(layer_span(layer), HEADER), layer->length - HEADER);
}

/* Open Shortest Path First, version 2 (RFC 2328 §A.3.1) on IPv4 and 3 (RFC 5340 §A.3.1) on IPv6. */
enum line_status print_ospf(struct line *line, const struct layer *layer) {
    enum { AUTHENTICATION_TYPE = 14, CRYPTOGRAPHIC = 2, DIGEST = 16 };
    static const char *const names[] = {
        NULL, "Hello", "Database Description", "LS-Request", "LS-Update", "LS-Ack",
    };
    bool v4 = line->ip->kind == LAYER_IPV4;
    struct span header = layer_span(layer);
    uint32_t length = layer->length;
    uint16_t authentication;

    line->protocol = v4 ? "ospf2" : "ospf3";
    if (v4) {
        if (!span_be16(header, AUTHENTICATION_TYPE, &authentication)) {
            return LINE_CUT;
        }
        if (authentication == CRYPTOGRAPHIC) {
            /* A digest follows the packet. As tcpdump has it, a shorter length wraps. */
            length -= DIGEST;
            header.length -= DIGEST;
        }
    }
    if (header.length < 2) {
        return LINE_CUT;
    }
    line_put_number(line->text, "OSPFv", header.data[0]);
    text_put_string(line->text, ", ");
    put_name(line->text, names, sizeof names / sizeof names[0], header.data[1],
             v4 ? "unknown LS-type " : "unknown packet type (", v4 ? "" : ")");
    line_put_number(line->text, ", length ", length);
    return LINE_END;
}

/* Protocol Independent Multicast (RFC 7761 §4.9). */
enum line_status print_pim(struct line *line, const struct layer *layer) {
    enum { VERSION = 2 };
    static const char *const names[] = {
        "Hello",
        "Register",
        "Register Stop",
        "Join / Prune",
        "Bootstrap",
        "Assert",
        "Graft",
        "Graft Acknowledgement",
        "Candidate RP Advertisement",
        "Prune Refresh",
        "DF Election",
        "ECMP Redirect",
    };
    const char *name = "Unknown Type";
    uint8_t first;

    line->protocol = "pim";
    if (!span_u8(layer_span(layer), 0, &first)) {
        return LINE_CUT;
    }
    if ((first & 0xf) < sizeof names / sizeof names[0]) {
        name = names[first & 0xf];
    }
    line_put_number(line->text, "PIMv", first >> 4);
    if (first >> 4 == VERSION && line->settings->verbosity == 0) {
        text_put_string(line->text, ", ");
        text_put_string(line->text, name);
    }
    line_put_number(line->text, ", length ", layer->length);
    if (first >> 4 == VERSION && line->settings->verbosity > 0) {
        text_put_string(line->text, "\n\t");
        text_put_string(line->text, name);
    }
    return LINE_END;
}

/* The Resource Reservation Protocol (RFC 2205 §3.1.1). */
enum line_status print_rsvp(struct line *line, const struct layer *layer) {
    enum { HEADER = 8, VERSION = 1, REFRESH_REDUCTION = 1 };
    static const char *const names[] = {
        [1] = "Path",         [2] = "Resv",     [3] = "PathErr",
        [4] = "ResvErr",      [5] = "PathTear", [6] = "ResvTear",
        [7] = "ResvConf",     [12] = "Bundle",  [13] = "Acknowledgement",
        [14] = "Hello (Old)", [15] = "Refresh", [20] = "Hello",
    };
    enum { NAMES = sizeof names / sizeof names[0] };
    struct span header = layer_span(layer);
    struct text *text = line->text;
    uint16_t length;
    uint8_t version;
    uint8_t type;

    line->protocol = "rsvp";
    if (header.length < HEADER) {
        line_put_cut(line);
        return LINE_END;
    }
    version = header.data[0] >> 4;
    type = header.data[1];
    if (version != VERSION) {
        line_put_number(text, "ERROR: RSVP version ", version);
        text_put_string(text, " packet not supported");
        return LINE_END;
    }
    if (line->settings->verbosity == 0) {
        line_put_number(text, "RSVPv", version);
        text_put_char(text, ' ');
        put_name(text, names, NAMES, type, "unknown (", ")");
        line_put_number(text, " Message, length: ", layer->length);
        return LINE_END;
    }
    length = load_be16(header.data + 6);
    line_put_number(text, "\n\tRSVPv", version);
    text_put_char(text, ' ');
    put_name(text, names, NAMES, type, "unknown, type: ", "");
    line_put_number(text, " Message (", type);
    text_put_string(text, "), Flags: [");
    text_put_string(text, (header.data[0] & REFRESH_REDUCTION) != 0 ? "Refresh reduction capable"
                                                                    : "none");
    line_put_number(text, "], length: ", length);
    line_put_number(text, ", ttl: ", header.data[4]);
    put_hex_field(text, ", checksum: 0x", load_be16(header.data + 2), 4);
    if (length < HEADER) {
        line_put_number(text, "ERROR: common header too short ", length);
        line_put_number(text, " < ", HEADER);
    } else if (type >= NAMES || names[type] == NULL) {
        struct span rest = span_first(span_from(header, HEADER), length - HEADER);

        hex_dump_put(line, "\n\t    ", rest.data, (uint32_t)rest.length);
    }
    return LINE_END;
}
