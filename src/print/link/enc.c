/* OpenBSD's enc(4). */
#include "print/layer_printers.h"
#include "print/line.h"

enum { CONFIDENTIAL = 0x0400, AUTHENTIC = 0x0800 };

/* Prints the name if the bit is set, and takes the bit away. */
static uint32_t put_flag(struct text *text, uint32_t flags, uint32_t bit, const char *name) {
    if ((flags & bit) != 0) {
        text_put_string(text, name);
        text_put_string(text, flags == bit ? "): " : ",");
        flags &= ~bit;
    }
    return flags;
}

/* Bits of other names leave the parenthesis open. */
static void put_flags(struct text *text, uint32_t flags) {
    text_put_char(text, '(');
    if (flags == 0) {
        text_put_string(text, "unprotected): ");
    } else {
        flags = put_flag(text, flags, AUTHENTIC, "authentic");
        (void)put_flag(text, flags, CONFIDENTIAL, "confidential");
    }
}

enum line_status print_enc(struct line *line, const struct layer *layer) {
    const struct layer *next = line_next_layer(line, layer);
    bool is_swapped;

    line->protocol = "enc";
    if (next == NULL) {
        return LINE_CUT;
    }
    line->link = layer;
    line_count_link(line, ENC_HEADER);
    is_swapped = (load_le32(layer->data) & 0xffff0000) != 0;
    put_flags(line->text, is_swapped ? load_be32(layer->data + 8) : load_le32(layer->data + 8));
    text_put_string(line->text, "SPI 0x");
    text_put_hex_padded(line->text, load_be32(layer->data + 4), 8);
    text_put_string(line->text, ": ");
    return next->kind == LAYER_RAW ? LINE_END : LINE_NEXT;
}
