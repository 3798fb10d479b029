/* Ethernet and its tags. */
#include "line.h"

enum { ETHERNET_HEADER = 14, VLAN_TAG = 4, ETHERNET_LENGTH_MAX = 1500 };

/* tcpdump's names of EtherTypes. */
const char *line_ethertype_name(uint16_t ethertype) {
    static const struct {
        uint16_t ethertype;
        const char *name;
    } names[] = {
        {0x0800, "IPv4"},        {0x0806, "ARP"},         {0x8100, "802.1Q"},      {0x86dd, "IPv6"},
        {0x88a8, "802.1Q-QinQ"}, {0x9100, "802.1Q-9100"}, {0x9200, "802.1Q-9200"},
    };

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (names[i].ethertype == ethertype) {
            return names[i].name;
        }
    }
    return NULL;
}

static void put_ethertype(struct line *line, uint16_t ethertype) {
    const char *name = line_ethertype_name(ethertype);

    if (line->settings->quiet) {
        if (name != NULL) {
            text_put_string(line->text, name);
        } else {
            text_printf(line->text, "Unknown Ethertype (0x%04x)", ethertype);
        }
    } else {
        text_printf(line->text, "ethertype %s (0x%04x)", name != NULL ? name : "Unknown",
                    ethertype);
    }
}

enum line_status line_put_ethernet(struct line *line, const struct layer *layer) {
    const uint8_t *header = layer->data;
    uint16_t ethertype;

    line->protocol = "ether";
    if (layer->captured < ETHERNET_HEADER || layer->length < ETHERNET_HEADER) {
        line_put_cut(line);
        line->link_length_whole +=
            layer->captured < ETHERNET_HEADER ? layer->captured : layer->length;
        return LINE_END;
    }
    line->link = layer;
    line->link_length_whole += ETHERNET_HEADER;
    ethertype = load_be16(header + 12);
    if (line->settings->link_header) {
        line_put_mac(line, header + 6);
        text_put_string(line->text, " > ");
        line_put_mac(line, header);
        text_put_string(line->text, ", ");
        if (ethertype > ETHERNET_LENGTH_MAX) {
            put_ethertype(line, ethertype);
        } else {
            text_put_string(line->text, "802.3");
        }
        text_put_string(line->text, ", length ");
        text_put_u32(line->text, layer->length);
        text_put_string(line->text, ": ");
    }
    return LINE_NEXT;
}

enum line_status line_put_vlan(struct line *line, const struct layer *layer) {
    line->protocol = "vlan";
    if (layer->captured < VLAN_TAG || layer->length < VLAN_TAG) {
        line_put_cut(line);
        return LINE_END;
    }
    line->link_length_whole += VLAN_TAG;
    return LINE_NEXT;
}

enum line_status line_put_other_ethertype(struct line *line, const struct layer *layer) {
    line_put_hex_ascii(line, layer->data, layer->captured);
    return LINE_END;
}
