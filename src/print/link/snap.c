/* SNAP: an EtherType behind LLC. */
#include "tcpgloss/decode/frame_relay.h"

#include "print/layer_printers.h"
#include "print/line.h"
#include "print/link/ethertype.h"
#include "print/link/frame_relay.h"
#include "print/link/llc.h"
#include "print/link/oui.h"
#include "print/value_names.h"

enum { LLC_AND_SNAP_HEADER = 8 };

enum {
    OUI_ETHERNET = 0x000000,
    OUI_CISCO = 0x00000c,
    OUI_CISCO_BRIDGED = 0x0000f8,
    OUI_RFC2684 = 0x0080c2,
    OUI_APPLETALK = 0x080007,
};

enum { BRIDGED_ETHERNET_FCS = 0x0001, BRIDGED_ETHERNET = 0x0007 };

static const struct value_name cisco_protocols[] = {
    {0x010b, "PVST"}, {0x010c, "VLAN Bridge"}, {0x0111, "UDLD"}, {0x2000, "CDP"},
    {0x2003, "VTP"},  {0x2004, "DTP"},         {0, NULL},
};

static const struct value_name bridged_protocols[] = {
    {BRIDGED_ETHERNET_FCS, "Ethernet + FCS"},
    {0x0002, "802.4 + FCS"},
    {0x0003, "Token Ring + FCS"},
    {0x0004, "FDDI + FCS"},
    {0x0005, "802.6 + FCS"},
    {BRIDGED_ETHERNET, "Ethernet w/o FCS"},
    {0x0008, "802.4 w/o FCS"},
    {0x0009, "Token Ring w/o FCS"},
    {0x000a, "FDDI w/o FCS"},
    {0x000b, "802.6 w/o FCS"},
    {0x000e, "BPDU"},
    {0, NULL},
};

static const char *protocol_name(uint32_t organisation, uint16_t protocol) {
    switch (organisation) {
    case OUI_ETHERNET:
    case OUI_CISCO_BRIDGED:
    case OUI_APPLETALK:
        return ethertype_name(protocol);
    case OUI_CISCO:
        return value_names_find(cisco_protocols, protocol);
    case OUI_RFC2684:
        return value_names_find(bridged_protocols, protocol);
    default:
        return NULL;
    }
}

static void put_number(struct line *line, const char *name, uint32_t number, unsigned digits) {
    text_put_string(line->text, name != NULL ? name : "Unknown");
    text_put_string(line->text, " (0x");
    text_put_hex_padded(line->text, number, digits);
    text_put_string(line->text, "), ");
}

static void put_protocol(struct line *line, const struct layer *layer, bool with_organisation) {
    uint32_t organisation = load_be24(layer->data);
    uint16_t protocol = load_be16(layer->data + 3);

    if (with_organisation) {
        text_put_string(line->text, "oui ");
        put_number(line, oui_name(organisation), organisation, 6);
    }
    text_put_string(line->text, organisation == OUI_ETHERNET ? "ethertype " : "pid ");
    put_number(line, protocol_name(organisation, protocol), protocol, 4);
    text_put_string(line->text, "length ");
    text_put_u32(line->text, layer->length - SNAP_HEADER);
    text_put_string(line->text, ": ");
}

static bool is_bridged_ethernet(const struct layer *layer) {
    uint16_t protocol = load_be16(layer->data + 3);

    return load_be24(layer->data) == OUI_RFC2684 &&
           (protocol == BRIDGED_ETHERNET || protocol == BRIDGED_ETHERNET_FCS);
}

enum line_status print_snap(struct line *line, const struct layer *layer) {
    const struct layer *next = line_next_layer(line, layer);

    line->protocol = "snap";
    if (layer_least(layer) < SNAP_HEADER) {
        line_put_cut(line);
        line_count_link(line, LLC_AND_SNAP_HEADER);
        return LINE_END;
    }
    if (line->settings->link_header) {
        put_protocol(line, layer, true);
    }
    if (next != NULL && !ethertype_is_unknown(next)) {
        line_count_link(line, LLC_AND_SNAP_HEADER);
        return next->kind == LAYER_ETHERNET ? line_put_carried(line, next) : LINE_NEXT;
    }
    if (next == NULL && is_bridged_ethernet(layer)) {
        line_put_cut(line);
        line_count_link(line, LLC_AND_SNAP_HEADER);
        return LINE_END;
    }
    if (!line->settings->link_header) {
        llc_put_ends(line, NULL, "SNAP,");
        put_protocol(line, layer, load_be24(layer->data) != OUI_ETHERNET);
    }
    return layer->protocol == NLPID_SNAP ? frame_relay_end(line, layer - 1)
                                         : llc_end(line, layer - 1, LLC_AND_SNAP_HEADER, false);
}
