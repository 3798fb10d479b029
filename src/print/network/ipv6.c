/* The IPv6 header. */
#include "print/line.h"

enum { HEADER = 40 };

/* Transports print the addresses themselves, beside their ports. */
enum { TCP = 6, UDP = 17, DCCP = 33, SCTP = 132 };

static void put_details(struct line *line, const uint8_t *header) {
    struct text *text = line->text;
    uint32_t flow = load_be32(header);
    const char *next = line_ip_protocol_name(header[6]);

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
    text_put_u32(text, header[7]);
    text_put_string(text, ", next-header ");
    text_put_string(text, next != NULL ? next : "unknown");
    text_put_string(text, " (");
    text_put_u32(text, header[6]);
    text_put_string(text, ") payload length: ");
    text_put_u32(text, load_be16(header + 4));
    text_put_string(text, ") ");
}

static void put_missing(struct line *line, const struct layer *ip, uint32_t payload_length) {
    if (ip->length - HEADER < payload_length) {
        text_put_string(line->text, "truncated-ip6 - ");
        text_put_u32(line->text, payload_length - (ip->length - HEADER));
        text_put_string(line->text, " bytes missing!");
    }
}

enum line_status line_put_ipv6(struct line *line, const struct layer *layer) {
    struct text *text = line->text;
    const uint8_t *header = layer->data;
    uint32_t payload_length;

    line->protocol = "ip6";
    if (layer->captured < HEADER) {
        line_put_cut(line);
        return LINE_END;
    }
    if (layer->length < HEADER) {
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
    payload_length = load_be16(header + 4);
    put_missing(line, layer, payload_length);
    if (line->settings->verbosity > 0) {
        put_details(line, header);
    }
    line->ip = layer;
    line->fragmented = false;
    line->jumbo = 0;
    line->hop_by_hop_seen = false;
    if (header[6] != TCP && header[6] != UDP && header[6] != DCCP && header[6] != SCTP) {
        line_put_ip_ends(line);
        text_put_string(text, ": ");
    }
    return LINE_NEXT;
}

/*
 * A payload length of zero promises a jumbogram. Where extension headers ended and none of them
 * said so, there is no room for what they announce.
 */
enum line_status line_end_ipv6_extension(struct line *line, uint8_t next) {
    bool another = next == 0 || next == 43 || next == 44 || next == 60 || next == 62 || next == 135;

    line->protocol = "ip6";
    if (another || load_be16(line->ip->data + 4) != 0) {
        return LINE_NEXT;
    }
    if (line->jumbo == 0) {
        line_put_cut(line);
        return LINE_END;
    }
    put_missing(line, line->ip, line->jumbo);
    return LINE_NEXT;
}
