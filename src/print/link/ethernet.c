/* Ethernet and its tags. */
#include "print/link/ethernet.h"

#include "tcpgloss/decode/ethertype.h"

#include "print/address.h"
#include "print/layer_printers.h"
#include "print/line.h"
#include "print/link/ethertype.h"

static void put_type(struct line *line, uint16_t type) {
    const char *name = ethertype_name(type);

    if (!line->settings->quiet) {
        text_put_string(line->text, "ethertype ");
        ethertype_put(line, type);
    } else if (name != NULL) {
        text_put_string(line->text, name);
    } else {
        text_put_string(line->text, "Unknown Ethertype (0x");
        text_put_hex_padded(line->text, type, 4);
        text_put_char(line->text, ')');
    }
}

static void put_length(struct line *line, uint32_t length) {
    text_put_string(line->text, ", length ");
    text_put_u32(line->text, length);
    text_put_string(line->text, ": ");
}

/* Behind the first type in a frame its length is printed, behind those of tags it is not. */
static void put_type_and_length(struct line *line, uint16_t type, bool first) {
    put_type(line, type);
    if (first) {
        put_length(line, line->link->length);
    } else {
        text_put_string(line->text, ", ");
    }
}

static void put_ends(struct line *line, const uint8_t *header) {
    address_put_mac(line, header + 6);
    text_put_string(line->text, " > ");
    address_put_mac(line, header);
    text_put_string(line->text, ", ");
}

/* What the header of the frame, or of a tag, says about what is behind it. A tag prints itself. */
static void put_next(struct line *line, const struct layer *layer, uint32_t header) {
    const struct layer *next = line_next_layer(line, layer);
    uint16_t type = load_be16(layer->data + header - 2);
    bool first = layer == line->link;

    if (next == NULL || next->kind == LAYER_VLAN) {
        return;
    }
    if (!line->settings->link_header) {
        if (ethertype_is_unknown(next)) {
            put_ends(line, line->link->data);
            put_type_and_length(line, type, true);
        }
    } else if (type <= ETHERNET_LENGTH_MAX) {
        text_put_string(line->text, "802.3");
        if (first) {
            put_length(line, next->length);
        }
    } else if (type != ETHERTYPE_JUMBO) {
        put_type_and_length(line, type, first);
    }
}

enum line_status print_ethernet(struct line *line, const struct layer *layer) {
    bool outermost = line_is_outermost(line);
    bool cut = layer->captured < ETHERNET_HEADER || layer->length < ETHERNET_HEADER;

    line->protocol = "ether";
    if (layer->length < layer->captured) {
        text_put_string(line->text, "[length ");
        text_put_u32(line->text, layer->length);
        text_put_string(line->text, " < caplen ");
        text_put_u32(line->text, layer->captured);
        text_put_string(line->text, "] (invalid)");
        return LINE_END;
    }
    if (outermost) {
        line->link_length_whole += cut ? layer->captured : ETHERNET_HEADER;
    }
    if (cut) {
        line_put_cut(line);
        return LINE_END;
    }
    line->link = layer;
    if (line->settings->link_header) {
        put_ends(line, layer->data);
    }
    put_next(line, layer, ETHERNET_HEADER);
    return LINE_NEXT;
}

void ethernet_put_tag(struct line *line, uint16_t control) {
    text_put_string(line->text, "vlan ");
    text_put_u32(line->text, control & 0xfffu);
    text_put_string(line->text, ", p ");
    text_put_u32(line->text, control >> 13);
    text_put_string(line->text, (control & 0x1000) != 0 ? ", DEI, " : ", ");
}

enum line_status print_vlan(struct line *line, const struct layer *layer) {
    bool cut = layer->captured < VLAN_HEADER || layer->length < VLAN_HEADER;

    line->protocol = "vlan";
    line_count_link(line, cut ? layer_least(layer) : VLAN_HEADER);
    if (cut) {
        line_put_cut(line);
        return LINE_END;
    }
    if (line->settings->link_header) {
        put_type_and_length(line, (uint16_t)layer->protocol, layer - 1 == line->link);
        ethernet_put_tag(line, load_be16(layer->data));
    }
    put_next(line, layer, VLAN_HEADER);
    return LINE_NEXT;
}
