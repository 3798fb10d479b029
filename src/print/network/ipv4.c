/* The IPv4 header. */
#include "tcpgloss/base/checksum.h"

#include "print/line.h"

enum { HEADER_MIN = 20, MORE_FRAGMENTS = 0x2000, DO_NOT_FRAGMENT = 0x4000, RESERVED = 0x8000 };

/* Transports print the addresses themselves, beside their ports. */
enum { TCP = 6, UDP = 17, DCCP = 33, SCTP = 132 };

static void put_fragment_flags(struct text *text, uint16_t field) {
    static const struct {
        uint16_t bit;
        const char *name;
    } flags[] = {{MORE_FRAGMENTS, "+"}, {DO_NOT_FRAGMENT, "DF"}, {RESERVED, "rsvd"}};
    const char *separator = "";

    for (size_t i = 0; i < sizeof flags / sizeof flags[0]; i++) {
        if ((field & flags[i].bit) != 0) {
            text_put_string(text, separator);
            text_put_string(text, flags[i].name);
            separator = ", ";
        }
    }
    if (*separator == '\0') {
        text_put_string(text, "none");
    }
}

/* "(tos 0x0, ttl 64, …": what -v adds. LINE_END if an option was cut. */
static enum line_status put_details(struct line *line, const struct layer *layer,
                                    uint32_t header_length) {
    static const char *const ecn[] = {"", ",ECT(1)", ",ECT(0)", ",CE"};
    struct text *text = line->text;
    const uint8_t *header = layer->data;
    uint16_t fragment = load_be16(header + 6);
    const char *protocol = line_ip_protocol_name(header[9]);
    enum line_status options = LINE_NEXT;

    text_put_string(text, "(tos 0x");
    text_put_hex(text, header[1]);
    text_put_string(text, ecn[header[1] & 3]);
    if (header[8] >= 1) {
        text_put_string(text, ", ttl ");
        text_put_u32(text, header[8]);
    }
    text_put_string(text, ", id ");
    text_put_u32(text, load_be16(header + 4));
    text_put_string(text, ", offset ");
    text_put_u32(text, (fragment & 0x1fffu) * 8);
    text_put_string(text, ", flags [");
    put_fragment_flags(text, fragment);
    text_put_string(text, "], proto ");
    text_put_string(text, protocol != NULL ? protocol : "unknown");
    text_put_string(text, " (");
    text_put_u32(text, header[9]);
    text_put_string(text, "), length ");
    text_put_u32(text, load_be16(header + 2));
    if (header_length > HEADER_MIN) {
        text_put_string(text, ", options (");
        options = line_put_ipv4_options(line, layer, header_length);
        if (options == LINE_CUT) {
            return LINE_CUT;
        }
        text_put_string(text, options == LINE_NEXT ? ")" : " [truncated-option])");
    }
    if (!line->settings->skip_checksums && header_length <= layer->captured) {
        uint16_t checksum = checksum_finish(checksum_add(0, header, header_length));

        if (checksum != 0) {
            uint16_t field = load_be16(header + 10);

            text_put_string(text, ", bad cksum ");
            text_put_hex(text, field);
            text_put_string(text, " (->");
            text_put_hex(text, checksum_expected(field, checksum));
            text_put_string(text, ")!");
        }
    }
    text_put_string(text, ")\n    ");
    return options;
}

enum line_status line_put_ipv4(struct line *line, const struct layer *layer) {
    struct text *text = line->text;
    const uint8_t *header = layer->data;
    uint32_t header_length;
    uint32_t total_length;
    uint16_t fragment;

    line->protocol = "ip";
    if (layer->captured < 1) {
        return LINE_CUT;
    }
    if (header[0] >> 4 != 4) {
        if (header[0] >> 4 == 6) {
            text_put_string(text, "IP6, wrong link-layer encapsulation");
        } else {
            text_put_string(text, "IP");
            text_put_u32(text, header[0] >> 4);
        }
        text_put_string(text, " (invalid)");
        return LINE_END;
    }
    if (!line->settings->link_header) {
        text_put_string(text, "IP ");
    }
    if (layer->captured < HEADER_MIN) {
        line_put_cut(line);
        return LINE_END;
    }
    if (layer->length < HEADER_MIN) {
        text_put_string(text, "truncated-ip ");
        text_put_u32(text, layer->length);
        return LINE_END;
    }
    header_length = (header[0] & 0xfu) * 4;
    if (header_length < HEADER_MIN) {
        text_put_string(text, "bad-hlen ");
        text_put_u32(text, header_length);
        return LINE_END;
    }
    total_length = load_be16(header + 2);
    if (layer->length < total_length) {
        text_put_string(text, "truncated-ip - ");
        text_put_u32(text, total_length - layer->length);
        text_put_string(text, " bytes missing! ");
    }
    if (total_length < header_length) {
        text_put_string(text, "bad-len ");
        text_put_u32(text, total_length);
        return LINE_END;
    }
    line->ip = layer;
    fragment = load_be16(header + 6);
    line->fragmented = (fragment & MORE_FRAGMENTS) != 0;
    if (line->settings->verbosity > 0) {
        enum line_status details = put_details(line, layer, header_length);

        if (details == LINE_END) {
            line_put_ip_ends(line);
            text_put_string(text, ": ");
            line_put_cut(line);
        }
        if (details != LINE_NEXT) {
            return details;
        }
    }
    if ((fragment & 0x1fff) != 0) {
        /* What a fragment holds needs not even all of its header. */
        return layer->captured < header_length
                   ? line_put_fragment(line, &(struct layer){.protocol = header[9]})
                   : LINE_NEXT;
    }
    if (header[9] != TCP && header[9] != UDP && header[9] != SCTP && header[9] != DCCP) {
        line_put_ip_ends(line);
        text_put_string(text, ": ");
    }
    if (layer->captured < header_length) {
        text_put_string(text, " [remaining caplen(");
        text_put_u32(text, layer->captured);
        text_put_string(text, ") < header length(");
        text_put_u32(text, header_length);
        text_put_string(text, ")]");
        return LINE_CUT;
    }
    return LINE_NEXT;
}
