/* Cisco's HDLC. */
#include "print/layer_printers.h"
#include "print/line.h"
#include "print/link/ethertype.h"

static void put_address(struct text *text, uint8_t address) {
    if (address == 0x0f) {
        text_put_string(text, "unicast");
    } else if (address == 0x8f) {
        text_put_string(text, "bcast");
    } else {
        text_put_string(text, "0x");
        text_put_hex_padded(text, address, 2);
    }
}

enum line_status print_chdlc(struct line *line, const struct layer *layer) {
    const struct layer *next = line_next_layer(line, layer);
    uint16_t protocol;

    line->protocol = "chdlc";
    if (layer->length < CHDLC_HEADER) {
        line_put_cut(line);
        line_count_link(line, layer->captured);
        return LINE_END;
    }
    if (layer->captured < CHDLC_HEADER) {
        return LINE_CUT;
    }
    line->link = layer;
    line_count_link(line, CHDLC_HEADER);
    protocol = load_be16(layer->data + 2);
    if (line->settings->link_header) {
        put_address(line->text, layer->data[0]);
        text_put_string(line->text, ", ethertype ");
        ethertype_put(line, protocol);
        text_put_string(line->text, ", length ");
        text_put_u32(line->text, layer->length);
        text_put_string(line->text, ": ");
    }
    if (next != NULL && next->kind != LAYER_OTHER_ETHERTYPE) {
        return LINE_NEXT;
    }
    if (!line->settings->link_header) {
        text_put_string(line->text, "unknown CHDLC protocol (0x");
        text_put_hex_padded(line->text, protocol, 4);
        text_put_char(line->text, ')');
    }
    return LINE_END;
}
