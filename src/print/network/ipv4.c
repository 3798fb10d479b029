/* The IPv4 header. */
#include "tcpgloss/base/checksum.h"

#include "print/changes.h"
#include "print/layer_printers.h"
#include "print/line.h"
#include "print/network/ip_ends.h"
#include "print/network/ip_protocols.h"
#include "print/network/ipv4_options.h"

/* Transports print the addresses themselves, beside their ports. */
static bool prints_ends(uint8_t protocol) {
    return protocol == IP_TCP || protocol == IP_UDP || protocol == IP_SCTP || protocol == IP_DCCP;
}

static void put_fragment_flags(struct text *text, uint16_t field) {
    static const struct {
        uint16_t bit;
        const char *name;
    } flags[] = {
        {IPV4_MORE_FRAGMENTS, "+"}, {IPV4_DO_NOT_FRAGMENT, "DF"}, {IPV4_RESERVED_BIT, "rsvd"}};
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
    uint16_t fragment = load_be16(header + IPV4_FRAGMENT);
    const char *protocol = ip_protocols_name(line->settings, header[IPV4_PROTOCOL]);
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
    text_put_u32(text, (fragment & IPV4_FRAGMENT_OFFSET) * 8);
    text_put_string(text, ", flags [");
    put_fragment_flags(text, fragment);
    text_put_string(text, "], proto ");
    text_put_string(text, protocol != NULL ? protocol : "unknown");
    text_put_string(text, " (");
    text_put_u32(text, header[IPV4_PROTOCOL]);
    text_put_string(text, "), length ");
    if (load_be16(header + IPV4_TOTAL_LENGTH) != 0) {
        text_put_u32(text, load_be16(header + IPV4_TOTAL_LENGTH));
    } else {
        text_put_u32(text, layer->length);
        text_put_string(text, " [was 0, presumed TSO]");
    }
    if (header_length > IPV4_HEADER) {
        text_put_string(text, ", options (");
        options = ipv4_options_put(line, layer, header_length);
        if (options == LINE_CUT) {
            return LINE_CUT;
        }
        text_put_string(text, options == LINE_NEXT ? ")" : " [truncated-option])");
    }
    if (!line->settings->skip_checksums && header_length <= layer->captured) {
        uint16_t checksum = checksum_finish(checksum_add(0, header, header_length));

        if (checksum != 0) {
            uint16_t field = load_be16(header + IPV4_CHECKSUM);

            text_put_string(text, ", bad cksum ");
            text_put_hex(text, field);
            text_put_string(text, " (->");
            text_put_hex(text, checksum_expected(field, checksum));
            text_put_string(text, ")!");
        }
    }
    text_put_string(text, line->settings->unbroken ? ") " : ")\n    ");
    return options;
}

static enum line_status check_in_words(struct line *line, const struct layer *layer) {
    struct text *text = line->text;
    const uint8_t *header = layer->data;
    uint32_t header_length;
    uint32_t total_length;

    if (layer->captured < 1) {
        return LINE_CUT;
    }
    if (header[0] >> 4 != 4) {
        if (header[0] >> 4 == 6) {
            text_put_string(text, "IP6, wrong link-layer encapsulation");
        } else {
            line_put_number(text, "IP", header[0] >> 4);
        }
        text_put_string(text, " (invalid)");
        return LINE_END;
    }
    text_put_string(text, line->settings->link_header ? "" : "IP ");
    if (layer->captured < IPV4_HEADER) {
        line_put_cut(line);
        return LINE_END;
    }
    if (layer->length < IPV4_HEADER) {
        line_put_number(text, "truncated-ip ", layer->length);
        return LINE_END;
    }
    header_length = (header[0] & 0xfu) * 4;
    if (header_length < IPV4_HEADER) {
        line_put_number(text, "bad-hlen ", header_length);
        return LINE_END;
    }
    total_length = load_be16(header + IPV4_TOTAL_LENGTH);
    if (layer->length < total_length) {
        line_put_number(text, "truncated-ip - ", total_length - layer->length);
        text_put_string(text, " bytes missing! ");
    }
    if (total_length < header_length) {
        line_put_number(text, "bad-len ", total_length);
        return LINE_END;
    }
    return LINE_NEXT;
}

static enum line_status check_in_brackets(struct line *line, const struct layer *layer) {
    struct text *text = line->text;
    const uint8_t *header = layer->data;
    uint32_t header_length;
    uint32_t total_length;

    text_put_string(text, line->settings->link_header ? "" : "IP ");
    if (layer->length < IPV4_HEADER) {
        return line_end_check(line, " [length ", layer->length, " < ", IPV4_HEADER);
    }
    if (layer->captured < 1) {
        return LINE_CUT;
    }
    if (header[0] >> 4 != 4) {
        return line_end_check(line, " [version ", header[0] >> 4, " != ", 4);
    }
    header_length = (header[0] & 0xfu) * 4;
    if (header_length < IPV4_HEADER) {
        return line_end_check(line, " [header length ", header_length, " < ", IPV4_HEADER);
    }
    if (layer->captured < IPV4_FRAGMENT - 2) {
        return LINE_CUT;
    }
    total_length = load_be16(header + IPV4_TOTAL_LENGTH);
    if (layer->length < total_length) {
        (void)line_end_check(line, "[total length ", total_length, " > length ", layer->length);
        text_put_char(text, ' ');
    }
    if (total_length == 0 && changes_made(line->settings, CHANGE_TOTAL_LENGTH_PLAIN)) {
        total_length = layer->length;
    }
    if (total_length != 0 && total_length < header_length) {
        return changes_made(line->settings, CHANGE_TOTAL_LENGTH_PLAIN)
                   ? line_end_check(line, "[total length ", total_length, " < header length ",
                                    header_length)
                   : line_end_check(line, " [total length ", total_length, " < ", header_length);
    }
    if (layer->captured < IPV4_HEADER) {
        line_put_cut(line);
        return LINE_END;
    }
    return LINE_NEXT;
}

enum line_status print_ipv4(struct line *line, const struct layer *layer) {
    struct text *text = line->text;
    const uint8_t *header = layer->data;
    enum line_status checked;
    uint32_t header_length;
    uint16_t fragment;

    line->protocol = "ip";
    checked = changes_made(line->settings, CHANGE_IP_CHECKS) ? check_in_brackets(line, layer)
                                                             : check_in_words(line, layer);
    if (checked != LINE_NEXT) {
        return checked;
    }
    header_length = (header[0] & 0xfu) * 4;
    line->ip = layer;
    fragment = load_be16(header + IPV4_FRAGMENT);
    line->fragmented = (fragment & IPV4_MORE_FRAGMENTS) != 0;
    if (line->settings->verbosity > 0) {
        enum line_status details = put_details(line, layer, header_length);

        if (details == LINE_END) {
            ip_ends_put(line);
            text_put_string(text, ": ");
            line_put_cut(line);
        }
        if (details != LINE_NEXT) {
            return details;
        }
    }
    if ((fragment & IPV4_FRAGMENT_OFFSET) != 0) {
        /* What a fragment holds needs not even all of its header. */
        return layer->captured < header_length
                   ? print_fragment(line, &(struct layer){.protocol = header[IPV4_PROTOCOL]})
                   : LINE_NEXT;
    }
    if (!prints_ends(header[IPV4_PROTOCOL])) {
        ip_ends_put(line);
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
