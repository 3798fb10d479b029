/* Logical link control (IEEE 802.2). */
#include "print/link/llc.h"

#include "print/address.h"
#include "print/hex_dump.h"
#include "print/layer_printers.h"
#include "print/line.h"
#include "print/link/stp.h"

enum { UNNUMBERED_HEADER = 3, NUMBERED_HEADER = 4 };

/* The bit that the first address has for a group and the second for a response. */
enum { SAP_FLAG = 0x01 };

/* Poll in a command, final in a response. */
enum { UNNUMBERED_POLL = 0x10, NUMBERED_POLL = 0x0100 };

enum { UNNUMBERED_INFORMATION = 0x03, CONTROL_XID = 0xaf, XID_FORMAT = 0x81 };

enum { SAP_STP = 0x42 };

static const char *sap_name(uint8_t sap) {
    static const struct {
        uint8_t sap;
        const char *name;
    } names[] = {
        {0x00, "Null"},    {0x02, "802.1B I"},  {0x03, "802.1B G"}, {0x04, "SNA"},
        {0x06, "IP"},      {0x0e, "ProWay NM"}, {SAP_STP, "STP"},   {0x4e, "RS511"},
        {0x7e, "ISO8208"}, {0x8e, "ProWay"},    {0xaa, "SNAP"},     {0xe0, "IPX"},
        {0xf0, "NetBeui"}, {0xfe, "OSI"},
    };

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (names[i].sap == sap) {
            return names[i].name;
        }
    }
    return NULL;
}

static void put_sap(struct line *line, uint8_t sap) {
    const char *name = sap_name(sap);

    text_put_string(line->text, name != NULL ? name : "Unknown");
    text_put_string(line->text, " (0x");
    text_put_hex_padded(line->text, sap, 2);
    text_put_string(line->text, ") ");
}

/* "Command", "Response", "Poll" or "Final". */
static const char *flag_name(bool response, bool poll) {
    return response ? (poll ? "Final" : "Response") : (poll ? "Poll" : "Command");
}

/* -e */
static void put_header(struct line *line, const uint8_t *header, bool unnumbered,
                       uint16_t control) {
    text_put_string(line->text, "LLC, dsap ");
    put_sap(line, header[0] & 0xfe);
    text_put_string(line->text, (header[0] & SAP_FLAG) != 0 ? "Group" : "Individual");
    text_put_string(line->text, ", ssap ");
    put_sap(line, header[1] & 0xfe);
    text_put_string(line->text, flag_name((header[1] & SAP_FLAG) != 0, false));
    text_put_string(line->text, ", ctrl 0x");
    text_put_hex_padded(line->text, control, unnumbered ? 2 : 4);
    text_put_string(line->text, ": ");
}

void llc_put_ends(struct line *line, const char *source_sap, const char *destination_sap) {
    const uint8_t *source = NULL;
    const uint8_t *destination = NULL;

    if (line->link != NULL && line->link->kind == LAYER_ETHERNET) {
        source = line->link->data + 6;
        destination = line->link->data;
    } else if (line->link != NULL && line->link->kind == LAYER_FDDI) {
        source = line->link->data + 7;
        destination = line->link->data + 1;
    } else if (line->link != NULL && line->link->kind == LAYER_IP_OVER_FC) {
        source = line->link->data + 10;
        destination = line->link->data + 2;
    }
    if (source != NULL) {
        address_put_mac(line, source);
        text_put_char(line->text, ' ');
    }
    if (source_sap != NULL) {
        text_put_string(line->text, source_sap);
        text_put_char(line->text, ' ');
    }
    if (source != NULL || source_sap != NULL) {
        text_put_string(line->text, "> ");
    }
    if (destination != NULL) {
        address_put_mac(line, destination);
        text_put_char(line->text, ' ');
    }
    text_put_string(line->text, destination_sap);
    text_put_char(line->text, ' ');
}

/* Without -e, for what is not decoded: the addresses and the service access points. */
static void put_ends(struct line *line, uint8_t dsap, uint8_t ssap) {
    char unknown_source[] = "Unknown SSAP 0x00";
    char unknown_destination[] = "Unknown DSAP 0x00";
    static const char digits[] = "0123456789abcdef";
    const char *source = sap_name(ssap);
    const char *destination = sap_name(dsap);

    unknown_source[15] = digits[ssap >> 4];
    unknown_source[16] = digits[ssap & 0xf];
    unknown_destination[15] = digits[dsap >> 4];
    unknown_destination[16] = digits[dsap & 0xf];
    llc_put_ends(line, dsap == ssap ? NULL : (source != NULL ? source : unknown_source),
                 destination != NULL ? destination : unknown_destination);
}

static void put_command(struct text *text, uint8_t command) {
    static const struct {
        uint8_t command;
        const char *name;
    } names[] = {
        {0x03, "ui"},   {0xe3, "test"}, {0xaf, "xid"},   {0x63, "ua"},
        {0x43, "disc"}, {0x0f, "dm"},   {0x6f, "sabme"}, {0x87, "frmr"},
    };

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (names[i].command == command) {
            text_put_string(text, names[i].name);
            return;
        }
    }
    text_put_hex_padded(text, command, 2);
}

static void put_flags_and_length(struct line *line, const char *flag, uint32_t length) {
    text_put_string(line->text, ", Flags [");
    text_put_string(line->text, flag);
    text_put_string(line->text, "], length ");
    text_put_u32(line->text, length);
}

/* What an exchange of identification carries. Whether all has been said of the packet. */
static bool put_identification(struct line *line, const struct layer *layer) {
    struct span rest = span_from(layer_span(layer), UNNUMBERED_HEADER);

    if (layer->length == UNNUMBERED_HEADER) {
        return true;
    }
    if (rest.length < 1) {
        line_put_cut(line);
        return true;
    }
    if (rest.data[0] != XID_FORMAT) {
        return false;
    }
    if (rest.length < 3 || layer->length < UNNUMBERED_HEADER + 3) {
        line_put_cut(line);
        hex_dump_put_with_ascii(line, rest.data, (uint32_t)rest.length);
    } else {
        text_put_string(line->text, ": ");
        text_put_hex_padded(line->text, rest.data[1], 2);
        text_put_char(line->text, ' ');
        text_put_hex_padded(line->text, rest.data[2], 2);
    }
    return true;
}

static bool put_unnumbered(struct line *line, const struct layer *layer, uint8_t control) {
    text_put_string(line->text, "Unnumbered, ");
    put_command(line->text, (uint8_t)(control & ~(unsigned)UNNUMBERED_POLL));
    put_flags_and_length(
        line, flag_name((layer->data[1] & SAP_FLAG) != 0, (control & UNNUMBERED_POLL) != 0),
        layer->length);
    return (control & ~(unsigned)UNNUMBERED_POLL) == CONTROL_XID && put_identification(line, layer);
}

static bool put_numbered(struct line *line, const struct layer *layer, uint16_t control) {
    static const char *const supervisory[] = {"Receiver Ready", "Receiver not Ready", "Reject",
                                              "?"};
    bool is_supervisory = (control & 1) != 0;

    if (is_supervisory) {
        text_put_string(line->text, "Supervisory, ");
        text_put_string(line->text, supervisory[control >> 2 & 3]);
    } else {
        text_put_string(line->text, "Information, send seq ");
        text_put_u32(line->text, control >> 1 & 0x7fu);
    }
    text_put_string(line->text, ", rcv seq ");
    text_put_u32(line->text, control >> 9);
    put_flags_and_length(
        line, flag_name((layer->data[1] & SAP_FLAG) != 0, (control & NUMBERED_POLL) != 0),
        layer->length);
    return is_supervisory;
}

static enum line_status put_cut(struct line *line, const struct layer *layer) {
    line_put_cut(line);
    hex_dump_put_with_ascii(line, layer->data, layer->captured);
    line_count_link(line, layer_least(layer));
    return LINE_END;
}

/* Of what decoding does not follow. Null: nothing but its addresses can be printed. */
static layer_printer *printer_between(const uint8_t *header, uint16_t control) {
    uint8_t dsap = header[0] & 0xfe;

    if (dsap != (header[1] & 0xfe) || control != UNNUMBERED_INFORMATION) {
        return NULL;
    }
    return dsap == SAP_STP ? print_stp : NULL;
}

enum line_status print_llc(struct line *line, const struct layer *layer) {
    const uint8_t *header = layer->data;
    const struct layer *next = line_next_layer(line, layer);
    uint32_t room = layer_least(layer);
    bool unnumbered;
    bool whole;
    uint16_t control;
    uint32_t header_length;
    layer_printer *put;

    line->protocol = "llc";
    if (room < UNNUMBERED_HEADER) {
        return put_cut(line, layer);
    }
    unnumbered = (header[2] & 3) == 3;
    header_length = unnumbered ? UNNUMBERED_HEADER : NUMBERED_HEADER;
    if (room < header_length) {
        return put_cut(line, layer);
    }
    control = unnumbered ? header[2] : load_le16(header + 2);
    if (line->settings->link_header) {
        put_header(line, header, unnumbered, control);
    }
    if (next != NULL) {
        line_count_link(line, next->kind == LAYER_SNAP ? 0 : header_length);
        return LINE_NEXT;
    }
    put = printer_between(header, control);
    if (put != NULL) {
        struct layer inner = {
            .data = layer->data + header_length,
            .captured = layer->captured - header_length,
            .length = layer->length - header_length,
        };

        line_count_link(line, header_length);
        return put(line, &inner);
    }
    if (!line->settings->link_header) {
        put_ends(line, header[0] & 0xfe, header[1] & 0xfe);
    }
    whole = unnumbered ? put_unnumbered(line, layer, (uint8_t)control)
                       : put_numbered(line, layer, control);
    return llc_end(line, layer, header_length, whole);
}

enum line_status llc_end(struct line *line, const struct layer *layer, uint32_t header_length,
                         bool whole) {
    bool cooked =
        line->link != NULL && (line->link->kind == LAYER_SLL || line->link->kind == LAYER_SLL2);

    if (!whole) {
        (void)hex_dump_put_default(line, layer_span(layer));
    }
    if (whole || !cooked) {
        line_count_link(line, header_length);
    }
    return LINE_END;
}
