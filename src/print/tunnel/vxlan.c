/* VXLAN, its generic extension, and OTV. The frame inside begins a line of its own. */
#include "tcpgloss/decode/udp_port.h"

#include "print/changes.h"
#include "print/layer_printers.h"
#include "print/line.h"

enum { FLAG_INSTANCE = 0x08 };

static void put_flags(struct line *line, uint8_t flags, const char *without) {
    text_put_string(line->text, ", flags [");
    text_put_string(line->text, (flags & FLAG_INSTANCE) != 0 ? "I" : without);
    text_put_string(line->text, "] (0x");
    text_put_hex_padded(line->text, flags, 2);
    text_put_string(line->text, "), ");
}

static void put_gpe_flags(struct text *text, uint8_t flags) {
    static const char letters[] = {'I', 'P', 'B', 'O'};

    text_put_string(text, "flags [");
    for (unsigned i = 0; i < sizeof letters; i++) {
        if ((flags & (FLAG_INSTANCE >> i)) != 0) {
            text_put_char(text, letters[i]);
        }
    }
    text_put_string(text, (flags & 0xf) == 0 ? "none], " : "], ");
}

/* A number of 24 bits at `offset`, which ends a line with LINE_CUT if it was. */
static bool put_number(struct line *line, const struct layer *layer, uint32_t offset,
                       const char *name) {
    if (layer->captured < offset + 3) {
        return false;
    }
    text_put_string(line->text, name);
    text_put_u32(line->text, load_be24(layer->data + offset));
    return true;
}

static enum line_status put_vxlan(struct line *line, const struct layer *layer) {
    line->protocol = "vxlan";
    text_put_string(line->text, "VXLAN");
    if (layer->length < VXLAN_HEADER) {
        text_put_string(line->text, " (invalid)");
        return LINE_END;
    }
    if (layer->captured < 1) {
        return LINE_CUT;
    }
    put_flags(line, layer->data[0], "invalid");
    if (!put_number(line, layer, 4, "vni ")) {
        return LINE_CUT;
    }
    text_put_char(line->text, '\n');
    return layer->captured < VXLAN_HEADER ? LINE_CUT : LINE_NEXT;
}

static enum line_status put_otv(struct line *line, const struct layer *layer) {
    line->protocol = "otv";
    text_put_string(line->text, "OTV");
    if (layer->length < VXLAN_HEADER) {
        text_put_string(line->text, ", [length ");
        text_put_u32(line->text, layer->length);
        text_put_string(line->text, " < 8] (invalid)");
        return LINE_END;
    }
    if (layer->captured < 1) {
        text_put_string(line->text, ", ");
        return LINE_CUT;
    }
    put_flags(line, layer->data[0], ".");
    if (!put_number(line, layer, 1, "overlay ")) {
        return LINE_CUT;
    }
    text_put_string(line->text, ", ");
    if (!put_number(line, layer, 4, "instance ")) {
        return LINE_CUT;
    }
    text_put_char(line->text, '\n');
    return layer->captured < VXLAN_HEADER ? LINE_CUT : LINE_NEXT;
}

static enum line_status put_vxlan_gpe(struct line *line, const struct layer *layer) {
    const struct layer *next = line_next_layer(line, layer);

    line->protocol = "vxlan_gpe";
    text_put_string(line->text, "VXLAN-GPE, ");
    if (layer->length < VXLAN_HEADER) {
        text_put_string(line->text, " (len ");
        text_put_u32(line->text, layer->length);
        text_put_string(line->text, " < 8) (invalid)");
        return LINE_END;
    }
    if (layer->captured < 1) {
        return LINE_CUT;
    }
    put_gpe_flags(line->text, layer->data[0]);
    if (layer->captured < VXLAN_HEADER || !put_number(line, layer, 4, "vni ")) {
        return LINE_CUT;
    }
    text_put_string(line->text, line->settings->verbosity > 0 ? "\n    " : ": ");
    if (next != NULL && next->kind == LAYER_RAW) {
        text_put_string(line->text, "ERROR: unknown-next-protocol (invalid)");
        return LINE_END;
    }
    return LINE_NEXT;
}

enum line_status print_vxlan(struct line *line, const struct layer *layer) {
    switch (layer->protocol) {
    case UDP_PORT_OTV:
        return changes_made(line->settings, CHANGE_VXLAN_FIRST_PORT) ? put_vxlan(line, layer)
                                                                     : put_otv(line, layer);
    case UDP_PORT_VXLAN_GPE:
        return put_vxlan_gpe(line, layer);
    default:
        return put_vxlan(line, layer);
    }
}
