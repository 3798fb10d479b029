/* IPv4. */
#include "line.h"

enum { IPV4_HEADER_MIN = 20 };

enum line_status line_put_ipv4(struct line *line, const struct layer *layer) {
    const uint8_t *header = layer->data;

    line->protocol = "ip";
    if (layer->captured < IPV4_HEADER_MIN) {
        return LINE_CUT;
    }
    line->ip = layer;
    line->fragmented = (load_be16(header + 6) & 0x2000) != 0;
    if (!line->settings->link_header) {
        text_put_string(line->text, "IP ");
    }
    return LINE_NEXT;
}

enum line_status line_put_fragment(struct line *line, const struct layer *layer) {
    line_put_ip_ends(line);
    text_put_string(line->text, ": ip-proto-");
    text_put_u32(line->text, layer->protocol);
    return LINE_END;
}

enum line_status line_put_other_ip(struct line *line, const struct layer *layer) {
    text_put_string(line->text, " ip-proto-");
    text_put_u32(line->text, layer->protocol);
    text_put_char(line->text, ' ');
    text_put_u32(line->text, layer->length);
    return LINE_END;
}
