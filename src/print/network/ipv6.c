/* The IPv6 header. */
#include "print/network/ipv6.h"

#include "print/layer_printers.h"
#include "print/line.h"
#include "print/network/ip_ends.h"
#include "print/network/ip_protocols.h"

/* Transports print the addresses themselves, beside their ports. */
static bool prints_ends(uint8_t protocol) {
    return protocol == IP_TCP || protocol == IP_UDP || protocol == IP_SCTP || protocol == IP_DCCP;
}

static void put_details(struct line *line, const uint8_t *header) {
    struct text *text = line->text;
    uint32_t flow = load_be32(header);
    const char *next = ip_protocols_name(header[IPV6_NEXT_HEADER]);

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
    text_put_string(text, "hlim ");
    text_put_u32(text, header[IPV6_HOP_LIMIT]);
    text_put_string(text, ", next-header ");
    text_put_string(text, next != NULL ? next : "unknown");
    text_put_string(text, " (");
    text_put_u32(text, header[IPV6_NEXT_HEADER]);
    text_put_string(text, ") payload length: ");
    text_put_u32(text, load_be16(header + IPV6_PAYLOAD_LENGTH));
    text_put_string(text, ") ");
}

static void put_missing(struct line *line, const struct layer *ip, uint32_t payload_length) {
    if (ip->length - IPV6_HEADER < payload_length) {
        text_put_string(line->text, "truncated-ip6 - ");
        text_put_u32(line->text, payload_length - (ip->length - IPV6_HEADER));
        text_put_string(line->text, " bytes missing!");
    }
}

enum line_status print_ipv6(struct line *line, const struct layer *layer) {
    struct text *text = line->text;
    const uint8_t *header = layer->data;
    uint32_t payload_length;

    line->protocol = "ip6";
    if (layer->captured < IPV6_HEADER) {
        line_put_cut(line);
        return LINE_END;
    }
    if (layer->length < IPV6_HEADER) {
        text_put_string(text, "truncated-ip6 ");
        text_put_u32(text, layer->length);
        return LINE_END;
    }
    if (!line->settings->link_header) {
        text_put_string(text, "IP6 ");
    }
    if (header[0] >> 4 != 6) {
        text_put_string(text, "version error: ");
        text_put_u32(text, header[0] >> 4);
        text_put_string(text, " != 6");
        return LINE_END;
    }
    payload_length = load_be16(header + IPV6_PAYLOAD_LENGTH);
    put_missing(line, layer, payload_length);
    if (line->settings->verbosity > 0) {
        put_details(line, header);
    }
    line->ip = layer;
    line->fragmented = false;
    line->jumbo = 0;
    line->hop_by_hop_seen = false;
    if (!prints_ends(header[IPV6_NEXT_HEADER])) {
        ip_ends_put(line);
        text_put_string(text, ": ");
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
