/* The IPv6 header. */
#include "print/network/ipv6.h"

#include "print/changes.h"
#include "print/layer_printers.h"
#include "print/line.h"
#include "print/network/ip_ends.h"
#include "print/network/ip_protocols.h"

/* Transports print the addresses themselves, beside their ports. */
static bool prints_ends(uint8_t protocol) {
    return protocol == IP_TCP || protocol == IP_UDP || protocol == IP_SCTP || protocol == IP_DCCP;
}

/* LINE_CUT if a field was not captured. */
static enum line_status put_details(struct line *line, const struct layer *layer) {
    struct text *text = line->text;
    const uint8_t *header = layer->data;
    uint32_t flow = load_be32(header);
    const char *next;

    text_put_char(text, '(');
    if ((flow & 0x0ff00000) != 0) {
        text_put_string(text, "class 0x");
        text_put_hex_padded(text, flow >> 20 & 0xff, 2);
        text_put_string(text, ", ");
    }
    if ((flow & 0x000fffff) != 0) {
        text_put_string(text, "flowlabel 0x");
        text_put_hex_padded(text, flow & 0xfffff, 5);
        text_put_string(text, ", ");
    }
    if (layer->captured <= IPV6_HOP_LIMIT) {
        return LINE_CUT;
    }
    next = ip_protocols_name(line->settings, header[IPV6_NEXT_HEADER]);
    line_put_number(text, "hlim ", header[IPV6_HOP_LIMIT]);
    text_put_string(text, ", next-header ");
    text_put_string(text, next != NULL ? next : "unknown");
    line_put_number(text, " (", header[IPV6_NEXT_HEADER]);
    line_put_number(text,
                    changes_made(line->settings, CHANGE_IPV6_COMMA) ? "), payload length "
                                                                    : ") payload length: ",
                    load_be16(header + IPV6_PAYLOAD_LENGTH));
    text_put_string(text, ") ");
    return LINE_NEXT;
}

static void put_missing(struct line *line, const struct layer *ip, uint32_t payload_length) {
    uint32_t there = ip->length - IPV6_HEADER;

    if (there >= payload_length) {
        return;
    }
    if (changes_made(line->settings, CHANGE_IP_CHECKS)) {
        (void)line_end_check(line, "[header+payload length ",
                             IPV6_HEADER + (uint64_t)payload_length, " > length ", ip->length);
        text_put_char(line->text, ' ');
    } else {
        line_put_number(line->text, "truncated-ip6 - ", payload_length - there);
        text_put_string(line->text, " bytes missing!");
    }
}

static enum line_status check_in_words(struct line *line, const struct layer *layer) {
    struct text *text = line->text;

    if (layer->captured < IPV6_HEADER) {
        line_put_cut(line);
        return LINE_END;
    }
    if (layer->length < IPV6_HEADER) {
        line_put_number(text, "truncated-ip6 ", layer->length);
        return LINE_END;
    }
    text_put_string(text, line->settings->link_header ? "" : "IP6 ");
    if (layer->data[0] >> 4 != 6) {
        line_put_number(text, "version error: ", layer->data[0] >> 4);
        text_put_string(text, " != 6");
        return LINE_END;
    }
    return LINE_NEXT;
}

static enum line_status check_in_brackets(struct line *line, const struct layer *layer) {
    text_put_string(line->text, line->settings->link_header ? "" : "IP6 ");
    if (layer->length < IPV6_HEADER) {
        return line_end_check(line, " [length ", layer->length, " < ", IPV6_HEADER);
    }
    if (layer->captured < 1) {
        return LINE_CUT;
    }
    if (layer->data[0] >> 4 != 6) {
        return line_end_check(line, " [version ", layer->data[0] >> 4, " != ", 6);
    }
    return layer->captured <= IPV6_NEXT_HEADER ? LINE_CUT : LINE_NEXT;
}

enum line_status print_ipv6(struct line *line, const struct layer *layer) {
    const uint8_t *header = layer->data;
    enum line_status status;

    line->protocol = "ip6";
    status = changes_made(line->settings, CHANGE_IP_CHECKS) ? check_in_brackets(line, layer)
                                                            : check_in_words(line, layer);
    if (status != LINE_NEXT) {
        return status;
    }
    put_missing(line, layer, load_be16(header + IPV6_PAYLOAD_LENGTH));
    if (line->settings->verbosity > 0 && put_details(line, layer) == LINE_CUT) {
        return LINE_CUT;
    }
    if (layer->captured < IPV6_HEADER) {
        line_put_cut(line);
        return LINE_END;
    }
    line->ip = layer;
    line->fragmented = false;
    line->jumbo = 0;
    line->hop_by_hop_seen = false;
    if (!prints_ends(header[IPV6_NEXT_HEADER])) {
        ip_ends_put(line);
        text_put_string(line->text, ": ");
    }
    return LINE_NEXT;
}

/*
 * A payload length of zero promises a jumbogram. Where extension headers ended and none of them
 * said so, there is no room for what they announce.
 */
enum line_status ipv6_end_extension(struct line *line, uint8_t next) {
    line->protocol = "ip6";
    if (ipv6_is_extension(next) || load_be16(line->ip->data + IPV6_PAYLOAD_LENGTH) != 0) {
        return LINE_NEXT;
    }
    if (line->jumbo == 0) {
        line_put_cut(line);
        return LINE_END;
    }
    put_missing(line, line->ip, line->jumbo);
    return LINE_NEXT;
}
