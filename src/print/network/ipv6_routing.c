/* The routing header of IPv6 (RFC 8200 §4.4), with segment routing (RFC 8754 §2). */
#include "print/address.h"
#include "print/changes.h"
#include "print/layer_printers.h"
#include "print/line.h"
#include "print/network/ipv6.h"

enum { ROUTING_SOURCE = 0, ROUTING_MOBILE = 2, ROUTING_SEGMENTS = 4 };

static enum line_status put_invalid_length(struct line *line, uint8_t type, uint8_t words) {
    bool brackets =
        type != ROUTING_SEGMENTS && changes_made(line->settings, CHANGE_ROUTING_BRACKET);

    line_put_number(line->text, brackets ? " [length " : " (invalid length ", words);
    text_put_string(line->text, brackets ? "] (invalid)" : ") (invalid)");
    return LINE_END;
}

enum line_status print_ipv6_routing(struct line *line, const struct layer *layer) {
    struct text *text = line->text;
    struct span header = layer_span(layer);
    uint8_t words;
    uint8_t type;
    uint8_t byte;
    uint16_t tag;
    uint32_t reserved;

    line->protocol = "rt6";
    if (header.length == 0) {
        line->protocol = "ip6";
        line_put_cut(line);
        return LINE_END;
    }
    text_put_string(text, "RT6");
    if (!span_u8(header, 1, &words)) {
        return LINE_CUT;
    }
    text_put_string(text, " (len=");
    text_put_u32(text, words);
    if (!span_u8(header, 2, &type)) {
        return LINE_CUT;
    }
    text_put_string(text, ", type=");
    text_put_u32(text, type);
    text_put_string(text, type == ROUTING_SOURCE ? " [Deprecated]" : "");
    if (!span_u8(header, 3, &byte)) {
        return LINE_CUT;
    }
    text_put_string(text, ", segleft=");
    text_put_u32(text, byte);
    if (type == ROUTING_SOURCE || type == ROUTING_MOBILE) {
        if (!span_be32(header, 4, &reserved)) {
            return LINE_CUT;
        }
        if (reserved != 0 || line->settings->verbosity > 0) {
            text_put_string(text, ", rsv=0x");
            text_put_hex(text, reserved);
        }
    } else if (type == ROUTING_SEGMENTS) {
        if (!span_u8(header, 4, &byte)) {
            return LINE_CUT;
        }
        text_put_string(text, ", last-entry=");
        text_put_u32(text, byte);
        if (!span_u8(header, 5, &byte)) {
            return LINE_CUT;
        }
        if (byte != 0 || line->settings->verbosity > 0) {
            text_put_string(text, ", flags=0x");
            text_put_hex(text, byte);
        }
        if (!span_be16(header, 6, &tag)) {
            return LINE_CUT;
        }
        text_put_string(text, ", tag=");
        text_put_hex(text, tag);
    } else {
        text_put_string(text, " (unknown type) (invalid)");
        return LINE_END;
    }
    if (words % 2 != 0) {
        return put_invalid_length(line, type, words);
    }
    for (uint32_t i = 0; i < words / 2u; i++) {
        if (!span_has(header, 8 + 16 * (size_t)i, 16)) {
            return LINE_CUT;
        }
        text_put_string(text, ", [");
        text_put_u32(text, i);
        text_put_char(text, ']');
        address_put(line, 6, header.data + 8 + 16 * (size_t)i);
    }
    text_put_string(text, ") ");
    return ipv6_end_extension(line, header.data[0]);
}
