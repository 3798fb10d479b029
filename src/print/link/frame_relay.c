/* Frame relay. */
#include "tcpgloss/decode/frame_relay.h"

#include "print/hex_dump.h"
#include "print/layer_printers.h"
#include "print/link/ethertype.h"
#include "print/link/frame_relay.h"
#include "print/value_names.h"

/* As tcpdump names them. */
static const struct value_name nlpids[] = {
    {0x00, "NULL"},     {0x08, "Q.933"},      {0x09, "LMI"},        {NLPID_SNAP, "SNAP"},
    {0x81, "CLNP"},     {0x82, "ES-IS"},      {0x83, "IS-IS"},      {0x84, "CONS"},
    {0x85, "IDRP"},     {0x8a, "X25 ES-IS"},  {NLPID_IPV6, "IPv6"}, {0xb1, "FRF.15"},
    {0xc1, "ISIS_SPB"}, {NLPID_IPV4, "IPv4"}, {NLPID_PPP, "PPP"},   {0, NULL},
};

/* Of the address, its first byte at the top, and its last byte if it has more than two. */
enum {
    FLAG_COMMAND = 0x020000,
    FLAG_DISCARD_ELIGIBLE = 0x000200,
    FLAG_BACKWARD_CONGESTION = 0x000400,
    FLAG_FORWARD_CONGESTION = 0x000800,
    FLAG_CONTROL = 0x000002,
};

static const struct value_name flag_names[] = {
    {FLAG_COMMAND, "C!"},
    {FLAG_DISCARD_ELIGIBLE, "DE"},
    {FLAG_BACKWARD_CONGESTION, "BECN"},
    {FLAG_FORWARD_CONGESTION, "FECN"},
    {FLAG_CONTROL, "sdlcore"},
    {0, NULL},
};

/* A protocol is an NLPID or, if it needs two bytes, an EtherType. */
static bool is_ethertype(uint32_t protocol) {
    return protocol > UINT8_MAX;
}

static void put_protocol(struct text *text, uint32_t protocol) {
    const char *name = is_ethertype(protocol) ? ethertype_name((uint16_t)protocol)
                                              : value_names_find(nlpids, protocol);

    text_put_string(text, is_ethertype(protocol) ? "cisco-ethertype " : "NLPID ");
    text_put_string(text, name != NULL ? name : "unknown");
    text_put_string(text, " (0x");
    text_put_hex_padded(text, protocol, is_ethertype(protocol) ? 4 : 2);
    text_put_char(text, ')');
}

/* `shown` is what the line calls the header's length. */
static void put_header(struct line *line, const struct layer *layer, uint32_t shown,
                       uint32_t protocol) {
    const uint8_t *data = layer->data;
    uint32_t length = frame_relay_address_length(data);
    struct text *text = line->text;

    text_put_string(text, "Q.922, ");
    if (!line->settings->quiet) {
        line_put_number(text, "hdr-len ", shown);
        text_put_string(text, ", ");
    }
    line_put_number(text, "DLCI ", frame_relay_circuit(data, length));
    text_put_string(text, ", ");
    if (!line->settings->quiet) {
        uint32_t flags = (uint32_t)data[0] << 16 | (uint32_t)data[1] << 8;

        text_put_string(text, "Flags [");
        value_names_put_flags(text, flag_names, length == 2 ? flags : flags | data[length - 1],
                              "none");
        text_put_string(text, "], ");
        put_protocol(text, protocol);
        text_put_string(text, ", ");
    }
    line_put_number(text, "length ", layer->length);
    text_put_string(text, ": ");
}

static enum line_status put_inside(struct line *line, const struct layer *layer,
                                   const struct layer *next) {
    line_count_link(line, (uint32_t)(next->data - layer->data));
    return line_put_carried(line, next);
}

/* Behind an unnumbered frame's control byte, or one that is taken for it: padding, which an address
 * of three bytes wants, and NLPID. */
static enum line_status put_unnumbered(struct line *line, const struct layer *layer,
                                       uint32_t address) {
    const struct layer *next = line_next_layer(line, layer);
    bool is_padded;

    if (layer->captured < address + 2) {
        return LINE_CUT;
    }
    is_padded = layer->data[address + 1] == 0;
    if (is_padded != (address == 3)) {
        text_put_string(line->text, is_padded ? "Pad! " : "No pad! ");
    }
    if (next == NULL) {
        return LINE_CUT;
    }
    if (line->settings->link_header || next->kind == LAYER_RAW) {
        put_header(line, layer, address, next->protocol);
    }
    if (next->kind != LAYER_RAW) {
        return put_inside(line, layer, next);
    }
    line_count_link(line, (uint32_t)(next->data - layer->data));
    if (line->settings->dump == DUMP_HEX || line->settings->dump == DUMP_HEX_LINK) {
        return LINE_END;
    }
    hex_dump_put_with_ascii(line, next->data, next->captured);
    return next->captured < next->length ? LINE_CUT : LINE_END;
}

enum line_status print_frame_relay(struct line *line, const struct layer *layer) {
    const struct layer *next = line_next_layer(line, layer);
    uint32_t address;

    line->protocol = "fr";
    if (layer_least(layer) < FRAME_RELAY_HEADER) {
        line_put_cut(line);
        line_count_link(line, layer->captured);
        return LINE_END;
    }
    line->link = layer;
    address = frame_relay_address_length(layer->data);
    if (address == 0) {
        text_put_string(line->text, "Q.922, invalid address");
        return LINE_END;
    }
    if (layer->captured < address + 1) {
        return LINE_CUT;
    }
    if (layer->data[address] != FRAME_RELAY_UNNUMBERED &&
        frame_relay_circuit(layer->data, address) != 0) {
        bool has_type = layer->captured >= address + 2;

        if (has_type && line->settings->link_header) {
            put_header(line, layer, address, load_be16(layer->data + address));
        }
        if (next != NULL && is_ethertype(next->protocol)) {
            return put_inside(line, layer, next);
        }
        text_put_string(line->text, "UI ");
        text_put_hex_padded(line->text, layer->data[address], 2);
        text_put_string(line->text, "! ");
    }
    return put_unnumbered(line, layer, address);
}

enum line_status frame_relay_end(struct line *line, const struct layer *layer) {
    if (!line->settings->link_header) {
        put_header(line, layer, (uint32_t)(layer[1].data - layer->data), NLPID_SNAP);
    }
    return hex_dump_put_default(line, layer_span(layer)) && layer->captured < layer->length
               ? LINE_CUT
               : LINE_END;
}
