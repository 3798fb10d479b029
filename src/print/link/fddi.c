/* FDDI. */
#include "print/address.h"
#include "print/layer_printers.h"
#include "print/line.h"

enum { CLASS_SMT = 0x40 };

static void put_frame_control(struct text *text, uint8_t control) {
    static const struct {
        uint8_t control;
        const char *name;
    } names[] = {
        {0x40, "void"}, {0x41, "info"},   {0x4f, "nsa"},   {0x80, "nrt"},
        {0xc0, "rt"},   {0xc2, "beacon"}, {0xc3, "claim"},
    };
    static const char *const classes[16] = {
        [0x4] = "smt", [0x5] = "async", [0x6] = "imp_async",
        [0xc] = "mac", [0xd] = "sync",  [0xe] = "imp_sync",
    };

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (names[i].control == control) {
            text_put_string(text, names[i].name);
            return;
        }
    }
    if (classes[control >> 4] != NULL) {
        text_put_string(text, classes[control >> 4]);
        text_put_hex(text, control & 0xf);
    } else {
        text_put_hex_padded(text, control, 2);
    }
}

static void put_header(struct line *line, const struct layer *layer) {
    if (!line->settings->quiet) {
        put_frame_control(line->text, layer->data[0]);
        text_put_char(line->text, ' ');
    }
    address_put_mac(line, layer->data + 7);
    text_put_string(line->text, " > ");
    address_put_mac(line, layer->data + 1);
    text_put_string(line->text, ", length ");
    text_put_u32(line->text, layer->length);
    text_put_string(line->text, ": ");
}

enum line_status print_fddi(struct line *line, const struct layer *layer) {
    bool management;

    line->protocol = "fddi";
    if (layer_least(layer) < FDDI_HEADER) {
        line_put_cut(line);
        line_count_link(line, layer->captured);
        return LINE_END;
    }
    line->link = layer;
    line_count_link(line, FDDI_HEADER);
    management = (layer->data[0] & 0xf0) == CLASS_SMT;
    if (line->settings->link_header ||
        (!management && line_next_layer(line, layer)->kind == LAYER_RAW)) {
        put_header(line, layer);
    }
    if (management) {
        text_put_string(line->text, "<SMT printer not yet implemented>");
        return LINE_END;
    }
    return LINE_NEXT;
}
