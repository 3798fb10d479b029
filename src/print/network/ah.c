/* The authentication header (RFC 4302 §2). */
#include "print/layer_printers.h"
#include "print/line.h"

enum line_status print_ah(struct line *line, const struct layer *layer) {
    struct text *text = line->text;
    struct span header = layer_span(layer);
    uint8_t words;
    uint16_t reserved;
    uint32_t number;
    uint32_t size;

    line->protocol = "ah";
    if (header.length == 0) {
        line_put_cut(line);
        return LINE_END;
    }
    text_put_string(text, "AH");
    if (!span_u8(header, 1, &words)) {
        return LINE_CUT;
    }
    size = (words + 2u) * 4;
    text_put_char(text, '(');
    if (line->settings->verbosity > 0) {
        text_put_string(text, "length=");
        text_put_u32(text, words);
        text_put_char(text, '(');
        text_put_u32(text, size);
        text_put_string(text, "-bytes),");
    }
    if (!span_be16(header, 2, &reserved)) {
        return LINE_CUT;
    }
    if (reserved != 0) {
        text_put_string(text, "reserved=0x");
        text_put_hex(text, reserved);
        text_put_string(text, "[MustBeZero],");
    }
    if (!span_be32(header, 4, &number)) {
        return LINE_CUT;
    }
    text_put_string(text, "spi=0x");
    text_put_hex_padded(text, number, 8);
    if (!span_be32(header, 8, &number)) {
        text_put_char(text, ',');
        return LINE_CUT;
    }
    text_put_string(text, ",seq=0x");
    text_put_hex(text, number);
    text_put_string(text, ",icv=0x");
    for (uint32_t at = 12; at < size; at++) {
        if (at >= header.length) {
            return LINE_CUT;
        }
        text_put_hex_padded(text, header.data[at], 2);
    }
    text_put_string(text, "): ");
    return LINE_NEXT;
}
