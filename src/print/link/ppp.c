/* PPP, alone and on a serial line. */
#include "tcpgloss/decode/ethertype.h"

#include "print/hex_dump.h"
#include "print/layer_printers.h"
#include "print/line.h"

enum { ADDRESS_ALL = 0xff, ADDRESS_IN = 0x00, ADDRESS_OUT = 0x01, CONTROL_UI = 0x03 };

enum { PPP_COMPRESSED = 0x00fd, FRAME_HEADER = 4 };

static const char *protocol_name(uint32_t protocol) {
    static const struct {
        uint16_t protocol;
        const char *name;
    } names[] = {
        {0x0021, "IP"},       {0x0023, "OSI"},        {0x0025, "NS"},       {0x0027, "DECNET"},
        {0x0029, "APPLE"},    {0x002b, "IPX"},        {0x002d, "VJC IP"},   {0x002f, "VJNC IP"},
        {0x0031, "BRPDU"},    {0x0033, "STII"},       {0x0035, "VINES"},    {0x003d, "MLPPP"},
        {0x0057, "IP6"},      {0x00fd, "Compressed"}, {0x0201, "HELLO"},    {0x0231, "LUXCOM"},
        {0x0233, "SNS"},      {0x0281, "MPLS"},       {0x0283, "MPLS"},     {0x8021, "IPCP"},
        {0x8023, "OSICP"},    {0x8025, "NSCP"},       {0x8027, "DECNETCP"}, {0x8029, "APPLECP"},
        {0x802b, "IPXCP"},    {0x8033, "STIICP"},     {0x8035, "VINESCP"},  {0x8057, "IP6CP"},
        {0x80fd, "CCP"},      {0x8281, "MPLSCP"},     {0xc021, "LCP"},      {0xc023, "PAP"},
        {0xc025, "LQM"},      {0xc027, "SPAP"},       {0xc02b, "BACP"},     {0xc02d, "BAP"},
        {0xc03d, "MLPPP-CP"}, {0xc223, "CHAP"},       {0xc227, "EAP"},
    };

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (names[i].protocol == protocol) {
            return names[i].name;
        }
    }
    return NULL;
}

static void put_protocol(struct line *line, uint32_t protocol) {
    const char *name = protocol_name(protocol);

    if (name != NULL) {
        text_put_string(line->text, name);
    } else {
        text_put_string(line->text, "unknown PPP protocol (0x");
        text_put_hex_padded(line->text, protocol, 4);
        text_put_char(line->text, ')');
    }
}

/* What stands behind the header. */
static enum line_status end_header(struct line *line, const struct layer *next) {
    if (next->kind != LAYER_RAW) {
        return LINE_NEXT;
    }
    if (next->protocol == PPP_COMPRESSED) {
        text_put_string(line->text, "compressed PPP data");
    } else {
        put_protocol(line, next->protocol);
        text_put_char(line->text, ' ');
        hex_dump_put(line, "\n\t", next->data, next->captured);
    }
    return LINE_END;
}

/* Whether the frame is PPP, or PPPoE without Ethernet: its header counts for a dump. */
static bool is_link_header(const struct line *line) {
    return line_is_outermost(line) ||
           (line->ip == NULL && line->link != NULL && line->link->kind == LAYER_PPPOE);
}

enum line_status print_ppp(struct line *line, const struct layer *layer) {
    const uint8_t *data = layer->data;
    const struct layer *next = line_next_layer(line, layer);
    bool is_frame = line_is_outermost(line);
    bool prefixed;

    line->protocol = "ppp";
    if (is_frame && layer->captured < FRAME_HEADER) {
        line_put_cut(line);
        line->link_length_whole += layer->captured;
        return LINE_END;
    }
    if (layer->protocol == ETHERTYPE_PPP) {
        if (layer->length == 0) {
            return LINE_END;
        }
        text_put_string(line->text, ": ");
    }
    if (layer->length < 2) {
        line_put_cut(line);
        return LINE_END;
    }
    if (layer->captured < 2) {
        return LINE_CUT;
    }
    prefixed = data[1] == CONTROL_UI &&
               (data[0] == ADDRESS_ALL || data[0] == ADDRESS_IN || data[0] == ADDRESS_OUT);
    if (line->settings->link_header && prefixed && data[0] != ADDRESS_ALL) {
        text_put_string(line->text, data[0] == ADDRESS_IN ? "In  " : "Out ");
    }
    if (next == NULL) {
        if (layer->length - (prefixed ? 2 : 0) < 2) {
            line_put_cut(line);
            return LINE_END;
        }
        return LINE_CUT;
    }
    if (is_link_header(line)) {
        line->link_length_whole += is_frame ? FRAME_HEADER : (uint32_t)(next->data - layer->data);
    }
    if (is_frame) {
        line->link = layer;
    }
    if (line->settings->link_header) {
        const char *name = protocol_name(next->protocol);

        text_put_string(line->text, name != NULL ? name : "unknown");
        text_put_string(line->text, " (0x");
        text_put_hex_padded(line->text, next->protocol, 4);
        text_put_string(line->text, "), length ");
        text_put_u32(line->text, layer->length);
        if (name == NULL) {
            return LINE_END;
        }
        text_put_string(line->text, ": ");
    }
    return end_header(line, next);
}

enum line_status print_ppp_hdlc(struct line *line, const struct layer *layer) {
    const uint8_t *data = layer->data;
    const struct layer *next = line_next_layer(line, layer);

    line->protocol = "ppp_hdlc";
    if (next != NULL && next->kind == LAYER_CHDLC) {
        return LINE_NEXT;
    }
    if (layer->captured < FRAME_HEADER) {
        line_put_cut(line);
        line_count_link(line, layer->captured);
        return LINE_END;
    }
    line->link = layer;
    if (line->settings->link_header) {
        text_put_hex_padded(line->text, data[0], 2);
        text_put_char(line->text, ' ');
        text_put_hex_padded(line->text, data[1], 2);
        text_put_char(line->text, ' ');
        text_put_u32(line->text, layer->length);
        text_put_char(line->text, ' ');
    }
    if (next == NULL) {
        text_put_string(line->text, "unknown addr ");
        text_put_hex_padded(line->text, data[2], 2);
        text_put_string(line->text, "; ctrl ");
        text_put_hex_padded(line->text, data[3], 2);
        line_count_link(line, 2);
        return LINE_END;
    }
    line_count_link(line, FRAME_HEADER);
    put_protocol(line, next->protocol);
    text_put_string(line->text, ": ");
    return end_header(line, next);
}
