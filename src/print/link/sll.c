/* Linux cooked capture, both versions. */
#include "tcpgloss/base/unicode.h"
#include "tcpgloss/decode/ethertype.h"

#include "print/address.h"
#include "print/interfaces.h"
#include "print/layer_printers.h"
#include "print/line.h"
#include "print/link/ethernet.h"
#include "print/link/ethertype.h"

enum { PROTOCOL_802_3 = 1, PROTOCOL_802_2 = 4, MAC_LENGTH = 6 };

static const char *direction_name(uint32_t direction) {
    static const char *const names[] = {"In", "B", "M", "P", "Out"};

    return direction < sizeof names / sizeof names[0] ? names[direction] : "?";
}

/* Filled with spaces to `width` bytes. */
static void put_column(struct text *text, const char *word, size_t width) {
    size_t start = text->length;

    unicode_put_string(text, word);
    while (text->length - start < width && !text->failed) {
        text_put_char(text, ' ');
    }
    text_put_char(text, ' ');
}

static void put_protocol_and_length(struct line *line, uint16_t protocol, uint32_t length) {
    if (line->settings->quiet) {
        return;
    }
    if (protocol == PROTOCOL_802_3) {
        text_put_string(line->text, "802.3");
    } else if (protocol == PROTOCOL_802_2) {
        text_put_string(line->text, "802.2");
    } else if (protocol <= ETHERNET_LENGTH_MAX) {
        text_put_string(line->text, "ethertype Unknown (0x");
        text_put_hex_padded(line->text, protocol, 4);
        text_put_char(line->text, ')');
    } else {
        text_put_string(line->text, "ethertype ");
        ethertype_put(line, protocol);
    }
    text_put_string(line->text, ", length ");
    text_put_u32(line->text, length);
    text_put_string(line->text, ": ");
}

static void put_sll_header(struct line *line, const uint8_t *header, uint32_t length) {
    const char *direction = direction_name(load_be16(header));

    text_put_spaces(line->text, 3 - strlen(direction));
    text_put_string(line->text, direction);
    text_put_char(line->text, ' ');
    if (load_be16(header + 4) == MAC_LENGTH) {
        address_put_mac(line, header + 6);
        text_put_char(line->text, ' ');
    }
    put_protocol_and_length(line, load_be16(header + 14), length);
}

static void put_sll2_header(struct line *line, const uint8_t *header, uint32_t length) {
    text_put_string(line->text, "ifindex ");
    text_put_u32(line->text, load_be32(header + 4));
    text_put_char(line->text, ' ');
    if (header[11] == MAC_LENGTH) {
        address_put_mac(line, header + 12);
        text_put_char(line->text, ' ');
    }
    put_protocol_and_length(line, load_be16(header), length);
}

/* `rest` is the length of what is behind the header and its tags. */
static void put_header(struct line *line, uint32_t rest) {
    if (line->link->kind == LAYER_SLL) {
        put_sll_header(line, line->link->data, SLL_HEADER + rest);
    } else {
        put_sll2_header(line, line->link->data, SLL2_HEADER + rest);
    }
}

/* The header is printed with -e, and where nothing else can be said of the packet. */
static void put_header_before(struct line *line, const struct layer *layer, uint32_t header) {
    const struct layer *next = line_next_layer(line, layer);

    if (line->settings->link_header ? layer == line->link
                                    : next != NULL && ethertype_is_unknown(next)) {
        put_header(line, layer->length - header);
    }
}

enum line_status print_sll(struct line *line, const struct layer *layer) {
    line->protocol = "sll";
    if (layer_least(layer) < SLL_HEADER) {
        return LINE_CUT;
    }
    line->link = layer;
    line_count_link(line, SLL_HEADER);
    put_header_before(line, layer, SLL_HEADER);
    return LINE_NEXT;
}

enum line_status print_sll2(struct line *line, const struct layer *layer) {
    line->protocol = "sll2";
    if (layer_least(layer) < SLL2_HEADER) {
        return LINE_CUT;
    }
    line->link = layer;
    line_count_link(line, SLL2_HEADER);
    put_column(line->text, interfaces_find(line->interfaces, load_be32(layer->data + 4)), 5);
    put_column(line->text, direction_name(layer->data[10]), 3);
    put_header_before(line, layer, SLL2_HEADER);
    return LINE_NEXT;
}

enum line_status print_sll_vlan(struct line *line, const struct layer *layer) {
    uint16_t protocol;

    line->protocol = "vlan";
    if (layer_least(layer) < SLL_VLAN_HEADER) {
        line_put_cut(line);
        line_count_link(line, layer_least(layer));
        return LINE_END;
    }
    line_count_link(line, SLL_VLAN_HEADER);
    if (line->settings->link_header) {
        ethernet_put_tag(line, load_be16(layer->data));
    }
    protocol = load_be16(layer->data + 2);
    if (!line->settings->quiet) {
        const char *name = protocol > ETHERNET_LENGTH_MAX ? ethertype_name(protocol) : NULL;

        text_put_string(line->text, "ethertype ");
        text_put_string(line->text, name != NULL ? name : "Unknown");
        text_put_string(line->text, ", ");
    }
    put_header_before(line, layer, SLL_VLAN_HEADER);
    return LINE_NEXT;
}
