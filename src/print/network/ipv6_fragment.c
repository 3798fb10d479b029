/* The fragment header of IPv6 (RFC 8200 §4.5). */
#include "print/layer_printers.h"
#include "print/line.h"
#include "print/network/ipv6.h"

enum line_status print_ipv6_fragment(struct line *line, const struct layer *layer) {
    struct text *text = line->text;
    struct span header = layer_span(layer);
    uint64_t before = (uint64_t)(layer->data - line->ip->data) + IPV6_FRAGMENT_HEADER;
    /* tcpdump's own arithmetic: where headers are longer than the payload length says, it wraps. */
    uint64_t length = 40u + load_be16(line->ip->data + 4) - before;
    uint16_t offset;
    uint32_t id = 0;

    line->protocol = "frag6";
    line->fragmented = true;
    if (!span_be16(header, 2, &offset) ||
        (line->settings->verbosity > 0 && !span_be32(header, 4, &id))) {
        return LINE_CUT;
    }
    text_put_string(text, "frag (");
    if (line->settings->verbosity > 0) {
        text_put_string(text, "0x");
        text_put_hex_padded(text, id, 8);
        text_put_char(text, ':');
    }
    text_put_u32(text, offset & 0xfff8u);
    text_put_char(text, '|');
    text_put_u64(text, length);
    text_put_char(text, ')');
    if ((offset & 0xfff8) != 0) {
        return LINE_END;
    }
    text_put_char(text, ' ');
    if (layer->captured <= IPV6_FRAGMENT_HEADER) {
        return LINE_END;
    }
    return ipv6_end_extension(line, header.data[0]);
}
