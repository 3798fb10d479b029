/* The fragment header of IPv6 (RFC 8200 §4.5). */
#include "print/changes.h"
#include "print/layer_printers.h"
#include "print/line.h"
#include "print/network/ipv6.h"

enum line_status print_ipv6_fragment(struct line *line, const struct layer *layer) {
    struct text *text = line->text;
    struct span header = layer_span(layer);
    uint64_t before = (uint64_t)(layer->data - line->ip->data) + IPV6_FRAGMENT_HEADER;
    uint64_t whole = IPV6_HEADER + (uint64_t)load_be16(line->ip->data + IPV6_PAYLOAD_LENGTH);
    bool begun = changes_made(line->settings, CHANGE_FRAGMENT_BEGUN);
    uint16_t offset;
    uint32_t id = 0;

    line->protocol = "frag6";
    line->fragmented = true;
    text_put_string(text, begun ? "frag (" : "");
    if (!span_be16(header, 2, &offset) ||
        (!span_be32(header, 4, &id) &&
         (line->settings->verbosity > 0 || changes_made(line->settings, CHANGE_FRAGMENT_WHOLE)))) {
        return LINE_CUT;
    }
    text_put_string(text, begun ? "" : "frag (");
    if (line->settings->verbosity > 0) {
        text_put_string(text, "0x");
        text_put_hex_padded(text, id, 8);
        text_put_char(text, ':');
    }
    text_put_u32(text, offset & IPV6_FRAGMENT_OFFSET);
    text_put_char(text, '|');
    if (begun && whole < before) {
        text_put_string(text, "[length < 0] (invalid)");
    } else {
        text_put_u64(text, whole - before); /* tcpdump's own arithmetic, which wraps */
    }
    text_put_char(text, ')');
    if ((offset & IPV6_FRAGMENT_OFFSET) != 0) {
        return LINE_END;
    }
    text_put_char(text, ' ');
    if (layer->captured <= IPV6_FRAGMENT_HEADER) {
        return LINE_END;
    }
    return ipv6_end_extension(line, header.data[0]);
}
