/* The Link Layer Discovery Protocol (IEEE 802.1AB). Of what organisations add to it, only whose it
 * is is printed. */
#include "print/address.h"
#include "print/hex_dump.h"
#include "print/layer_printers.h"
#include "print/line.h"
#include "print/link/oui.h"
#include "print/value_names.h"

enum lldp_tlv {
    LLDP_END = 0,
    LLDP_CHASSIS = 1,
    LLDP_PORT = 2,
    LLDP_TIME_TO_LIVE = 3,
    LLDP_PORT_DESCRIPTION = 4,
    LLDP_SYSTEM_NAME = 5,
    LLDP_SYSTEM_DESCRIPTION = 6,
    LLDP_CAPABILITIES = 7,
    LLDP_MANAGEMENT_ADDRESS = 8,
    LLDP_ORGANISATION = 127,
};

enum { TLV_HEADER = 2, INTERFACE_NUMBER = 5, MAC = 6 };

enum address_family { FAMILY_IPV4 = 1, FAMILY_IPV6 = 2, FAMILY_802 = 6 };

static const struct value_name tlv_names[] = {
    {LLDP_END, "End"},
    {LLDP_CHASSIS, "Chassis ID"},
    {LLDP_PORT, "Port ID"},
    {LLDP_TIME_TO_LIVE, "Time to Live"},
    {LLDP_PORT_DESCRIPTION, "Port Description"},
    {LLDP_SYSTEM_NAME, "System Name"},
    {LLDP_SYSTEM_DESCRIPTION, "System Description"},
    {LLDP_CAPABILITIES, "System Capabilities"},
    {LLDP_MANAGEMENT_ADDRESS, "Management Address"},
    {LLDP_ORGANISATION, "Organization specific"},
    {0, NULL},
};

static const struct value_name family_names[] = {
    {0, "Reserved"},
    {FAMILY_IPV4, "IPv4"},
    {FAMILY_IPV6, "IPv6"},
    {3, "NSAP"},
    {4, "HDLC"},
    {5, "BBN 1822"},
    {FAMILY_802, "802"},
    {7, "E.163"},
    {8, "E.164"},
    {9, "F.69"},
    {10, "X.121"},
    {11, "Novell IPX"},
    {12, "Appletalk"},
    {13, "Decnet IV"},
    {14, "Banyan Vines"},
    {15, "E.164 with NSAP subaddress"},
    {25, "VPLS"},
    {196, "Layer-2 VPN"},
    {0, NULL},
};

/* What a number of an identifier's kind means. */
enum id_format { ID_BYTES, ID_TEXT, ID_MAC, ID_ADDRESS };

struct id_kind {
    const char *name;
    enum id_format format;
};

/* What is in a TLV. Where it is of no known kind, its bytes are shown. */
struct value {
    struct span bytes;
    bool known;
};

/* Text, up to the first zero. */
static void put_text(struct line *line, struct span bytes) {
    for (size_t i = 0; i < bytes.length && bytes.data[i] != 0; i++) {
        text_put_escaped(line->text, bytes.data[i]);
    }
}

/* Of a family that is printed; 0 of any other. */
static size_t address_size(uint8_t family) {
    switch (family) {
    case FAMILY_IPV4:
        return 4;
    case FAMILY_IPV6:
        return 16;
    case FAMILY_802:
        return MAC;
    default:
        return 0;
    }
}

/* Whether there is a family and the address that it asks for. */
static bool is_network_address(struct span address) {
    uint8_t family;

    return span_u8(address, 0, &family) && span_has(address, 1, address_size(family));
}

static void put_network_address(struct line *line, struct span address) {
    uint8_t family = address.data[0];

    text_printf(line->text, "AFI %s (%u)", value_names_find_or(family_names, family, "Unknown"),
                family);
    if (address_size(family) == 0) {
        text_put_string(line->text, ", no AF printer !");
        return;
    }
    text_put_string(line->text, ": ");
    if (family == FAMILY_802) {
        address_put_mac(line, address.data + 1);
    } else {
        address_put(line, family == FAMILY_IPV4 ? 4 : 6, address.data + 1);
    }
}

static bool put_id(struct line *line, struct value *value, const struct id_kind *kinds,
                   size_t count) {
    struct span id = span_from(value->bytes, 1);
    const struct id_kind *kind;
    uint8_t number;

    if (value->bytes.length < 2) {
        return false;
    }
    number = value->bytes.data[0];
    kind = &kinds[number < count ? number : 0];
    text_printf(line->text, "\n\t  Subtype %s (%u): ", kind->name, number);
    switch (kind->format) {
    case ID_TEXT:
        put_text(line, id);
        return true;
    case ID_MAC:
        if (id.length < MAC) {
            return false;
        }
        address_put_mac(line, id.data);
        return true;
    case ID_ADDRESS:
        if (!is_network_address(id)) {
            return false;
        }
        put_network_address(line, id);
        return true;
    case ID_BYTES:
    default:
        value->known = false;
        return true;
    }
}

static bool put_chassis(struct line *line, struct value *value) {
    static const struct id_kind kinds[] = {
        {"Unknown", ID_BYTES},        {"Chassis component", ID_TEXT},
        {"Interface alias", ID_TEXT}, {"Port component", ID_TEXT},
        {"MAC address", ID_MAC},      {"Network address", ID_ADDRESS},
        {"Interface name", ID_TEXT},  {"Local", ID_TEXT},
    };

    return put_id(line, value, kinds, sizeof kinds / sizeof kinds[0]);
}

static bool put_port(struct line *line, struct value *value) {
    static const struct id_kind kinds[] = {
        {"Unknown", ID_BYTES},           {"Interface alias", ID_TEXT},
        {"Port component", ID_TEXT},     {"MAC address", ID_MAC},
        {"Network Address", ID_ADDRESS}, {"Interface Name", ID_TEXT},
        {"Agent circuit ID", ID_TEXT},   {"Local", ID_TEXT},
    };

    return put_id(line, value, kinds, sizeof kinds / sizeof kinds[0]);
}

static void put_capability_set(struct text *text, const char *which, uint16_t set) {
    static const struct value_name names[] = {
        {0x01, "Other"},   {0x02, "Repeater"},     {0x04, "Bridge"},
        {0x08, "WLAN AP"}, {0x10, "Router"},       {0x20, "Telephone"},
        {0x40, "Docsis"},  {0x80, "Station Only"}, {0, NULL},
    };

    text_printf(text, "\n\t  %s Capabilities [", which);
    value_names_put_flags(text, names, set, "none");
    text_printf(text, "] (0x%04x)", set);
}

static bool put_capabilities(struct line *line, struct span bytes) {
    if (bytes.length < 4) {
        return false;
    }
    put_capability_set(line->text, "System ", load_be16(bytes.data));
    put_capability_set(line->text, "Enabled", load_be16(bytes.data + 2));
    return true;
}

static bool put_management_address(struct line *line, struct span bytes) {
    static const char *const numberings[] = {"Unknown", "Unknown", "Interface Index",
                                             "System Port Number"};
    struct span rest;
    uint8_t length;
    uint8_t numbering;

    if (!span_u8(bytes, 0, &length) || !span_has(bytes, 1, length) ||
        !is_network_address(span_first(span_from(bytes, 1), length))) {
        return false;
    }
    text_printf(line->text, "\n\t  Management Address length %u, ", length);
    put_network_address(line, span_from(bytes, 1));
    rest = span_from(bytes, 1u + length);
    if (rest.length < INTERFACE_NUMBER) {
        return false;
    }
    numbering = rest.data[0];
    text_printf(line->text, "\n\t  %s Interface Numbering (%u): %u",
                numberings[numbering < 4 ? numbering : 0], numbering, load_be32(rest.data + 1));
    rest = span_from(rest, INTERFACE_NUMBER);
    if (rest.length == 0) {
        return true;
    }
    if (!span_has(rest, 1, rest.data[0])) {
        return false;
    }
    if (rest.data[0] > 0) {
        text_printf(line->text, "\n\t  OID length %u", rest.data[0]);
        put_text(line, span_first(span_from(rest, 1), rest.data[0]));
    }
    return true;
}

static bool put_organisation(struct line *line, struct value *value) {
    const char *name;
    uint32_t oui;

    if (value->bytes.length < 3) {
        return false;
    }
    oui = load_be24(value->bytes.data);
    name = oui_name(oui);
    text_printf(line->text, ": OUI %s (0x%06x)", name != NULL ? name : "Unknown", oui);
    value->known = false;
    return true;
}

/* What -v prints of a value. False if it is too short. */
static bool put_value(struct line *line, uint8_t type, struct value *value) {
    struct span bytes = value->bytes;

    switch (type) {
    case LLDP_CHASSIS:
        return put_chassis(line, value);
    case LLDP_PORT:
        return put_port(line, value);
    case LLDP_TIME_TO_LIVE:
        if (bytes.length < 2) {
            return false;
        }
        text_printf(line->text, ": TTL %us", load_be16(bytes.data));
        return true;
    case LLDP_PORT_DESCRIPTION:
    case LLDP_SYSTEM_NAME:
        text_put_string(line->text, ": ");
        put_text(line, bytes);
        return true;
    case LLDP_SYSTEM_DESCRIPTION:
        text_put_string(line->text, "\n\t  ");
        put_text(line, bytes);
        return true;
    case LLDP_CAPABILITIES:
        return put_capabilities(line, bytes);
    case LLDP_MANAGEMENT_ADDRESS:
        return put_management_address(line, bytes);
    case LLDP_ORGANISATION:
        return put_organisation(line, value);
    default:
        value->known = false;
        return true;
    }
}

/* Without -v there is the system's name only. */
static bool put_tlv(struct line *line, uint8_t type, struct span bytes) {
    struct value value = {.bytes = bytes, .known = true};

    if (line->settings->verbosity == 0 && type != LLDP_SYSTEM_NAME) {
        return true;
    }
    if (!put_value(line, type, &value)) {
        return false;
    }
    if (line->settings->verbosity > 1 || !value.known) {
        hex_dump_put(line, "\n\t  ", bytes.data, (uint32_t)bytes.length);
    }
    return true;
}

enum line_status print_lldp(struct line *line, const struct layer *layer) {
    struct span rest = layer_span(layer);
    uint32_t left = layer->length;

    line->protocol = "lldp";
    text_printf(line->text, "LLDP, length %u", layer->length);
    while (left >= TLV_HEADER) {
        uint16_t head;
        uint8_t type;
        uint32_t length;

        if (!span_be16(rest, 0, &head)) {
            line_put_cut(line);
            return LINE_END;
        }
        type = (uint8_t)(head >> 9);
        length = head & 0x1ffu;
        rest = span_from(rest, TLV_HEADER);
        left -= TLV_HEADER;
        if (line->settings->verbosity > 0) {
            text_printf(line->text, "\n\t%s TLV (%u), length %u",
                        value_names_find_or(tlv_names, type, "Unknown"), type, length);
        }
        if (type == LLDP_END || length == 0) {
            return LINE_END;
        }
        if (length > rest.length || length > left ||
            !put_tlv(line, type, span_first(rest, length))) {
            line_put_cut(line);
            return LINE_END;
        }
        rest = span_from(rest, length);
        left -= length;
    }
    return LINE_END;
}
